// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.OperationStatus;
import io.oadp.spi.RestoreItemResult;
import java.util.List;
import java.util.Optional;

/**
 * What an action wanted done with one item in {@link ActionTester}, and what came of it: the items
 * that were stored or restored, the problems, and the operations that go on. Thread-safe.
 */
public final class ActionOutcome {
  private final TesterVisit visit;
  private final TesterInput input;
  private final boolean applied;
  private final Optional<KubernetesItem> changedItem;
  private final Optional<String> skipReason;
  private final List<ResourceIdentifier> additionalItems;
  private final List<ResourceIdentifier> requiredItems;
  private final List<KubernetesItem> generatedItems;
  private final Optional<String> operationId;

  private ActionOutcome(
      TesterVisit visit,
      TesterInput input,
      boolean applied,
      Optional<KubernetesItem> changedItem,
      Optional<String> skipReason,
      List<ResourceIdentifier> additionalItems,
      List<ResourceIdentifier> requiredItems,
      List<KubernetesItem> generatedItems,
      Optional<String> operationId) {
    this.visit = visit;
    this.input = input;
    this.applied = applied;
    this.changedItem = changedItem;
    this.skipReason = skipReason;
    this.additionalItems = List.copyOf(additionalItems);
    this.requiredItems = requiredItems;
    this.generatedItems = generatedItems;
    this.operationId = operationId;
  }

  static ActionOutcome of(BackupItemResult result, TesterInput input, TesterVisit visit) {
    return new ActionOutcome(
        visit,
        input,
        true,
        result.item(),
        result.skipReason(),
        result.additionalItems(),
        result.requiredItems(),
        List.of(),
        result.operationId());
  }

  static ActionOutcome of(RestoreItemResult result, TesterInput input, TesterVisit visit) {
    return new ActionOutcome(
        visit,
        input,
        true,
        result.item(),
        result.skipReason(),
        result.additionalItems(),
        List.of(),
        result.generatedItems(),
        result.operationId());
  }

  static ActionOutcome of(List<ResourceIdentifier> related, TesterInput input, TesterVisit visit) {
    return untouched(true, related, input, visit);
  }

  static ActionOutcome notWanted(TesterInput input, TesterVisit visit) {
    return untouched(false, List.of(), input, visit);
  }

  private static ActionOutcome untouched(
      boolean applied, List<ResourceIdentifier> related, TesterInput input, TesterVisit visit) {
    return new ActionOutcome(
        visit,
        input,
        applied,
        Optional.empty(),
        Optional.empty(),
        related,
        List.of(),
        List.of(),
        Optional.empty());
  }

  /**
   * Whether the action's selector wanted the item.
   *
   * @return false if it did not, so that nothing was called
   */
  public boolean applied() {
    return applied;
  }

  /**
   * The item as the action left it.
   *
   * @return as changed, else as the action got it
   */
  public KubernetesItem item() {
    return changedItem.orElse(input.item());
  }

  /**
   * Whether the action gave an item of its own.
   *
   * @return false if the item is unchanged or skipped
   */
  public boolean changed() {
    return changedItem.isPresent();
  }

  /**
   * Why the item is left out.
   *
   * @return empty if the action does not leave it out
   */
  public Optional<String> skipReason() {
    return skipReason;
  }

  /**
   * The items that the action asks to bring along, or those of the same block.
   *
   * @return as asked, whatever the filters make of it
   */
  public List<ResourceIdentifier> additionalItems() {
    return additionalItems;
  }

  /**
   * The items that the action asks to back up whatever the filters say.
   *
   * @return as asked
   */
  public List<ResourceIdentifier> requiredItems() {
    return requiredItems;
  }

  /**
   * The items that the action asks to create though the backup does not hold them.
   *
   * @return as asked
   */
  public List<KubernetesItem> generatedItems() {
    return generatedItems;
  }

  /**
   * The operation that goes on for the item itself.
   *
   * @return its id; empty if there is none
   */
  public Optional<String> operationId() {
    return operationId;
  }

  /**
   * The warnings that the action gave for the item itself.
   *
   * @return so far, in order
   */
  public List<String> warnings() {
    return input.warnings();
  }

  /**
   * The lines that the action logged for the item itself.
   *
   * @return so far, in order
   */
  public List<String> log() {
    return input.log();
  }

  /**
   * What the backup holds of this call: the item unless it was left out, and those that came along
   * with it. An item that was stored again once an operation had ended is as it was last.
   *
   * @return in the order in which they were first stored; empty for other kinds of actions
   */
  public List<KubernetesItem> storedItems() {
    return visit.stored();
  }

  /**
   * What the restore wants to exist: the item unless it was left out, those that came along with it
   * and those that were generated, each in its target namespace and with the labels of the restore.
   *
   * @return in the order of creation; empty for other kinds of actions
   */
  public List<KubernetesItem> restoredItems() {
    return visit.restored();
  }

  /**
   * The warnings and errors of the call and of the items that came along, as a run reports them.
   *
   * @return so far, in order
   */
  public List<Problem> problems() {
    return visit.problems();
  }

  /**
   * Asks each operation of this call how far it is, as an engine does from time to time. One that
   * has ended is not asked again; with its end, the items that it names are read and stored again.
   * After {@link ActionTester#restart} the work is started again first, as after a crash.
   *
   * @return the status; of several operations the first that failed, else the first that goes on
   * @throws IllegalStateException if the call has no operation
   */
  public OperationStatus poll() {
    return visit.poll();
  }
}
