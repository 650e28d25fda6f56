// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.cluster.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides which items of a backup a restore takes, by their place in the backup and labels. */
public final class RestoreFilter {
  /** What is never restored, since it belongs to the cluster or to Velero itself. */
  public static final Set<String> NON_RESTORABLE =
      Set.of(
          "nodes",
          "events",
          "events.events.k8s.io",
          "backups.velero.io",
          "restores.velero.io",
          "resticrepositories.velero.io",
          "csinodes.storage.k8s.io",
          "volumeattachments.storage.k8s.io",
          "backuprepositories.velero.io");

  private final RestoreSpec spec;
  private final IncludeExclude resources;
  private final IncludeExclude namespaces;

  private RestoreFilter(RestoreSpec spec, IncludeExclude resources, IncludeExclude namespaces) {
    this.spec = spec;
    this.resources = resources;
    this.namespaces = namespaces;
  }

  /**
   * Makes the filter of a restore.
   *
   * @param spec what to restore
   * @param discovery of the target cluster, which resolves the names of resources
   */
  public static RestoreFilter of(RestoreSpec spec, Discovery discovery) {
    List<String> excluded = new ArrayList<>(spec.excludedResources());
    excluded.addAll(NON_RESTORABLE);
    return new RestoreFilter(
        spec,
        ResourceNames.resolve(discovery, spec.includedResources(), excluded),
        new IncludeExclude(spec.includedNamespaces(), spec.excludedNamespaces()));
  }

  /** Whether the items of a resource may be restored. */
  public boolean includesResource(String groupResource) {
    return resources.includes(groupResource);
  }

  /** Whether an item is selected by its place in the backup; its labels are looked at later. */
  public boolean selects(String groupResource, String namespace) {
    if (!resources.includes(groupResource)) {
      return false;
    }
    if (!namespace.isEmpty()) {
      return namespaces.includes(namespace);
    }
    return spec.includeClusterResources().orElseGet(namespaces::isEverything);
  }

  /**
   * Whether a Namespace object is selected for its own sake. Velero takes those of namespaces that
   * are left out, too, if cluster-scoped resources are included; this does not.
   */
  public boolean selectsNamespace(String name) {
    return selects("namespaces", "") && namespaces.includes(name);
  }

  /** Whether an item that an action asks for may be restored. */
  public boolean allowsAdditional(String groupResource, String namespace) {
    return resources.includes(groupResource)
        && (namespace.isEmpty()
            ? spec.includeClusterResources().orElse(true)
            : namespaces.includes(namespace));
  }

  /** Whether the labels of an item match. */
  public boolean selectsLabels(KubernetesItem item) {
    if (!spec.orLabelSelectors().isEmpty()) {
      return spec.orLabelSelectors().stream().anyMatch(s -> s.matches(item.labels()));
    }
    return spec.labelSelector().map(s -> s.matches(item.labels())).orElse(true);
  }
}
