// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupSpec;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.Problem;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the tester does with what an action asks for. */
class ActionTesterFollowTest {
  private static final KubernetesItem POD = KubernetesItem.of("v1", "Pod", "shop", "web");
  private static final KubernetesItem SECRET = KubernetesItem.of("v1", "Secret", "shop", "key");
  private static final KubernetesItem OTHER = KubernetesItem.of("v1", "Secret", "vault", "key");
  private static final KubernetesItem NODE = KubernetesItem.of("v1", "Node", "", "n1");
  private static final ResourceIdentifier SECRET_ID =
      ResourceIdentifier.of("secrets", "shop", "key");
  private static final ResourceIdentifier OTHER_ID = SECRET_ID.inNamespace("vault");
  private static final ResourceIdentifier NODE_ID = ResourceIdentifier.clusterScoped("nodes", "n1");

  private static ActionTester asking(BackupItemResult forPods) {
    BackupItemAction action =
        input ->
            input.id().resource().equals("pods")
                ? forPods
                : BackupItemResult.changed(input.item().edit(e -> e.label("seen", "yes")));
    return ActionTester.of(action).live("secrets", SECRET, OTHER).live("nodes", NODE);
  }

  private static KubernetesItem seen(KubernetesItem item) {
    return item.edit(e -> e.label("seen", "yes"));
  }

  @Test
  void execute_additionalItems_areActedOnAndStoredFirst() throws Exception {
    ActionOutcome outcome =
        asking(BackupItemResult.unchanged().withAdditionalItems(SECRET_ID, NODE_ID))
            .execute("pods", POD);

    assertThat(outcome.storedItems()).containsExactly(seen(SECRET), seen(NODE), POD);
    assertThat(outcome.problems()).isEmpty();
  }

  @Test
  void execute_additionalItemsOutsideTheFilters_areLeftOutUnlessRequired() throws Exception {
    BackupSpec shopOnly =
        BackupSpec.builder("b")
            .includeNamespaces("shop")
            .excludeClusterScopedResources("nodes")
            .build();
    BackupItemResult result =
        BackupItemResult.unchanged().withAdditionalItems(SECRET_ID, OTHER_ID, NODE_ID);

    assertThat(asking(result).backup(shopOnly).execute("pods", POD).storedItems())
        .containsExactly(seen(SECRET), POD);
    assertThat(
            asking(result.withRequiredItems(OTHER_ID))
                .backup(shopOnly)
                .execute("pods", POD)
                .storedItems())
        .containsExactly(seen(OTHER), seen(SECRET), POD);
  }

  @Test
  void execute_additionalItemsThatCannotCome_areWarnings() throws Exception {
    ActionOutcome outcome =
        asking(
                BackupItemResult.unchanged()
                    .withAdditionalItems(
                        SECRET_ID.inNamespace("gone"),
                        ResourceIdentifier.of("wheels.shop.example.com", "shop", "w")))
            .execute("pods", POD);

    assertThat(outcome.storedItems()).containsExactly(POD);
    assertThat(outcome.problems())
        .extracting(Problem::text)
        .containsExactly(
            "pods/shop/web asks for it, and it is not there",
            "pods/shop/web asks for it, but the server has no wheels.shop.example.com");
  }

  @Test
  void execute_failureOfAnAdditionalItem_isItsOwnProblem() throws Exception {
    BackupItemAction action =
        input -> {
          if (input.id().equals(SECRET_ID)) {
            throw new IllegalStateException("locked");
          }
          return BackupItemResult.unchanged().withAdditionalItems(SECRET_ID);
        };
    ActionOutcome outcome =
        ActionTester.of(action).name("a.b/c").live("secrets", SECRET).execute("pods", POD);

    assertThat(outcome.storedItems()).containsExactly(POD);
    assertThat(outcome.problems())
        .extracting(Problem::toString)
        .containsExactly("error: secrets/shop/key: Error backing up item: a.b/c: locked (a.b/c)");
  }

  @Test
  void execute_itemsThatNameEachOther_comeOnce() throws Exception {
    ResourceIdentifier pod = ResourceIdentifier.of("pods", "shop", "web");
    BackupItemAction action =
        input -> BackupItemResult.unchanged().withAdditionalItems(pod, SECRET_ID);

    assertThat(
            ActionTester.of(action)
                .live("secrets", SECRET)
                .live("pods", POD)
                .execute(POD)
                .storedItems())
        .containsExactly(SECRET, POD);
  }

  @Test
  void execute_renamedItems_areStoredUnderTheNewNameIfItIsFree() throws Exception {
    BackupItemAction action =
        input ->
            input.id().resource().equals("pods")
                ? BackupItemResult.changed(input.item().edit(e -> e.rename("other")))
                    .withAdditionalItems(ResourceIdentifier.of("pods", "shop", "other"))
                : BackupItemResult.unchanged();
    ActionTester tester = ActionTester.of(action).serves("pods");

    assertThat(tester.execute("pods", POD).problems()).hasSize(2); // it is not there
    assertThat(tester.execute("pods", POD).storedItems()).isEmpty(); // but its place is taken
    assertThat(
            ActionTester.of(
                    (BackupItemAction)
                        input ->
                            BackupItemResult.changed(input.item().edit(e -> e.rename("other"))))
                .execute("pods", POD)
                .storedItems())
        .containsExactly(POD.edit(e -> e.rename("other")));
  }

