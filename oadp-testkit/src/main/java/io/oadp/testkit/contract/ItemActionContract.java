// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemAction;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.HostileItems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What every item action promises, whatever its kind: one instance serves many threads and runs, it
 * gives equal results for equal items, leaves its input alone, ends hostile items with a clear
 * exception or a proper result, and ends soon after a cancel. The suites of the kinds extend it.
 */
public abstract class ItemActionContract {
  private static final int THREADS = 4;
  private static final int CALLS = 40;
  private static final Pattern GROUP_RESOURCE =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");

  /** Creates the suite; JUnit makes one instance per case. */
  protected ItemActionContract() {}

  /**
   * Makes the action under test, a new one at each call.
   *
   * @return the action
   */
  protected abstract ItemAction action();

  /**
   * An item that the action has work with.
   *
   * @return the item as it is in the cluster, or in the backup
   */
  protected abstract KubernetesItem sample();

  /**
   * The resource of the sample. To be overridden if the action's selector does not name exactly
   * one.
   *
   * @return such as {@code secrets} or {@code deployments.apps}
   */
  protected String resource() {
    List<String> named = action().appliesTo().resources();
    if (named.size() != 1) {
      throw new IllegalStateException(
          "override resource(): appliesTo() names "
              + named
              + ", so that the resource of the sample is not clear");
    }
    return named.get(0);
  }

  /**
   * Puts what the action looks for into the cluster and the backup; nothing unless overridden.
   *
   * @param tester the tester to prepare
   */
  protected void prepare(ActionTester tester) {}

  /**
   * How long the action may go on after a cancel.
   *
   * @return ten seconds unless overridden
   */
  protected Duration cancelTime() {
    return Duration.ofSeconds(10);
  }

  final ActionTester tester(ItemAction action) {
    ActionTester tester = ActionTester.of(action);
    prepare(tester);
    return tester;
  }

  @Test
  final void execute_sample_isWantedAndHandled() throws Exception {
    ActionOutcome outcome = tester(action()).execute(resource(), sample());

    assertThat(outcome.applied())
        .as("appliesTo() of %s wants %s %s", action().getClass(), resource(), sample())
        .isTrue();
    assertThat(wrongIn(outcome)).isEmpty();
  }

  @Test
  final void appliesTo_askedAgain_saysTheSame() {
    ItemAction action = action();

    assertThat(action.appliesTo()).isEqualTo(action.appliesTo()).isEqualTo(action().appliesTo());
  }

  @Test
  final void execute_sameItemAgain_givesAnEqualResult() {
    ItemAction action = action();
    ActionTester tester = tester(action);
    Ending first = end(tester, sample());

    assertThat(end(tester(action), sample())).as("in another run").isEqualTo(first);
    assertThat(end(tester(action()), sample())).as("by another instance").isEqualTo(first);
  }

  @Test
  final void execute_anyItem_leavesItsInputAlone() {
    KubernetesItem item = sample();
    byte[] before = item.toBytes();

    end(tester(action()), item);

    assertThat(item.toBytes()).as("the item that was handed in").isEqualTo(before);
    assertThat(item).isEqualTo(sample());
  }

  @Test
  final void execute_byManyThreads_givesWhatOneThreadGets() throws Exception {
    List<KubernetesItem> items = new ArrayList<>();
    List<Ending> alone = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String name = sample().name() + "-" + i;
      items.add(sample().edit(e -> e.rename(name)));
      alone.add(end(tester(action()), items.get(i)));
    }
    ItemAction shared = action();
    List<ActionTester> testers = items.stream().map(item -> tester(shared)).toList();

