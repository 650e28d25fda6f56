// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.ItemOperations;
import io.oadp.spi.OperationInput;
import io.oadp.spi.OperationStatus;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations: recorded, started, polled, met again in a new process, canceled. */
class ActionTesterOperationTest {
  private final KubernetesItem orders =
      KubernetesItem.of("shop.example.com/v1", "Database", "shop", "orders");
  private final ResourceIdentifier export =
      ResourceIdentifier.of("exports.shop.example.com", "shop", "orders-u1");

  private ActionTester tester() {
    return ActionTester.of(DatabaseExportAction::new)
        .uid("u1")
        .live("databases.shop.example.com", orders);
  }

  @Test
  void execute_database_storesTheFinishedExport() throws Exception {
    ActionTester tester = tester();
    ActionOutcome outcome = tester.execute(orders);
    assertThat(outcome.operationId()).contains("shop/orders-u1");
    assertThat(outcome.poll().isCompleted()).isFalse();
    assertThat(outcome.storedItems()).containsExactly(orders);

    tester.change(export, e -> e.set("/status/phase", "Done"));
    tester.restart();

    assertThat(outcome.poll().isCompleted()).isTrue();
    assertThat(outcome.storedItems())
        .containsExactly(orders, tester.cluster().get(export).orElseThrow());
    assertThat(outcome.problems()).isEmpty();
  }

  @Test
  void poll_operationThatHasEnded_isNotAskedAgain() throws Exception {
    ActionTester tester = tester();
    ActionOutcome outcome = tester.execute(orders);
    tester.change(
        export, e -> e.set("/status/phase", "Failed").set("/status/message", "disk full"));
    assertThat(outcome.poll().error()).isEqualTo("disk full");

    tester.change(export, e -> e.set("/status/phase", "Done"));

    assertThat(outcome.poll().isFailed()).isTrue();
  }

  @Test
  void poll_itemToReadAgainThatIsGone_isAProblem() throws Exception {
    ActionTester tester = tester();
    ActionOutcome outcome = tester.execute(orders);
    tester.cluster().delete(export);

    assertThat(outcome.poll().error()).isEqualTo("the Export is gone");
    assertThat(outcome.problems()).hasSize(1);
    assertThat(outcome.storedItems()).containsExactly(orders);
  }

  @Test
  void cancel_whileAnOperationGoesOn_asksItToStop() throws Exception {
    ActionTester tester = tester();
    ActionOutcome outcome = tester.execute(orders);

    tester.cancel();

    assertThat(tester.cluster().get(export)).isEmpty();
    assertThat(outcome.poll().isFailed()).isTrue();
  }

  @Test
  void restart_operationThatGoesOn_isStartedAgainByANewAction() throws Exception {
    List<String> calls = new ArrayList<>();
    List<Forgetful> made = new ArrayList<>();
    ActionTester tester =
        ActionTester.of(
            () -> {
              Forgetful action = new Forgetful(calls);
              made.add(action);
              return action;
            });
    ActionOutcome outcome = tester.execute("pods", KubernetesItem.of("v1", "Pod", "shop", "web"));
    outcome.poll();
    assertThat(calls).containsExactly("start op kept", "progress op kept");

    tester.restart();
    outcome.poll();

    assertThat(made).hasSize(2);
    assertThat(calls.subList(2, calls.size())).containsExactly("start op lost", "progress op lost");
  }

