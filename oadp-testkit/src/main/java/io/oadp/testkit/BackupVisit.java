// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.OperationCanceledException;
import io.oadp.api.Problem;
import io.oadp.api.Problem.Severity;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemResult;
import java.util.List;
import java.util.Optional;

/** Takes an item into a backup as the engine does, with what the action asks to bring along. */
final class BackupVisit {
  private static final String EXCLUDE_LABEL = "velero.io/exclude-from-backup";
  private static final String REQUIRE_ANNOTATION = "backup.velero.io/must-include-additional-items";
  private static final String SKIP_ANNOTATION = "velero.io/skip-from-backup";

  private final TesterSetup setup;
  private final BackupItemAction action;
  private final TesterVisit visit;

  BackupVisit(TesterSetup setup, BackupItemAction action, TesterVisit visit) {
    this.setup = setup;
    this.action = action;
    this.visit = visit;
  }

  ActionOutcome execute(ResourceIdentifier id, KubernetesItem item) throws Exception {
    visit.claim(id);
    TesterInput input = setup.input(id, item, item, visit);
    if (!setup.wants(input)) {
      visit.store(id, item);
      return ActionOutcome.notWanted(input, visit);
    }
    BackupItemResult result = setup.given(action.execute(input));
    take(id, item, result);
    return ActionOutcome.of(result, input, visit);
  }

  private void take(ResourceIdentifier id, KubernetesItem item, BackupItemResult result) {
    if (result.skipReason().isPresent()) {
      return;
    }
    Optional<TesterOperation> operation =
        result
            .operationId()
            .map(operationId -> setup.operation(operationId, id, result.readAgain()));
    KubernetesItem changed = result.item().orElse(item);
    if (changed.annotations().containsKey(SKIP_ANNOTATION)) {
      return;
    }
    boolean required = "true".equals(changed.annotations().get(REQUIRE_ANNOTATION));
    if (changed.annotations().containsKey(REQUIRE_ANNOTATION)) {
      changed = changed.edit(e -> e.removeAnnotation(REQUIRE_ANNOTATION));
    }
    bringAlong(id, result.requiredItems(), true);
    bringAlong(id, result.additionalItems(), required);
    store(id, changed);
    operation.ifPresent(started -> visit.begin(started, this::readAgain));
  }

  private void bringAlong(
      ResourceIdentifier parent, List<ResourceIdentifier> ids, boolean required) {
    for (ResourceIdentifier id : ids) {
      if (!setup.live().serves(id.groupResource())) {
        visit.add(
            setup.problem(
                Severity.WARNING,
                id,
                parent + " asks for it, but the server has no " + id.groupResource()));
      } else if ((required || TesterFilters.allows(setup.run().backup().spec(), id, setup.live()))
          && visit.claim(id)) {
        read(parent, id, required);
      }
    }
  }

  private void read(ResourceIdentifier parent, ResourceIdentifier id, boolean required) {
    Optional<KubernetesItem> found = setup.live().get(id);
    if (found.isEmpty()) {
      visit.add(setup.problem(Severity.WARNING, id, parent + " asks for it, and it is not there"));
    } else if (!found.get().isBeingDeleted()
        && (required || !"true".equals(found.get().labels().get(EXCLUDE_LABEL)))) {
      process(id, found.get());
    }
  }

  /** Takes an item that came along: what goes wrong is a problem of that item alone. */
  @SuppressWarnings({"CatchingUnchecked", "InterruptedExceptionSwallowed"})
  private void process(ResourceIdentifier id, KubernetesItem item) {
    TesterInput input = setup.input(id, item, item, visit);
    if (!setup.wants(input)) {
      visit.store(id, item);
      return;
    }
    try {
      take(id, item, setup.given(action.execute(input)));
    } catch (OperationCanceledException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      visit.add(
          setup.problem(
              Severity.ERROR,
              id,
              "Error backing up item: " + setup.name() + ": " + TesterSetup.text(e)));
    }
  }

  private void store(ResourceIdentifier id, KubernetesItem item) {
    ResourceIdentifier now = TesterInput.identify(id.groupResource(), item);
    if (now.name().isEmpty()) {
      visit.add(
          Problem.ofItem(
              Severity.ERROR, id, "an action took its name away, so it cannot be stored"));
    } else if (!now.equals(id) && !visit.claim(now)) {
      visit.add(
          Problem.ofItem(
              Severity.ERROR,
              id,
              "an action renamed it to " + now + ", and the backup has an item of that name"));
    } else {
      visit.store(now, item);
    }
  }

  /** Stores what an operation names once more, as it is after its end. */
  private void readAgain(TesterOperation operation) {
    BackupVisit second = new BackupVisit(setup.whenFinalizing(), action, visit);
    for (ResourceIdentifier id : operation.readAgain()) {
      Optional<KubernetesItem> found = setup.live().get(id);
      if (found.isPresent()) {
        second.process(id, found.get());
      } else {
        visit.add(
            setup.problem(
                Severity.WARNING,
                id,
                "it was to be read again after an operation, and it is not there"));
      }
    }
  }
}
