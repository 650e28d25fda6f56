// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.ItemOperations;
import io.oadp.spi.RestoreItemAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs one backup, restore, delete or item block action on items as the engine does, with a cluster
 * and a backup in memory: its selector is asked, and what it asks to bring along is followed, as
 * far as the spec's filters allow. A tester is one run until {@link #newRun}: what the action keeps
 * with {@code RunScope.once} stays that long. Each call of {@code execute} stands for itself: items
 * that an earlier one stored may be stored again. The methods that configure a tester replace or
 * add as they say and give it back; they belong to one thread, the others to any.
 *
 * <p>It runs operations, which the engine does not yet do: there, an item whose action names an
 * operation fails. What it leaves out is time limits, what a restore decides on volumes, and how it
 * compares items with those in the cluster: each item that is not there yet is created.
 *
 * <pre>{@code
 * var tester = ActionTester.of(new CertificateSecretAction()).live("secrets", secret);
 * var outcome = tester.execute("certificates.cert-manager.io", certificate);
 * assertThat(outcome.storedItems()).containsExactly(secret, certificate);
 * }</pre>
 */
public final class ActionTester {
  private final Supplier<? extends ItemAction> maker;
  private final LiveItems live = new LiveItems();
  private final Map<ResourceIdentifier, KubernetesItem> inBackup = new LinkedHashMap<>();
  private final Map<GroupVersionKind, String> resources = new HashMap<>();
  private ItemAction action;
  private String name = "example.com/action";
  private Map<String, String> settings = Map.of();
  private BackupSpec backup = BackupSpec.builder("backup").build();
  private RestoreSpec restore = RestoreSpec.builder("restore").backupName("backup").build();
  private String uid = "00000000-0000-0000-0000-000000000001";
  private boolean finalizing;
  private boolean planning;
  private Optional<TesterRun> run = Optional.empty();

  private ActionTester(Supplier<? extends ItemAction> maker) {
    this.maker = maker;
    this.action = make();
  }

  private ItemAction make() {
    ItemAction made = maker.get();
    long kinds =
        Stream.of(
                BackupItemAction.class,
                RestoreItemAction.class,
                DeleteItemAction.class,
                ItemBlockAction.class)
            .filter(kind -> kind.isInstance(made))
            .count();
    if (kinds != 1) {
      throw new IllegalArgumentException(
          made.getClass().getName()
              + " must be either a backup, a restore, a delete or an item block action to be"
              + " tested");
    }
    return made;
  }

  /**
   * Tests an action. For an item block action, the items that belong with an item are the outcome's
   * additional items.
   *
   * @param action an action of one kind; stays the same object over a {@link #restart}
   * @return a tester with an empty cluster and an empty backup
   * @throws IllegalArgumentException if the action is of none of the kinds, or of several
   */
  public static ActionTester of(ItemAction action) {
    return new ActionTester(() -> action);
  }

  /**
   * Tests an action that each {@link #restart} makes anew, so that nothing is left of its fields.
   *
   * @param maker makes an action of one kind
   * @return a tester with an empty cluster and an empty backup
   * @throws IllegalArgumentException if the action is of none of the kinds, or of several
   */
  public static ActionTester of(Supplier<? extends ItemAction> maker) {
    return new ActionTester(maker);
  }

  /**
   * Sets the name that the action is registered under, which problems show. It is {@code
   * example.com/action} unless this is called.
   *
   * @param registered the name
   * @return this
   */
  public ActionTester name(String registered) {
    name = registered;
    return this;
  }

  /**
   * Adds items to the cluster, or replaces those of the same names.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param items the items
   * @return this
   */
  public ActionTester live(String groupResource, KubernetesItem... items) {
    for (KubernetesItem item : items) {
      resources.put(item.kind(), groupResource);
      live.put(groupResource, item);
    }
    return this;
  }

  /**
   * Makes the cluster serve a resource of which it has no objects.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @return this
   */
  public ActionTester serves(String groupResource) {
    live.serve(groupResource);
    return this;
  }

  /**
   * Adds items to the backup that is restored from, or replaces those of the same names.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param items the items as they were stored
   * @return this
   */
  public ActionTester inBackup(String groupResource, KubernetesItem... items) {
    for (KubernetesItem item : items) {
      resources.put(item.kind(), groupResource);
      inBackup.put(TesterInput.identify(groupResource, item), item);
    }
    return this;
  }

  /**
   * Sets the plugin's settings. Replaces those given before.
   *
   * @param values the settings
   * @return this
   */
  public ActionTester settings(Map<String, String> values) {
    settings = Map.copyOf(values);
    return this;
  }

  /**
   * Sets what is backed up, and begins a new run. It is named {@code backup} unless this is called.
   *
   * @param spec the backup's spec
   * @return this
   */
  public ActionTester backup(BackupSpec spec) {
    backup = spec;
    return newRun();
  }

  /**
   * Sets what is restored, and begins a new run. It is named {@code restore} and maps nothing
   * unless this is called.
   *
   * @param spec the restore's spec
   * @return this
   */
  public ActionTester restore(RestoreSpec spec) {
    restore = spec;
    return newRun();
  }

  /**
   * Sets the uid of the run, and begins a new one.
   *
   * @param runUid the uid
   * @return this
   */
  public ActionTester uid(String runUid) {
    uid = runUid;
    return newRun();
  }

  /**
   * Sets whether backup items are visited for the second time.
   *
   * @param second true for the visit after an operation; false unless this is called
   * @return this
   */
  public ActionTester finalizing(boolean second) {
    finalizing = second;
    return this;
  }

