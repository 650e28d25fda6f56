// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.RestoreItemResult;
import java.util.List;
import java.util.Optional;

/**
 * What an action wanted done with one item, in {@link ActionTester}.
 *
 * @param applied whether the action's selector wanted the item; if not, nothing was called
 * @param item the item to store or restore: as changed, else as the action got it
 * @param changed whether the action gave an item of its own
 * @param skipReason why the item is left out; empty if it is not
 * @param additionalItems the items to bring along, or those of the same block
 * @param requiredItems the items to back up whatever the filters say
 * @param generatedItems the items to create that the backup does not hold
 * @param operationId the operation that goes on; empty if there is none
 * @param warnings the warnings of this call
 * @param log the log lines of this call
 */
public record ActionOutcome(
    boolean applied,
    KubernetesItem item,
    boolean changed,
    Optional<String> skipReason,
    List<ResourceIdentifier> additionalItems,
    List<ResourceIdentifier> requiredItems,
    List<KubernetesItem> generatedItems,
    Optional<String> operationId,
    List<String> warnings,
    List<String> log) {

  static ActionOutcome of(BackupItemResult result, TesterInput input) {
    return new ActionOutcome(
        true,
        result.item().orElse(input.item()),
        result.item().isPresent(),
        result.skipReason(),
        result.additionalItems(),
        result.requiredItems(),
        List.of(),
        result.operationId(),
        input.warnings(),
        input.log());
  }

  static ActionOutcome of(RestoreItemResult result, TesterInput input) {
    return new ActionOutcome(
        true,
        result.item().orElse(input.item()),
        result.item().isPresent(),
        result.skipReason(),
        result.additionalItems(),
        List.of(),
        result.generatedItems(),
        result.operationId(),
        input.warnings(),
        input.log());
  }

  static ActionOutcome of(List<ResourceIdentifier> related, TesterInput input) {
    return untouched(true, related, input);
  }

  static ActionOutcome notWanted(TesterInput input) {
    return untouched(false, List.of(), input);
  }

  private static ActionOutcome untouched(
      boolean applied, List<ResourceIdentifier> related, TesterInput input) {
    return new ActionOutcome(
        applied,
        input.item(),
        false,
        Optional.empty(),
        List.copyOf(related),
        List.of(),
        List.of(),
        Optional.empty(),
        input.warnings(),
        input.log());
  }
}
