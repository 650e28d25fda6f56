// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which objects an item refers to; shared by backup, item block and restore actions. */
final class Related {
  private Related() {}

  /** The priority class of a pod and the claims of its volumes. */
  static List<ResourceIdentifier> ofPod(KubernetesItem pod) {
    return Stream.concat(priorityClass(pod).stream(), claims(pod).stream()).toList();
  }

  static Optional<ResourceIdentifier> priorityClass(KubernetesItem pod) {
    return pod.text("/spec/priorityClassName")
        .filter(name -> !name.isEmpty())
        .map(name -> ResourceIdentifier.clusterScoped(Resources.PRIORITY_CLASSES, name));
  }

  /** The claims that a pod's volumes name, each once. */
  static List<ResourceIdentifier> claims(KubernetesItem pod) {
    return pod.find("/spec/volumes/*/persistentVolumeClaim/claimName").stream()
        .flatMap(place -> pod.text(place).stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .map(name -> pod.sibling(Resources.CLAIMS, name))
        .toList();
  }

  /** The volume that a claim is bound to; empty while it is not bound. */
  static Optional<ResourceIdentifier> boundVolume(KubernetesItem claim) {
    return claim
        .text("/spec/volumeName")
        .filter(name -> !name.isEmpty())
        .filter(name -> claim.text("/status/phase").filter("Bound"::equals).isPresent())
        .map(name -> ResourceIdentifier.clusterScoped(Resources.VOLUMES, name));
  }

  static ResourceIdentifier[] array(List<ResourceIdentifier> list) {
    return list.toArray(ResourceIdentifier[]::new);
  }
}