  @Test
  void execute_restore_createsAdditionalAndGeneratedItemsFirst() throws Exception {
    KubernetesItem made = KubernetesItem.of("v1", "ConfigMap", "copy", "made");
    RestoreItemAction action =
        input ->
            input.id().resource().equals("pods")
                ? RestoreItemResult.unchanged()
                    .withAdditionalItems(SECRET_ID, OTHER_ID, SECRET_ID.inNamespace("gone"))
                    .withGeneratedItems(made)
                : RestoreItemResult.unchanged();
    RestoreSpec spec =
        RestoreSpec.builder("r")
            .backupName("b")
            .excludeNamespaces("vault")
            .mapNamespace("shop", "copy")
            .build();
    ActionTester tester =
        ActionTester.of(action).inBackup("secrets", SECRET, OTHER).restore(spec).planning(true);

    ActionOutcome outcome = tester.execute("pods", POD);

    assertThat(outcome.restoredItems())
        .extracting(KubernetesItem::toString)
        .containsExactly("v1/Secret copy/key", "v1/ConfigMap copy/made", "v1/Pod copy/web");
    assertThat(outcome.restoredItems().get(2).labels())
        .containsEntry("velero.io/restore-name", "r")
        .containsEntry("velero.io/backup-name", "backup");
    assertThat(outcome.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "warning: secrets/gone/key: pods/shop/web asks for it, and the backup does not hold it"
                + " (example.com/action)");
    assertThat(tester.liveItems()).isEmpty();
    tester.planning(false).execute("pods", POD);
    assertThat(tester.liveItems()).hasSize(3);
  }

  @Test
  void execute_finishedPodOnRestore_isLeftOut() throws Exception {
    RestoreItemAction action = input -> RestoreItemResult.unchanged();

    assertThat(
            ActionTester.of(action)
                .execute("pods", POD.edit(e -> e.set("/status/phase", "Succeeded")))
                .restoredItems())
        .isEmpty();
  }

  @Test
  void execute_deleteAction_changesTheCluster() throws Exception {
    DeleteItemAction action = input -> input.cluster().delete(SECRET_ID);
    ActionTester tester = ActionTester.of(action).live("secrets", SECRET, OTHER);

    assertThat(tester.execute("pods", POD).applied()).isTrue();
    assertThat(tester.liveItems()).containsExactly(OTHER);
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake under test
  void execute_nullResult_isRefused() {
    BackupItemAction action = input -> null;

    assertThatThrownBy(() -> ActionTester.of(action).execute("pods", POD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("returned null");
  }

  @Test
  void executeAtOnce_manyItems_areInTheActionTogether() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    BackupItemAction action =
        input -> {
          threads.add(Thread.currentThread());
          together.await(10, TimeUnit.SECONDS);
          return BackupItemResult.unchanged();
        };
    List<KubernetesItem> items = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      items.add(KubernetesItem.of("v1", "Pod", "shop", "p" + i));
    }

    List<ActionOutcome> outcomes = ActionTester.of(action).executeAtOnce(4, "pods", items);

    assertThat(outcomes).extracting(ActionOutcome::item).containsExactlyElementsOf(items);
    assertThat(threads).hasSize(4);
  }

  @Test
  void cancel_beforeACall_keepsTheActionFromBeingCalled() throws Exception {
    AtomicBoolean called = new AtomicBoolean();
    BackupItemAction action =
        input -> {
          called.set(true);
          return BackupItemResult.unchanged();
        };
    ActionTester tester = ActionTester.of(action).cancel();

    assertThatThrownBy(() -> tester.execute("pods", POD))
        .isInstanceOf(OperationCanceledException.class);
    assertThat(called).isFalse();
    assertThat(tester.newRun().execute("pods", POD).applied()).isTrue();
  }

  @Test
  void cancel_duringACall_wakesTheToken() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    ActionTester[] tester = new ActionTester[1];
    BackupItemAction action =
        input -> {
          input.cancellation().onCancel(() -> told.set(true));
          input.cancellation().onCancel(() -> told.set(false)).close();
          tester[0].cancel();
          assertThat(input.cancellation().isCanceled()).isTrue();
          input.cancellation().sleep(Duration.ofHours(1));
          return BackupItemResult.unchanged();
        };
    tester[0] = ActionTester.of(action);

    assertThatThrownBy(() -> tester[0].execute("pods", POD))
        .isInstanceOf(OperationCanceledException.class);
    assertThat(told).isTrue();
  }

  @Test
  void change_objectThatIsNotThere_namesWhatIs() {
    ActionTester tester = asking(BackupItemResult.unchanged());

    assertThatThrownBy(() -> tester.change(SECRET_ID.inNamespace("x"), e -> e.label("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secrets/x/key")
        .hasMessageContaining("secrets/shop/key");
  }
}
