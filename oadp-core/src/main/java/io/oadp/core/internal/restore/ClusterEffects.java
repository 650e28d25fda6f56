// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ClusterException;
import io.oadp.api.Decision;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.ItemReport;
import io.oadp.api.ItemReport.Outcome;
import io.oadp.api.OutcomeUnknownException;
import io.oadp.api.PlannedItem;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.run.LabelValues;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Carries the decisions of a restore out. An item is created first and looked at only if it is
 * there already, so that a restore into new namespaces costs one request an item.
 */
final class ClusterEffects implements Effects {
  private static final String SERVICE_ACCOUNTS = "serviceaccounts";

  private final RestoreParts parts;
  private final NamespaceMaker namespaces;
  private final Approval approval;
  private final Consumer<ItemReport> reports;
  private final Set<String> createdCrds = ConcurrentHashMap.newKeySet();

  ClusterEffects(
      RestoreParts parts,
      NamespaceMaker namespaces,
      Approval approval,
      Consumer<ItemReport> reports) {
    this.parts = parts;
    this.namespaces = namespaces;
    this.approval = approval;
    this.reports = reports;
  }

  @Override
  public boolean planning() {
    return false;
  }

  @Override
  public void needNamespace(String source, String target) throws InterruptedException {
    namespaces.need(source, target);
  }

  @Override
  public void skipped(PlannedItem item, KubernetesItem asStored, boolean listed) {
    String reason = String.join("; ", item.reasons());
    parts
        .log()
        .info(
            "Skipping item",
            "name",
            item.target().name(),
            "namespace",
            item.target().namespace(),
            "resource",
            item.target().groupResource(),
            "why",
            reason);
    if (listed) {
      report(item, asStored, Outcome.SKIPPED, reason);
    }
  }

  @Override
  public void failed(PlannedItem item, KubernetesItem asStored) {
    report(item, asStored, Outcome.FAILED, String.join("; ", item.reasons()));
  }

  private void report(PlannedItem item, KubernetesItem asStored, Outcome outcome, String detail) {
    reports.accept(new ItemReport(item.target(), asStored.kind(), outcome, detail));
  }

  @Override
  public void wanted(PlannedItem item, KubernetesItem asStored, KubernetesItem desired) {
    Optional<Decision> approved = approval.of(item.target());
    if (approved.isEmpty()
        || (approved.get() != Decision.CREATE && approved.get() != Decision.UPDATE)) {
      notApproved(item, asStored, approved);
      return;
    }
    ResourceIdentifier target = item.target();
    Optional<ApiResource> resource = parts.cluster().discovery().byKind(desired.kind());
    if (resource.isEmpty()) {
      error(
          item,
          asStored,
          "error restoring " + target + ": the cluster does not serve " + desired.kind());
      return;
    }
    if (approved.get() == Decision.UPDATE) {
      updateAsPlanned(item, asStored, desired, resource.get());
      return;
    }
    try {
      parts.cluster().create(resource.get(), desired, "");
      created(item, asStored);
    } catch (OutcomeUnknownException e) {
      afterUnknownOutcome(item, asStored, resource.get(), e);
    } catch (ClusterException e) {
      afterRefusal(item, asStored, desired, resource.get(), e);
    }
  }

  /** What a plan rests on is looked at first: nothing is created where a change was approved. */
  private void updateAsPlanned(
      PlannedItem item, KubernetesItem asStored, KubernetesItem desired, ApiResource resource) {
    ResourceIdentifier target = item.target();
    try {
      Optional<KubernetesItem> live =
          parts.cluster().get(resource, target.namespace(), target.name());
      if (live.isEmpty()) {
        error(item, asStored, target + " is gone since the plan was made; plan again");
      } else if (!Likeness.of(live.get()).equals(Likeness.of(desired))
          && !approval.allowsUpdate(target, live.get(), desired)) {
        error(item, asStored, target + " has changed since the plan was made; plan again");
      } else {
        existing(item, asStored, desired, resource, live.get());
      }
    } catch (ClusterException e) {
      error(item, asStored, "error restoring " + target + ": " + e.getMessage());
    }
  }

  private void created(PlannedItem item, KubernetesItem asStored) {
    if (item.target().groupResource().equals(Priorities.CRDS)) {
      createdCrds.add(item.target().name());
    }
    report(item, asStored, Outcome.CREATED, "");
  }

