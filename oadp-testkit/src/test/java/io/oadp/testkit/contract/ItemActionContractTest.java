// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.ItemOperations;
import io.oadp.spi.OperationInput;
import io.oadp.spi.OperationStatus;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemResult;
import io.oadp.testkit.ActionTester;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each case of the action suites fails on an action that breaks its promise, and only then. */
class ItemActionContractTest {
  private static final KubernetesItem SAMPLE =
      KubernetesItem.of("v1", "ConfigMap", "shop", "conf")
          .edit(e -> e.set("/data/secret", "key").set("/metadata/resourceVersion", "7"));
  private static final ResourceIdentifier KEY = ResourceIdentifier.of("secrets", "shop", "key");
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void release() {
    end.countDown();
  }

  @Test
  void backup_goodAction_passes() {
    assertThat(failed(backup(() -> this::secret))).isEmpty();
  }

  private BackupItemResult secret(BackupItemInput input) {
    return input
        .item()
        .text("/data/secret")
        .filter(name -> !name.isEmpty())
        .map(
            name ->
                BackupItemResult.unchanged()
                    .withAdditionalItems(input.item().sibling("secrets", name)))
        .orElseGet(BackupItemResult::unchanged);
  }

  @Test
  void backup_actionThatCachesAcrossRuns_isCaught() {
    Supplier<BackupItemAction> caching =
        () -> {
          AtomicReference<String> uid = new AtomicReference<>("");
          return input -> {
            uid.compareAndSet("", input.run().uid());
            return BackupItemResult.changed(
                input.item().edit(e -> e.label("uid", String.valueOf(uid.get()))));
          };
        };

    assertThat(failed(backup(caching))).containsExactly("execute_inTwoRunsAtOnce_doesNotMixThem");
  }

  @Test
  void backup_actionThatCounts_isCaught() {
    AtomicInteger calls = new AtomicInteger();

    assertThat(
            failed(backup(() -> input -> BackupItemResult.skip("call " + calls.incrementAndGet()))))
        .contains("execute_sameItemAgain_givesAnEqualResult");
  }

  @Test
  void backup_actionThatKeepsTheItemInAField_isCaught() {
    assertThat(failed(backup(() -> new Unshared(new CountDownLatch(1)))))
        .containsExactly("execute_byManyThreads_givesWhatOneThreadGets");
  }

  @Test
  void backup_actionThatTrustsItsInput_isCaught() {
    assertThat(
            failed(
                backup(
                    () ->
                        input ->
                            BackupItemResult.unchanged()
                                .withAdditionalItems(
                                    input
                                        .item()
                                        .sibling(
                                            "secrets",
                                            input.item().text("/data/secret").orElseThrow())))))
        .containsExactly("execute_hostileItems_endInAResultOrAClearException");
  }

  @Test
  void backup_actionThatNamesImpossibleItems_isCaught() {
    for (ResourceIdentifier id :
        List.of(
            ResourceIdentifier.of("Secrets", "shop", "key"),
            ResourceIdentifier.of("secrets", "shop", ""),
            ResourceIdentifier.of("secrets", "shop", "a/b"),
            ResourceIdentifier.of("secrets", "..", "a"))) {
      assertThat(
              failed(backup(() -> input -> BackupItemResult.unchanged().withAdditionalItems(id))))
          .contains("execute_sample_isWantedAndHandled");
    }
  }

  @Test
  void backup_actionThatWritesIntoItsInput_isCaught() {
    Supplier<BackupItemAction> writing =
        () ->
            input -> {
              input
                  .item()
                  .writeTo(
                      new OutputStream() {
                        @Override
                        public void write(int b) {}

                        @Override
                        public void write(byte[] bytes, int from, int length) {
                          bytes[length - 1] = ' ';
                        }
                      });
              return BackupItemResult.unchanged();
            };

    assertThat(failed(backup(writing))).contains("execute_anyItem_leavesItsInputAlone");
  }

