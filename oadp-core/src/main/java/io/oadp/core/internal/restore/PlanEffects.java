// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.common.hash.HashCode;
import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.PlannedItem.Origin;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the decisions of a restore down, and changes nothing. */
final class PlanEffects implements Effects {
  private final RestoreParts parts;
  private final LiveObjects live;
  private final Consumer<PlannedItem> progress;
  private final List<PlannedItem> items = new ArrayList<>(); // guarded by this
  private final Set<String> namespaces = new HashSet<>(); // guarded by this
  private final Set<String> newNamespaces = new HashSet<>(); // guarded by this
  private final Set<String> crds = new HashSet<>(); // guarded by this

  PlanEffects(RestoreParts parts, LiveObjects live, Consumer<PlannedItem> progress) {
    this.parts = parts;
    this.live = live;
    this.progress = progress;
  }

  @Override
  public boolean planning() {
    return true;
  }

  @Override
  public synchronized void needNamespace(String source, String target) {
    if (!namespaces.add(target)) {
      return;
    }
    ResourceIdentifier id = ResourceIdentifier.clusterScoped("namespaces", target);
    LiveObjects.NamespaceState state = live.namespace(target);
    Decision decision = Decision.UNCHANGED;
    String reason = "an existing namespace is left as it is";
    if (state == LiveObjects.NamespaceState.ABSENT) {
      newNamespaces.add(target);
      decision = Decision.CREATE;
      reason = "items go to it, and it does not exist";
    } else if (state == LiveObjects.NamespaceState.TERMINATING) {
      newNamespaces.add(target);
      decision = Decision.CREATE;
      reason = "it is being deleted: the restore waits until it is gone";
    }
    add(
        new PlannedItem(
            ResourceIdentifier.clusterScoped("namespaces", source),
            id,
            decision,
            Origin.NEEDED_NAMESPACE,
            List.of(reason),
            List.of()));
  }

  private synchronized void add(PlannedItem item) {
    items.add(item);
    progress.accept(item);
  }

  @Override
  public void skipped(PlannedItem item, KubernetesItem asStored, boolean listed) {
    add(item);
  }

  @Override
  public void failed(PlannedItem item, KubernetesItem asStored) {
    add(item);
  }

  @Override
  public synchronized void wanted(
      PlannedItem item, KubernetesItem asStored, KubernetesItem desired) {
    ResourceIdentifier target = item.target();
    if (target.groupResource().equals(Priorities.CRDS)) {
      crds.add(target.name());
    }
    Optional<ApiResource> resource = parts.cluster().discovery().byKind(desired.kind());
    if (resource.isEmpty()) {
      if (crds.contains(target.groupResource())) {
        add(decided(item, Decision.CREATE, "once its CRD is established"));
      } else {
        String text = "the cluster does not serve " + desired.kind();
        parts.problems().error(target, "error restoring " + target + ": " + text);
        add(decided(item, Decision.SKIP, text));
      }
      return;
    }
    if (newNamespaces.contains(target.namespace())) {
      add(item);
      return;
    }
    Optional<HashCode> existing = live.likeness(resource.get(), target);
    if (existing.isEmpty()) {
      add(item);
    } else if (existing.get().equals(Likeness.of(desired))) {
      add(decided(item, Decision.UNCHANGED, "what is there is the same"));
    } else if (target.groupResource().equals("serviceaccounts")) {
      add(decided(item, Decision.UPDATE, "it exists: what it lacks is added, what is there wins"));
    } else {
      add(decided(item, Decision.CONFLICT, "it exists, differs, and is left as it is"));
    }
  }

  private static PlannedItem decided(PlannedItem item, Decision decision, String reason) {
    List<String> reasons = new ArrayList<>(item.reasons());
    reasons.add(reason);
    return new PlannedItem(
        item.source(), item.target(), decision, item.origin(), reasons, item.actions());
  }

  /** The plan's items, in the order they were decided on. */
  synchronized List<PlannedItem> items() {
    return List.copyOf(items);
  }
}
