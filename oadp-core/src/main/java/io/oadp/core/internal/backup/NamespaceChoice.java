// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.BackupSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.core.internal.select.BackupFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the Namespace objects that go into a backup, once all else is collected: those the spec
 * selects, and those that an item was collected from. Used by the run's own thread.
 */
final class NamespaceChoice {
  private final BackupSpec spec;
  private final BackupFilter filter;
  private final Map<String, KubernetesItem> existing;
  private final Set<String> withItems = new HashSet<>();

  NamespaceChoice(BackupSpec spec, BackupFilter filter, Map<String, KubernetesItem> existing) {
    this.spec = spec;
    this.filter = filter;
    this.existing = existing;
  }

  /** An item was collected from a namespace. */
  void sawItem(String namespace) {
    withItems.add(namespace);
  }

  /** The Namespace objects to store. */
  List<KubernetesItem> chosen() {
    List<KubernetesItem> chosen = new ArrayList<>();
    existing.forEach(
        (name, namespace) -> {
          if (filter.includesNamespace(name)
              && (withItems.contains(name) || isSelected(namespace))) {
            chosen.add(namespace);
          }
        });
    return chosen;
  }

  private boolean isSelected(KubernetesItem namespace) {
    if (!namespace.text("/status/phase").equals(Optional.of("Active"))) {
      return false;
    }
    List<LabelSelector> any = spec.orLabelSelectors();
    boolean hasSelector = spec.labelSelector().isPresent() || !any.isEmpty();
    if (spec.labelSelector().map(s -> s.matches(namespace.labels())).orElse(false)
        || any.stream().anyMatch(s -> s.matches(namespace.labels()))) {
      return true;
    }
    return !(hasSelector && filter.includesAllNamespaces());
  }
}