  @Test
  void backup_actionThatDoesNotStop_isCaught() {
    Supplier<BackupItemAction> stubborn =
        () ->
            input -> {
              if (input.item().equals(SAMPLE)) {
                awaitWhateverComes();
              }
              return BackupItemResult.unchanged();
            };
    ItemActionContract suite = backup(stubborn);

    assertThat(failedOf(suite, "execute_canceledRun_endsSoon"))
        .containsExactly("execute_canceledRun_endsSoon");
  }

  private void awaitWhateverComes() {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        assertThat(e).isNotNull(); // ignored: that is what is wrong with this action
      }
    }
  }

  @Test
  void backup_actionOfAnotherResource_isCaught() {
    BackupItemAction pods =
        new BackupItemAction() {
          @Override
          public ResourceSelector appliesTo() {
            return ResourceSelector.ofResources("pods");
          }

          @Override
          public BackupItemResult execute(BackupItemInput input) {
            return BackupItemResult.unchanged();
          }
        };

    assertThat(failed(backup(() -> pods))).containsExactly("execute_sample_isWantedAndHandled");
  }

  @Test
  void backup_actionThatChangesTheKind_isCaught() {
    assertThat(
            failed(
                backup(
                    () ->
                        input ->
                            BackupItemResult.changed(
                                input.item().edit(e -> e.set("/kind", "Secret"))))))
        .containsExactly("execute_sample_keepsItsKind");
  }

  @Test
  void backup_actionThatBeginsOperationsForEver_isCaught() {
    assertThat(failed(backup(Endless::new)))
        .containsExactly("execute_secondVisit_beginsNoOperation");
  }

  @Test
  void restore_goodAction_passes() {
    assertThat(failed(restore(() -> input -> RestoreItemResult.unchanged()))).isEmpty();
  }

  @Test
  void restore_actionThatActsWhilePlanning_isCaught() {
    Supplier<RestoreItemAction> acting =
        () ->
            input -> {
              ((ClusterClient) input.cluster()).delete(KEY);
              return RestoreItemResult.unchanged();
            };

    assertThat(failed(restore(acting)))
        .containsExactly("execute_whilePlanning_changesNothingInTheCluster");
  }

  @Test
  void restore_actionThatPlansSomethingElse_isCaught() {
    assertThat(
            failed(
                restore(
                    () ->
                        input ->
                            input.planning()
                                ? RestoreItemResult.unchanged()
                                : RestoreItemResult.skip("not really"))))
        .containsExactly("execute_planAndRestore_decideAlike");
  }

  @Test
  void delete_goodAction_passes() {
    assertThat(failed(delete(() -> input -> input.cluster().delete(KEY)))).isEmpty();
  }

  @Test
  void delete_actionThatFailsTheSecondTime_isCaught() {
    Supplier<DeleteItemAction> once =
        () ->
            input -> {
              if (input.cluster().get(KEY).isEmpty()) {
                throw new IllegalStateException(KEY + " is gone");
              }
              input.cluster().delete(KEY);
            };

    assertThat(failed(delete(once))).contains("execute_twice_isAsOnce");
  }

  @Test
  void block_goodAction_passes() {
    assertThat(failed(block(() -> input -> List.of(KEY)))).isEmpty();
  }

  @Test
  void block_actionThatNamesAnItemTwice_isCaught() {
    assertThat(failed(block(() -> input -> List.of(KEY, KEY))))
        .containsExactly("relatedItems_ofSample_areNamedOnce");
  }

  @Test
  void block_actionThatChangesTheCluster_isCaught() {
    Supplier<ItemBlockAction> acting =
        () ->
            input -> {
              ((ClusterClient) input.cluster()).delete(KEY);
              return List.of();
            };

    assertThat(failed(block(acting)))
        .containsExactly("relatedItems_ofSample_changesNothingInTheCluster");
  }

  private static Set<String> failed(ItemActionContract suite) {
    return failedOf(suite, "");
  }

  /** Runs the cases of a suite, and gives the names of those that fail. */
  private static Set<String> failedOf(ItemActionContract suite, String only) {
    Set<String> failed = new TreeSet<>();
    int run = 0;
    for (Class<?> at = suite.getClass(); at != Object.class; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class) && method.getName().startsWith(only)) {
          run++;
          if (fails(suite, method)) {
            failed.add(method.getName());
          }
        }
      }
    }
    assertThat(run).isPositive();
    return failed;
  }

  private static boolean fails(ItemActionContract suite, Method method) {
    try {
      method.setAccessible(true);
      method.invoke(suite);
      return false;
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(AssertionError.class);
      return true;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void fill(ActionTester tester) {
    KubernetesItem key = KubernetesItem.of("v1", "Secret", "shop", "key");
    tester.live("secrets", key).inBackup("secrets", key);
  }

  private static ItemActionContract backup(Supplier<BackupItemAction> maker) {
    return new BackupItemActionContract() {
      @Override
      protected BackupItemAction action() {
        return maker.get();
      }

      @Override
      protected KubernetesItem sample() {
        return SAMPLE.edit(e -> {});
      }

      @Override
      protected String resource() {
        return "configmaps";
      }

      @Override
      protected void prepare(ActionTester tester) {
        fill(tester);
      }

      @Override
      protected Duration cancelTime() {
        return Duration.ofMillis(200);
      }
    };
  }

  private static ItemActionContract restore(Supplier<RestoreItemAction> maker) {
    return new RestoreItemActionContract() {
      @Override
      protected RestoreItemAction action() {
        return maker.get();
      }

      @Override
      protected KubernetesItem sample() {
        return SAMPLE;
      }

      @Override
      protected String resource() {
        return "configmaps";
      }

      @Override
      protected void prepare(ActionTester tester) {
        fill(tester);
      }
    };
  }

  private static ItemActionContract delete(Supplier<DeleteItemAction> maker) {
    return new DeleteItemActionContract() {
      @Override
      protected DeleteItemAction action() {
        return maker.get();
      }

      @Override
      protected KubernetesItem sample() {
        return SAMPLE;
      }

      @Override
      protected String resource() {
        return "configmaps";
      }

      @Override
      protected void prepare(ActionTester tester) {
        fill(tester);
      }
    };
  }

  private static ItemActionContract block(Supplier<ItemBlockAction> maker) {
    return new ItemBlockActionContract() {
      @Override
      protected ItemBlockAction action() {
        return maker.get();
      }

      @Override
      protected KubernetesItem sample() {
        return SAMPLE;
      }

      @Override
      protected String resource() {
        return "configmaps";
      }

      @Override
      protected void prepare(ActionTester tester) {
        fill(tester);
      }
    };
  }

  /** Keeps the item of its call in a field; threads wait for each other, so that they mix. */
  private static final class Unshared implements BackupItemAction {
    private final CountDownLatch second;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile KubernetesItem current = SAMPLE;

    Unshared(CountDownLatch second) {
      this.second = second;
    }

    @Override
    public BackupItemResult execute(BackupItemInput input) throws Exception {
      current = input.item();
      if (inside.incrementAndGet() > 1) {
        second.countDown();
      } else if (input.item().name().contains("-0")) {
        second.await(200, TimeUnit.MILLISECONDS);
      }
      KubernetesItem mine = current;
      inside.decrementAndGet();
      return BackupItemResult.changed(mine);
    }
  }

  /** Begins an operation at every visit. */
  private static final class Endless implements BackupItemAction, ItemOperations {
    @Override
    public BackupItemResult execute(BackupItemInput input) {
      return BackupItemResult.unchanged().withOperation("op");
    }

    @Override
    public void start(OperationInput op) {}

    @Override
    public OperationStatus progress(OperationInput op) {
      return OperationStatus.completed();
    }

    @Override
    public void cancel(OperationInput op) {}
  }
}
