// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.BackupSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ResourceIdentifier;
import java.util.ArrayList;
import java.util.List;

/** Whether a spec lets an item in that an action asks for, by the rules of backups and restores. */
final class TesterFilters {
  private static final String NAMESPACES = "namespaces";
  private static final List<String> NEVER_RESTORED =
      List.of(
          "nodes",
          "events",
          "events.events.k8s.io",
          "backups.velero.io",
          "restores.velero.io",
          "resticrepositories.velero.io",
          "csinodes.storage.k8s.io",
          "volumeattachments.storage.k8s.io",
          "backuprepositories.velero.io");

  private TesterFilters() {}

  /** Whether a backup takes it. */
  static boolean allows(BackupSpec spec, ResourceIdentifier id, ClusterView cluster) {
    if (id.groupResource().equals(NAMESPACES)) {
      return true;
    }
    if (!id.isClusterScoped()
        && !includes(spec.includedNamespaces(), spec.excludedNamespaces(), id.namespace())) {
      return false;
    }
    boolean byResources =
        spec.includeClusterResources().isPresent()
            || !spec.includedResources().isEmpty()
            || !spec.excludedResources().isEmpty();
    if (!byResources) {
      return id.isClusterScoped()
          ? !names(spec.excludedClusterScopedResources(), id, cluster)
          : includesResource(
              spec.includedNamespaceScopedResources(),
              spec.excludedNamespaceScopedResources(),
              id,
              cluster);
    }
    boolean included =
        includesResource(spec.includedResources(), spec.excludedResources(), id, cluster);
    return id.isClusterScoped()
        ? !names(spec.excludedResources(), id, cluster)
            && spec.includeClusterResources().orElse(included)
        : included;
  }

  /** Whether a restore takes it. */
  static boolean allows(RestoreSpec spec, ResourceIdentifier id, ClusterView cluster) {
    List<String> excluded = new ArrayList<>(spec.excludedResources());
    excluded.addAll(NEVER_RESTORED);
    return includesResource(spec.includedResources(), excluded, id, cluster)
        && (id.isClusterScoped()
            ? spec.includeClusterResources().orElse(true)
            : includes(spec.includedNamespaces(), spec.excludedNamespaces(), id.namespace()));
  }

  private static boolean includesResource(
      List<String> included, List<String> excluded, ResourceIdentifier id, ClusterView cluster) {
    return !names(excluded, id, cluster) && (included.isEmpty() || names(included, id, cluster));
  }

  private static boolean names(List<String> names, ResourceIdentifier id, ClusterView cluster) {
    return names.contains("*") || SelectorMatch.names(names, id, cluster);
  }

  private static boolean includes(List<String> included, List<String> excluded, String name) {
    return !SelectorMatch.anyGlob(excluded, name)
        && (included.isEmpty() || SelectorMatch.anyGlob(included, name));
  }
}
