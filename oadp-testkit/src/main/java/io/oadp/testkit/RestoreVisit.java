// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.OperationCanceledException;
import io.oadp.api.Problem.Severity;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemResult;
import java.util.List;
import java.util.Optional;

/** Restores an item as the engine does, with what the action asks to bring along. */
final class RestoreVisit {
  private static final String BACKUP_LABEL = "velero.io/backup-name";
  private static final String RESTORE_LABEL = "velero.io/restore-name";
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private final TesterSetup setup;
  private final RestoreItemAction action;
  private final RestoreSpec spec;
  private final TesterVisit visit;

  RestoreVisit(TesterSetup setup, RestoreItemAction action, RestoreSpec spec, TesterVisit visit) {
    this.setup = setup;
    this.action = action;
    this.spec = spec;
    this.visit = visit;
  }

  ActionOutcome execute(ResourceIdentifier id, KubernetesItem stored) throws Exception {
    TesterInput input = setup.input(id, TesterInput.reset(stored), stored, visit);
    visit.claim(input.target());
    if (isLeftOut(id, stored)) {
      return ActionOutcome.notWanted(input, visit);
    }
    if (!setup.wants(input)) {
      restore(input, input.item());
      return ActionOutcome.notWanted(input, visit);
    }
    RestoreItemResult result = setup.given(action.execute(input));
    take(input, result);
    return ActionOutcome.of(result, input, visit);
  }

  /** What does not come back, whatever actions say: it has run to its end, or mirrors a file. */
  private static boolean isLeftOut(ResourceIdentifier id, KubernetesItem stored) {
    if (id.groupResource().equals("pods")) {
      String phase = stored.text("/status/phase").orElse("");
      return phase.equals("Succeeded")
          || phase.equals("Failed")
          || !stored.annotations().getOrDefault(MIRROR, "").isEmpty();
    }
    return id.groupResource().equals("jobs.batch")
        && !stored.text("/status/completionTime").orElse("").isEmpty();
  }

  private void take(TesterInput input, RestoreItemResult result) {
    if (result.skipReason().isPresent()) {
      return;
    }
    Optional<TesterOperation> operation =
        result.operationId().map(id -> setup.operation(id, input.id(), List.of()));
    for (ResourceIdentifier additional : result.additionalItems()) {
      if (TesterFilters.allows(spec, additional, setup.live())) {
        bringAlong(input, additional);
      }
    }
    for (KubernetesItem generated : result.generatedItems()) {
      ResourceIdentifier id =
          TesterInput.identify(setup.live().resourceOf(generated.kind()), generated);
      if (visit.claim(id)) {
        restore(id, generated);
      }
    }
    restore(input, result.item().orElse(input.item()));
    if (!setup.planning()) {
      operation.ifPresent(started -> visit.begin(started, ended -> {}));
    }
  }

  private void bringAlong(TesterInput parent, ResourceIdentifier id) {
    Optional<KubernetesItem> stored = Optional.ofNullable(setup.inBackup().get(id));
    if (stored.isPresent()) {
      TesterInput input = setup.input(id, TesterInput.reset(stored.get()), stored.get(), visit);
      if (visit.claim(input.target()) && !isLeftOut(id, stored.get())) {
        process(input);
      }
    } else if (visit.isFree(parent.target(id))) {
      visit.add(
          setup.problem(
              Severity.WARNING,
              parent.target(id),
              parent.id() + " asks for it, and the backup does not hold it"));
    }
  }

  /** Restores an item that came along: what goes wrong is a problem of that item alone. */
  @SuppressWarnings({"CatchingUnchecked", "InterruptedExceptionSwallowed"})
  private void process(TesterInput input) {
    if (!setup.wants(input)) {
      restore(input, input.item());
      return;
    }
    try {
      take(input, setup.given(action.execute(input)));
    } catch (OperationCanceledException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      visit.add(
          setup.problem(
              Severity.ERROR,
              input.target(),
              "error preparing " + input.id() + ": " + setup.name() + ": " + TesterSetup.text(e)));
    }
  }

  private void restore(TesterInput input, KubernetesItem item) {
    KubernetesItem desired =
        item.edit(
            e -> {
              if (!input.targetNamespace().isEmpty()) {
                e.set("/metadata/namespace", input.targetNamespace());
              }
              e.label(BACKUP_LABEL, setup.run().backup().name());
              e.label(RESTORE_LABEL, spec.name());
            });
    restore(TesterInput.identify(input.id().groupResource(), desired), desired);
  }

  private void restore(ResourceIdentifier id, KubernetesItem desired) {
    visit.restore(desired);
    if (!setup.planning() && setup.live().get(id).isEmpty()) {
      setup.live().put(id.groupResource(), desired);
    }
  }
}
