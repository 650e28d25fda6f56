// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.RestoreItemAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one backup, restore or item block action on items as the engine does, with a cluster and a
 * backup in memory. A tester is one run until {@link #newRun}: what the action keeps with {@code
 * RunScope.once} stays that long. The methods that configure it replace or add as they say and give
 * it back. Not thread-safe; the inputs that it hands to actions are.
 *
 * <pre>{@code
 * var tester = ActionTester.of(new CertificateSecretAction()).live("secrets", secret);
 * var outcome = tester.execute("certificates.cert-manager.io", certificate);
 * assertThat(outcome.additionalItems()).containsExactly(certificate.sibling("secrets", "tls"));
 * }</pre>
 */
public final class ActionTester {
  private final ItemAction action;
  private final Execution execution;
  private final LiveItems live = new LiveItems();
  private final Map<ResourceIdentifier, KubernetesItem> inBackup = new LinkedHashMap<>();
  private final Map<GroupVersionKind, String> resources = new HashMap<>();
  private Map<String, String> settings = Map.of();
  private BackupSpec backup = BackupSpec.builder("backup").build();
  private RestoreSpec restore = RestoreSpec.builder("restore").backupName("backup").build();
  private String uid = "00000000-0000-0000-0000-000000000001";
  private boolean finalizing;
  private boolean planning;
  private Optional<TesterRun> run = Optional.empty();

  private ActionTester(ItemAction action, Execution execution) {
    this.action = action;
    this.execution = execution;
  }

  /** Calls the action in the way of its kind. */
  @FunctionalInterface
  private interface Execution {
    ActionOutcome execute(TesterInput input) throws Exception;
  }

  /**
   * Tests a backup, restore or item block action. For the last, the items that belong with an item
   * are the outcome's additional items.
   *
   * @param action an action of one of these kinds
   * @return a tester with an empty cluster and an empty backup
   * @throws IllegalArgumentException if the action is of none of these kinds, or of several
   */
  public static ActionTester of(ItemAction action) {
    List<Execution> kinds = new ArrayList<>();
    if (action instanceof BackupItemAction backup) {
      kinds.add(input -> ActionOutcome.of(backup.execute(input), input));
    }
    if (action instanceof RestoreItemAction restore) {
      kinds.add(input -> ActionOutcome.of(restore.execute(input), input));
    }
    if (action instanceof ItemBlockAction block) {
      kinds.add(input -> ActionOutcome.of(block.relatedItems(input), input));
    }
    if (kinds.size() != 1) {
      throw new IllegalArgumentException(
          action.getClass().getName()
              + " must be either a backup, a restore or an item block action to be tested");
    }
    return new ActionTester(action, kinds.get(0));
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
   * Begins another run of the same backup or restore, without the state that the action kept.
   *
   * @return this
   */
  public ActionTester newRun() {
    run = Optional.empty();
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
   * Runs the action on an item whose kind {@link #live} or {@link #inBackup} has been told of.
   *
   * @param item the item as it is in the cluster, or in the backup
   * @return what the action wants done
   * @throws IllegalArgumentException if the resource of the item's kind is not known
   * @throws Exception what the action throws
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
   * @throws Exception what the action throws
   */
  public ActionOutcome execute(String groupResource, KubernetesItem item) throws Exception {
    TesterInput input =
        new TesterInput(
            currentRun(),
            TesterInput.identify(groupResource, item),
            action instanceof RestoreItemAction ? TesterInput.reset(item) : item,
            item,
            live,
            inBackup,
            settings,
            finalizing,
            planning);
    return SelectorMatch.matches(action.appliesTo(), input, live)
        ? execution.execute(input)
        : ActionOutcome.notWanted(input);
  }

  private TesterRun currentRun() {
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