  @Test
  void execute_operationOfARestore_startsOnceTheItemExists() throws Exception {
    KubernetesItem pod = KubernetesItem.of("v1", "Pod", "shop", "web");
    ActionTester tester = ActionTester.of(new Waiting());

    ActionOutcome outcome = tester.execute("pods", pod);
    assertThat(outcome.poll().isCompleted()).isTrue();
    assertThat(outcome.restoredItems()).hasSize(1);

    ActionOutcome planned = tester.newRun().planning(true).execute("pods", pod);
    assertThatThrownBy(planned::poll).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void execute_operationWithoutItemOperations_isRefused() {
    BackupItemAction action = input -> BackupItemResult.unchanged().withOperation("op");

    assertThatThrownBy(() -> ActionTester.of(action).execute("databases.shop.example.com", orders))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not implement ItemOperations");
  }

  @Test
  void execute_operationOnTheSecondVisit_isRefused() {
    ActionTester tester = ActionTester.of(new Forgetful(new ArrayList<>())).finalizing(true);

    assertThatThrownBy(() -> tester.execute("databases.shop.example.com", orders))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second visit");
  }

  /** Starts an Export for each Database; the finished Export goes into the same backup. */
  private static final class DatabaseExportAction implements BackupItemAction, ItemOperations {
    @Override
    public ResourceSelector appliesTo() {
      return ResourceSelector.ofResources("databases.shop.example.com");
    }

    @Override
    public BackupItemResult execute(BackupItemInput input) {
      if (input.finalizing()) {
        return BackupItemResult.unchanged();
      }
      ResourceIdentifier export =
          input
              .item()
              .sibling("exports.shop.example.com", input.item().name() + "-" + input.run().uid());
      return BackupItemResult.unchanged()
          .withOperation(export.namespace() + "/" + export.name(), export);
    }

    @Override
    public void start(OperationInput op) {
      ResourceIdentifier export = export(op);
      if (op.cluster().get(export).isEmpty()) {
        op.cluster()
            .create(
                KubernetesItem.of(
                        "shop.example.com/v1", "Export", export.namespace(), export.name())
                    .edit(e -> e.set("/spec/database", op.item().name())));
      }
    }

    @Override
    public OperationStatus progress(OperationInput op) {
      return op.cluster()
          .get(export(op))
          .map(DatabaseExportAction::status)
          .orElseGet(() -> OperationStatus.failed("the Export is gone"));
    }

    private static OperationStatus status(KubernetesItem export) {
      return switch (export.text("/status/phase").orElse("New")) {
        case "Done" -> OperationStatus.completed();
        case "Failed" ->
            OperationStatus.failed(export.text("/status/message").orElse("no reason given"));
        default -> OperationStatus.running(export.number("/status/rows").orElse(0), 0, "Rows");
      };
    }

    @Override
    public void cancel(OperationInput op) {
      op.cluster().delete(export(op));
    }

    private static ResourceIdentifier export(OperationInput op) {
      String[] id = op.operationId().split("/", 2);
      return ResourceIdentifier.of("exports.shop.example.com", id[0], id[1]);
    }
  }

  /** Keeps in a field what it ought to find by the operation's id. */
  private static final class Forgetful implements BackupItemAction, ItemOperations {
    private final List<String> calls;
    private String kept = "lost";

    Forgetful(List<String> calls) {
      this.calls = calls;
    }

    @Override
    public BackupItemResult execute(BackupItemInput input) {
      kept = "kept";
      return BackupItemResult.unchanged().withOperation("op");
    }

    @Override
    public void start(OperationInput op) {
      calls.add("start " + op.operationId() + " " + kept);
    }

    @Override
    public OperationStatus progress(OperationInput op) {
      calls.add("progress " + op.operationId() + " " + kept);
      return OperationStatus.running(1, 2, "Steps");
    }

    @Override
    public void cancel(OperationInput op) {
      calls.add("cancel " + op.operationId());
    }
  }

  /** Waits for the restored item. */
  private static final class Waiting implements RestoreItemAction, ItemOperations {
    @Override
    public RestoreItemResult execute(RestoreItemInput input) {
      return RestoreItemResult.unchanged().withOperation("op");
    }

    @Override
    public void start(OperationInput op) {
      assertThat(op.cluster().get(op.item())).isPresent();
      assertThat(Duration.between(op.run().clock().instant(), op.deadline())).isPositive();
    }

    @Override
    public OperationStatus progress(OperationInput op) {
      return OperationStatus.completed();
    }

    @Override
    public void cancel(OperationInput op) {}
  }
}
