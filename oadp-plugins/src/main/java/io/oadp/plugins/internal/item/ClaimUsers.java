// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.RunScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which running pods mount which claim, read once a run for each namespace that is asked about: a
 * list call for each claim would not scale. Kept in the run's scope; thread-safe.
 */
final class ClaimUsers {
  private final Map<String, Map<ResourceIdentifier, List<ResourceIdentifier>>> byNamespace =
      new ConcurrentHashMap<>();

  static List<ResourceIdentifier> of(KubernetesItem claim, RunScope run, ClusterView cluster)
      throws Exception {
    ResourceIdentifier id = claim.sibling(Resources.CLAIMS, claim.name());
    return run.once(ClaimUsers.class, ClaimUsers::new)
        .byNamespace
        .computeIfAbsent(id.namespace(), namespace -> read(namespace, cluster))
        .getOrDefault(id, List.of());
  }

  private static Map<ResourceIdentifier, List<ResourceIdentifier>> read(
      String namespace, ClusterView cluster) {
    Map<ResourceIdentifier, List<ResourceIdentifier>> users = new HashMap<>();
    try (Stream<KubernetesItem> pods =
        cluster.list(ItemQuery.ofResource(Resources.PODS).inNamespace(namespace))) {
      pods.filter(ClaimUsers::isRunning)
          .forEach(
              pod -> {
                ResourceIdentifier user = pod.sibling(Resources.PODS, pod.name());
                Related.claims(pod)
                    .forEach(
                        claim -> users.computeIfAbsent(claim, c -> new ArrayList<>()).add(user));
              });
    }
    return users;
  }

  private static boolean isRunning(KubernetesItem pod) {
    return pod.text("/spec/nodeName").filter(node -> !node.isEmpty()).isPresent()
        && pod.text("/status/phase").filter("Running"::equals).isPresent()
        && !pod.isBeingDeleted();
  }
}
