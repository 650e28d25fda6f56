// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.common.hash.HashCode;
import com.google.gson.JsonObject;
import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.PlannedItem.Origin;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.diff.SecretMask;
import io.oadp.core.internal.diff.TreeDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the decisions of a restore down, and changes nothing. */
final class PlanEffects implements Effects {
  private static final String NAMESPACES = "namespaces";

  /** An object that differs in more fields is another object; nobody reads them all. */
  private static final int MOST_DIFFERENCES = 200;

  private final RestoreParts parts;
  private final LiveObjects live;
  private final DryRun dryRun;
  private final Consumer<PlannedItem> progress;
  private final SecretMask mask = new SecretMask();
  private final List<PlannedItem> items = new ArrayList<>(); // guarded by this
  private final Map<ResourceIdentifier, String> bases = new HashMap<>(); // guarded by this
  private final Set<String> namespaces = new HashSet<>(); // guarded by this
  private final Set<String> newNamespaces = new HashSet<>(); // guarded by this
  private final Set<String> crds = new HashSet<>(); // guarded by this

  PlanEffects(RestoreParts parts, LiveObjects live, DryRun dryRun, Consumer<PlannedItem> progress) {
    this.parts = parts;
    this.dryRun = dryRun;
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
    ResourceIdentifier id = ResourceIdentifier.clusterScoped(NAMESPACES, target);
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
            ResourceIdentifier.clusterScoped(NAMESPACES, source),
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
    PlannedItem waiting = waitingForNamespace(item);
    if (resource.isEmpty()) {
      add(notServed(waiting, desired));
    } else if (newNamespaces.contains(target.namespace())) {
      add(waiting);
    } else {
      add(compared(item, resource.get(), desired));
    }
  }

  private PlannedItem compared(PlannedItem item, ApiResource resource, KubernetesItem desired) {
    HashCode wanted = parts.likeness(desired);
    Optional<HashCode> likeness = live.likeness(resource, item.target());
    if (likeness.isEmpty()) {
      dryRun.create(item.target(), resource, desired);
      return item;
    }
    if (likeness.get().equals(wanted)) {
      return decided(item, Decision.UNCHANGED, "what is there is the same");
    }
    // Read for the differences; only digests are kept of what was listed.
    Optional<KubernetesItem> there = live.object(resource, item.target());
    if (there.isEmpty()) {
      return item;
    }
    PlannedItem compared = differs(item, there.get(), desired);
    if (compared.decision() == Decision.UPDATE) {
      dryRun.update(item.target(), resource, there.get(), desired);
    }
    return compared;
  }

  private synchronized PlannedItem differs(
      PlannedItem item, KubernetesItem there, KubernetesItem desired) {
    JsonObject now = Likeness.counted(there);
    bases.put(item.target(), Likeness.basis(there, desired));
    if (item.target().groupResource().equals("serviceaccounts")) {
      JsonObject merged = ServiceAccountMerge.merged(there, desired);
      return now.equals(merged)
          ? decided(item, Decision.UNCHANGED, "what is there has all of it")
          : withDifferences(
              decided(
                  item, Decision.UPDATE, "it exists: what it lacks is added, what is there wins"),
              now,
              merged);
    }
    return withDifferences(
        ExistingItems.updates(parts)
            ? decided(item, Decision.UPDATE, "it exists, and is patched to what the backup holds")
            : decided(item, Decision.CONFLICT, "it exists, differs, and is left as it is"),
        now,
        Likeness.counted(desired));
  }

  private PlannedItem withDifferences(PlannedItem item, JsonObject now, JsonObject then) {
    List<FieldDifference> differences = TreeDiff.between(mask.mask(now), mask.mask(then));
    List<String> reasons = item.reasons();
    if (differences.size() > MOST_DIFFERENCES) {
      reasons = new ArrayList<>(reasons);
      reasons.add(
          "of "
              + differences.size()
              + " fields that differ, the first "
              + MOST_DIFFERENCES
              + " are shown");
      differences = differences.subList(0, MOST_DIFFERENCES);
    }
    return with(item, item.decision(), reasons, item.waitsFor(), differences);
  }

  private PlannedItem waitingForNamespace(PlannedItem item) {
    String namespace = item.target().namespace();
    return newNamespaces.contains(namespace)
        ? waiting(item, ResourceIdentifier.clusterScoped(NAMESPACES, namespace))
        : item;
  }

  private PlannedItem notServed(PlannedItem item, KubernetesItem desired) {
    ResourceIdentifier target = item.target();
    if (crds.contains(target.groupResource())) {
      return waiting(
          decided(item, Decision.CREATE, "once its CRD is established"),
          ResourceIdentifier.clusterScoped(Priorities.CRDS, target.groupResource()));
    }
    String text = "the cluster does not serve " + desired.kind();
    parts.problems().error(target, "error restoring " + target + ": " + text);
    return decided(item, Decision.SKIP, text);
  }

  private static PlannedItem decided(PlannedItem item, Decision decision, String reason) {
    List<String> reasons = new ArrayList<>(item.reasons());
    reasons.add(reason);
    return with(item, decision, reasons, item.waitsFor(), item.differences());
  }

  private static PlannedItem waiting(PlannedItem item, ResourceIdentifier first) {
    List<ResourceIdentifier> waitsFor = new ArrayList<>(item.waitsFor());
    waitsFor.add(first);
    return with(item, item.decision(), item.reasons(), waitsFor, item.differences());
  }

  private static PlannedItem with(
      PlannedItem item,
      Decision decision,
      List<String> reasons,
      List<ResourceIdentifier> waitsFor,
      List<FieldDifference> differences) {
    return new PlannedItem(
        item.source(),
        item.target(),
        decision,
        item.origin(),
        reasons,
        item.actions(),
        waitsFor,
        differences);
  }

  /** The plan's items, in the order they were decided on. */
  synchronized List<PlannedItem> items() {
    return List.copyOf(items);
  }

  /** What the decisions on the items to update rest on. */
  synchronized Map<ResourceIdentifier, String> bases() {
    Map<ResourceIdentifier, String> updates = new HashMap<>();
    for (PlannedItem item : items) {
      String basis = bases.get(item.target());
      if (basis != null && item.decision() == Decision.UPDATE) {
        updates.put(item.target(), basis);
      }
    }
    return updates;
  }
}