    List<Ending> together = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Ending>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        int at = i;
        calls.add(pool.submit(() -> end(testers.get(at), items.get(at))));
      }
      for (Future<Ending> call : calls) {
        together.add(call.get());
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(together).isEqualTo(alone);
  }

  @Test
  final void execute_inTwoRunsAtOnce_doesNotMixThem() {
    Ending firstAlone = end(run(action(), "a", true), sample());
    Ending secondAlone = end(run(action(), "b", false), sample());
    ItemAction shared = action();
    for (int round = 0; round < 2; round++) {
      ActionTester first = run(shared, "a", true);
      ActionTester second = run(shared, "b", false);
      assertThat(end(first, sample())).as("run a").isEqualTo(firstAlone);
      assertThat(end(second, sample())).as("run b, of another cluster").isEqualTo(secondAlone);
      assertThat(end(first, sample())).as("run a again").isEqualTo(firstAlone);
    }
  }

  /** A run of its own name, uid, mapping and cluster; the other cluster is empty. */
  private ActionTester run(ItemAction action, String id, boolean prepared) {
    ActionTester tester =
        ActionTester.of(action)
            .uid("uid-" + id)
            .backup(BackupSpec.builder("backup-" + id).build())
            .restore(
                RestoreSpec.builder("restore-" + id)
                    .backupName("backup-" + id)
                    .mapNamespace(sample().namespace().orElse("shop"), "target-" + id)
                    .build())
            .planning(true);
    if (prepared) {
      prepare(tester);
    }
    return tester;
  }

  @Test
  final void execute_hostileItems_endInAResultOrAClearException() {
    ItemAction action = action();
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, KubernetesItem> hostile : HostileItems.like(sample()).entrySet()) {
      all.assertThat(wrongWith(action, hostile.getValue())).as(hostile.getKey()).isEmpty();
    }
    all.assertAll();
  }

  private List<String> wrongWith(ItemAction action, KubernetesItem item) {
    try {
      return wrongIn(tester(action).execute(resource(), item));
    } catch (Exception e) {
      return isClear(e) ? List.of() : List.of("ends in " + e);
    }
  }

  /** A clear exception says what is wrong; one that slipped out of the code does not. */
  private static boolean isClear(Exception e) {
    boolean slipped =
        e instanceof NullPointerException
            || e instanceof ClassCastException
            || e instanceof IndexOutOfBoundsException
            || e instanceof NoSuchElementException
            || e instanceof UnsupportedOperationException
            || e instanceof NumberFormatException
            || e instanceof ArithmeticException;
    return !slipped && e.getMessage() != null && !e.getMessage().isBlank();
  }

  /** What is wrong with a result. */
  private static List<String> wrongIn(ActionOutcome outcome) {
    List<String> wrong = new ArrayList<>();
    List<ResourceIdentifier> asked = new ArrayList<>(outcome.additionalItems());
    asked.addAll(outcome.requiredItems());
    for (ResourceIdentifier id : asked) {
      if (!GROUP_RESOURCE.matcher(id.groupResource()).matches()
          || !PATH_SEGMENT.matcher(id.name()).matches()
          || !(id.namespace().isEmpty() || PATH_SEGMENT.matcher(id.namespace()).matches())) {
        wrong.add("asks for '" + id + "', which cannot be an object's identifier");
      }
    }
    if (outcome.changed() && outcome.item().name().isEmpty()) {
      wrong.add("takes the item's name away");
    }
    return wrong;
  }

  @Test
  final void execute_canceledRun_endsSoon() throws Exception {
    ItemAction action = action();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      ActionTester tester = tester(action);
      Future<Ending> call = pool.submit(() -> end(tester, sample()));
      boolean done = false;
      try {
        call.get(20, TimeUnit.MILLISECONDS); // lets the call get into the action
        done = true;
      } catch (TimeoutException e) {
        tester.cancel();
        pool.shutdownNow(); // interrupts the call, as an engine does
      }
      assertThat(done || pool.awaitTermination(cancelTime().toMillis(), TimeUnit.MILLISECONDS))
          .as("the action ends within %s of a cancel and an interrupt", cancelTime())
          .isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Calls the action, and takes an exception as an ending too. */
  final Ending end(ActionTester tester, KubernetesItem item) {
    try {
      return Ending.of(tester.execute(resource(), item));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return Ending.of(e);
    }
  }
}