  private void notApproved(PlannedItem item, KubernetesItem asStored, Optional<Decision> approved) {
    if (approved.isEmpty()) {
      parts.problems().warn(item.target(), "it is not in the plan, so it was not restored");
      report(item, asStored, Outcome.FAILED, "not in the plan");
    } else if (approved.get() == Decision.CONFLICT) {
      parts.problems().warn(item.target(), conflict(asStored));
      report(item, asStored, Outcome.FAILED, "as planned, what is there was left");
    } else {
      report(item, asStored, Outcome.SKIPPED, "as planned");
    }
  }

  private void error(PlannedItem item, KubernetesItem asStored, String text) {
    parts.problems().error(item.target(), text);
    report(item, asStored, Outcome.FAILED, text);
  }

  /** The server may have created it before the connection broke: its labels tell. */
  private void afterUnknownOutcome(
      PlannedItem item, KubernetesItem asStored, ApiResource resource, OutcomeUnknownException e) {
    ResourceIdentifier target = item.target();
    try {
      Optional<KubernetesItem> live =
          parts.cluster().get(resource, target.namespace(), target.name());
      boolean ours =
          live.map(
                  l ->
                      LabelValues.shortened(parts.spec().name())
                          .equals(l.labels().get(Likeness.RESTORE_LABEL)))
              .orElse(false);
      if (ours) {
        created(item, asStored);
        return;
      }
    } catch (ClusterException unread) {
      e.addSuppressed(unread);
    }
    error(item, asStored, "error restoring " + target + ": " + e.getMessage());
  }

  private void afterRefusal(
      PlannedItem item,
      KubernetesItem asStored,
      KubernetesItem desired,
      ApiResource resource,
      ClusterException refusal) {
    ResourceIdentifier target = item.target();
    // A Service whose port is taken is refused as invalid even if it is the Service itself that
    // has the port.
    boolean mayExist =
        refusal.reason().equals("AlreadyExists")
            || (refusal.status() == 422 && target.groupResource().equals("services"));
    if (!mayExist) {
      error(item, asStored, "error restoring " + target + ": " + refusal.getMessage());
      return;
    }
    Optional<KubernetesItem> live;
    try {
      live = parts.cluster().get(resource, target.namespace(), target.name());
    } catch (ClusterException e) {
      parts
          .problems()
          .warn(target, "it exists already, and could not be compared: " + e.getMessage());
      report(item, asStored, Outcome.FAILED, "exists already, not readable");
      return;
    }
    if (live.isEmpty()) {
      error(item, asStored, "error restoring " + target + ": " + refusal.getMessage());
    } else {
      existing(item, asStored, desired, resource, live.get());
    }
  }

  private void existing(
      PlannedItem item,
      KubernetesItem asStored,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live) {
    if (Likeness.of(live).equals(Likeness.of(desired))) {
      report(item, asStored, Outcome.SKIPPED, "what is there is the same");
    } else if (item.target().groupResource().equals(SERVICE_ACCOUNTS)) {
      mergeServiceAccount(item, asStored, desired, resource, live);
    } else {
      parts.problems().warn(item.target(), conflict(asStored));
      report(item, asStored, Outcome.FAILED, "exists already, and differs");
    }
  }

  private String conflict(KubernetesItem item) {
    String name =
        parts.spec().existingResourcePolicy().equals(Optional.of(ExistingResourcePolicy.NONE))
            ? " \"" + item.name() + "\""
            : ":" + item.name();
    return "could not restore, "
        + item.kind().kind()
        + name
        + " already exists. Warning: the in-cluster version is different than the backed-up"
        + " version";
  }

  private void mergeServiceAccount(
      PlannedItem item,
      KubernetesItem asStored,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live) {
    Optional<String> patch = ServiceAccountMerge.patch(live, desired);
    if (patch.isEmpty()) {
      report(item, asStored, Outcome.SKIPPED, "what is there has all of it");
      return;
    }
    ResourceIdentifier target = item.target();
    try {
      parts
          .cluster()
          .patch(resource, target.namespace(), target.name(), Patch.merge(patch.get()), "");
      report(item, asStored, Outcome.UPDATED, "merged with what is there");
    } catch (ClusterException e) {
      parts.problems().warn(target, "it could not be merged: " + e.getMessage());
      report(item, asStored, Outcome.FAILED, "not merged");
    }
  }

  /** The CRDs that were created. */
  Set<String> createdCrds() {
    return createdCrds;
  }
}
