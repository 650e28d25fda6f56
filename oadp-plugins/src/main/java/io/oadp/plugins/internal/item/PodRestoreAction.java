// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import java.util.stream.Stream;

/**
 * Velero's {@code velero.io/pod}: makes a pod fit to be created again. Its node and its computed
 * priority go, and so do the volumes of old token secrets, which the cluster mounts by itself; its
 * ephemeral containers go too, since the API server refuses a new pod that has any. The priority
 * class is restored before it.
 */
final class PodRestoreAction implements RestoreItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.PODS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem pod = input.item();
    return Edits.restore(pod, pod.edit(edit -> reset(pod, edit)))
        .withAdditionalItems(Related.array(Related.priorityClass(pod).stream().toList()));
  }

  private static void reset(KubernetesItem pod, ItemEdit edit) {
    edit.remove("/spec/nodeName").remove("/spec/priority").remove("/spec/ephemeralContainers");
    String account = pod.text("/spec/serviceAccountName").orElse("");
    if (account.isEmpty()) {
      return;
    }
    removeNamed(pod, edit, "/spec/volumes", account + "-token-");
    Stream.of("/spec/containers/*", "/spec/initContainers/*")
        .flatMap(containers -> pod.find(containers).stream())
        .forEach(
            container -> removeNamed(pod, edit, container + "/volumeMounts", account + "-token-"));
  }

  private static void removeNamed(
      KubernetesItem pod, ItemEdit edit, String list, String namePrefix) {
    Edits.removeEntries(
        pod,
        edit,
        list,
        entry -> pod.text(entry + "/name").filter(n -> n.startsWith(namePrefix)).isPresent());
  }
}
