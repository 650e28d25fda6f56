// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.RunScope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which cluster role bindings name which service account, and the cluster roles that they grant.
 * Read once a run, into names only, because a cluster may have thousands of bindings. A cluster
 * without RBAC has none. Immutable once read; kept in the run's scope.
 */
final class ServiceAccountGrants {
  private final Map<ResourceIdentifier, Set<ResourceIdentifier>> byAccount = new HashMap<>();

  private ServiceAccountGrants() {}

  /** The bindings of an account, then their roles, each sorted by name. */
  static List<ResourceIdentifier> of(KubernetesItem account, RunScope run, ClusterView cluster)
      throws Exception {
    ResourceIdentifier id = account.sibling(Resources.SERVICE_ACCOUNTS, account.name());
    return List.copyOf(
        run.once(ServiceAccountGrants.class, () -> read(cluster))
            .byAccount
            .getOrDefault(id, Set.of()));
  }

  private static ServiceAccountGrants read(ClusterView cluster) {
    ServiceAccountGrants grants = new ServiceAccountGrants();
    if (cluster.resolve(Resources.CLUSTER_ROLE_BINDINGS).isPresent()) {
      try (Stream<KubernetesItem> bindings =
          cluster.list(ItemQuery.ofResource(Resources.CLUSTER_ROLE_BINDINGS))) {
        bindings.forEach(grants::add);
      }
    }
    return grants;
  }

  private void add(KubernetesItem binding) {
    for (String subject : binding.find("/subjects/*")) {
      String namespace = binding.text(subject + "/namespace").orElse("");
      String name = binding.text(subject + "/name").orElse("");
      if (binding.text(subject + "/kind").filter("ServiceAccount"::equals).isPresent()
          && !namespace.isEmpty()
          && !name.isEmpty()) {
        Set<ResourceIdentifier> granted =
            byAccount.computeIfAbsent(
                ResourceIdentifier.of(Resources.SERVICE_ACCOUNTS, namespace, name),
                account -> new TreeSet<>(Comparator.comparing(ResourceIdentifier::toString)));
        granted.add(
            ResourceIdentifier.clusterScoped(Resources.CLUSTER_ROLE_BINDINGS, binding.name()));
        binding
            .text("/roleRef/name")
            .filter(role -> !role.isEmpty())
            .map(role -> ResourceIdentifier.clusterScoped(Resources.CLUSTER_ROLES, role))
            .ifPresent(granted::add);
      }
    }
  }
}
