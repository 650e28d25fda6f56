// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ClusterException;
import io.oadp.api.Compatibility;
import io.oadp.api.Decision;
import io.oadp.api.ItemReport;
import io.oadp.api.ItemReport.Outcome;
import io.oadp.api.OutcomeUnknownException;
import io.oadp.api.PlannedItem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.run.LabelValues;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Carries the decisions of a restore out. An item is created first and looked at only if it is
 * there already, so that a restore into new namespaces costs one request an item.
 */
final class ClusterEffects implements Effects {
  private static final String NO_QUOTA_YET = "status unknown for quota";
  private static final int QUOTA_TRIES = 8;
  private static final Duration QUOTA_PAUSE = Duration.ofMillis(100);

  private final RestoreParts parts;
  private final NamespaceMaker namespaces;
  private final Approval approval;
  private final Consumer<ItemReport> reports;
  private final ExistingItems existing;
  private final AfterCreate afterCreate;
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
    this.existing = new ExistingItems(parts, approval);
    this.afterCreate = new AfterCreate(parts);
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
  public void wanted(PlannedItem item, KubernetesItem asStored, KubernetesItem desired)
      throws InterruptedException {
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
    String manager = afterCreate.fieldManager(desired);
    Optional<KubernetesItem> made;
    try {
      made = Optional.of(create(resource.get(), desired, manager));
    } catch (OutcomeUnknownException e) {
      made = afterUnknownOutcome(item, asStored, resource.get(), e);
    } catch (ClusterException e) {
      afterRefusal(item, asStored, desired, resource.get(), e);
      return;
    }
    if (made.isPresent()) {
      created(item, asStored);
      afterCreate.complete(item, asStored, desired, resource.get(), manager, made.get());
    }
  }

  /** A quota that was created a moment ago refuses what it counts until it has been counted. */
  private KubernetesItem create(ApiResource resource, KubernetesItem desired, String manager)
      throws InterruptedException {
    Duration pause = QUOTA_PAUSE;
    for (int tries = 1; ; tries++) {
      try {
        return parts.cluster().create(resource, desired, manager);
      } catch (ClusterException e) {
        if (e.status() != 403
            || !String.valueOf(e.getMessage()).contains(NO_QUOTA_YET)
            || tries == QUOTA_TRIES
            || parts.compatibility() == Compatibility.VELERO_1_18) {
          throw e;
        }
      }
      parts.token().sleep(pause);
      pause = pause.multipliedBy(2);
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
      parts.problems().warn(item.target(), existing.conflict(asStored));
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
  private Optional<KubernetesItem> afterUnknownOutcome(
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
        return live;
      }
    } catch (ClusterException unread) {
      e.addSuppressed(unread);
    }
    error(item, asStored, "error restoring " + target + ": " + e.getMessage());
    return Optional.empty();
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
    ExistingItems.Ending ending = existing.handle(item.target(), desired, resource, live);
    report(item, asStored, ending.outcome(), ending.detail());
  }

  /** The CRDs that were created. */
  Set<String> createdCrds() {
    return createdCrds;
  }
}