  /**
   * Sets whether a plan is made rather than a restore.
   *
   * @param plan true while planning; false unless this is called
   * @return this
   */
  public ActionTester planning(boolean plan) {
    planning = plan;
    return this;
  }

  /**
   * Begins another run of the same backup or restore, without the state that the action kept, the
   * operations on record and the cancel of the one before.
   *
   * @return this
   */
  public ActionTester newRun() {
    run = Optional.empty();
    return this;
  }

  /**
   * Goes on with this run as a new process does after a crash: only what was recorded is left,
   * which is the operations' ids and the items they belong to. The state of {@code RunScope.once}
   * and a cancel are gone. The next poll starts the operations that have not ended once more.
   *
   * @return this
   */
  public ActionTester restart() {
    action = make();
    TesterRun restarted = currentRun().restarted();
    run = Optional.of(restarted);
    if (action instanceof ItemOperations operations) {
      restarted.operations().forEach(operation -> operation.resume(operations, restarted));
    }
    return this;
  }

  /**
   * Cancels this run: its token is set, and operations that have not ended are asked to stop.
   * {@link ActionOutcome#poll} tells when they have. No action is called in this run any more.
   *
   * @return this
   */
  public ActionTester cancel() {
    TesterRun current = currentRun();
    current.cancellation().cancel();
    current.operations().forEach(TesterOperation::cancel);
    return this;
  }

  /**
   * Changes an object of the cluster, as a controller would.
   *
   * @param id the object
   * @param edit the change
   * @return this
   * @throws IllegalArgumentException if the cluster has no such object
   */
  public ActionTester change(ResourceIdentifier id, Consumer<ItemEdit> edit) {
    live.change(id, edit);
    return this;
  }

  /**
   * The cluster, to look at it or to change it between two calls.
   *
   * @return the cluster in memory
   */
  public ClusterClient cluster() {
    return live;
  }

  /**
   * All objects of the cluster, to compare before and after.
   *
   * @return a copy of the list, in the order of creation
   */
  public List<KubernetesItem> liveItems() {
    return live.all();
  }

  /**
   * Runs the action on an item whose kind {@link #live} or {@link #inBackup} has been told of.
   *
   * @param item the item as it is in the cluster, or in the backup
   * @return what the action wants done
   * @throws IllegalArgumentException if the resource of the item's kind is not known
   * @throws io.oadp.api.OperationCanceledException if the run is canceled
   * @throws Exception what the action throws, which a run reports as a problem of the item
   */
  public ActionOutcome execute(KubernetesItem item) throws Exception {
    String resource = resources.get(item.kind());
    if (resource == null) {
      throw new IllegalArgumentException(
          "the resource of " + item.kind() + " is not known: call execute(groupResource, item)");
    }
    return execute(resource, item);
  }

  /**
   * Runs the action on an item, if its selector wants it.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param item the item as it is in the cluster, or in the backup with status and uid
   * @return what the action wants done
   * @throws io.oadp.api.OperationCanceledException if the run is canceled
   * @throws Exception what the action throws, which a run reports as a problem of the item
   */
  public ActionOutcome execute(String groupResource, KubernetesItem item) throws Exception {
    TesterSetup setup =
        new TesterSetup(action, name, currentRun(), live, inBackup, settings, finalizing, planning);
    setup.run().cancellation().throwIfCanceled();
    TesterVisit visit = new TesterVisit();
    ResourceIdentifier id = TesterInput.identify(groupResource, item);
    if (action instanceof BackupItemAction backupAction) {
      return new BackupVisit(setup, backupAction, visit).execute(id, item);
    }
    if (action instanceof RestoreItemAction restoreAction) {
      return new RestoreVisit(setup, restoreAction, restore, visit).execute(id, item);
    }
    TesterInput input = setup.input(id, item, item, visit);
    if (!setup.wants(input)) {
      return ActionOutcome.notWanted(input, visit);
    }
    if (action instanceof ItemBlockAction block) {
      return ActionOutcome.of(setup.given(block.relatedItems(input)), input, visit);
    }
    ((DeleteItemAction) action).execute(input);
    return ActionOutcome.of(List.of(), input, visit);
  }

  /**
   * Runs the action on many items by many threads at once, all in this run.
   *
   * @param threads how many
   * @param groupResource the resource of all items
   * @param items the items
   * @return one outcome for each item, in the order of the items
   * @throws Exception what the action throws for the first of the items that it fails on
   */
  public List<ActionOutcome> executeAtOnce(
      int threads, String groupResource, List<KubernetesItem> items) throws Exception {
    currentRun();
    CountDownLatch ready = new CountDownLatch(Math.min(threads, items.size()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<ActionOutcome>> calls = new ArrayList<>();
      for (KubernetesItem item : items) {
        calls.add(
            () -> {
              ready.countDown();
              ready.await();
              return execute(groupResource, item);
            });
      }
      List<ActionOutcome> outcomes = new ArrayList<>();
      for (Future<ActionOutcome> call : pool.invokeAll(calls)) {
        outcomes.add(call.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      pool.shutdownNow();
    }
  }

  private synchronized TesterRun currentRun() {
    TesterRun current =
        run.orElseGet(
            () ->
                new TesterRun(
                    action instanceof RestoreItemAction ? restore.name() : backup.name(),
                    uid,
                    Backup.builder(backup).build(),
                    action instanceof RestoreItemAction
                        ? Optional.of(Restore.builder(restore).build())
                        : Optional.empty()));
    run = Optional.of(current);
    return current;
  }
}
