// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import java.util.List;
import java.util.Optional;

/**
 * How one call of an action ended, in a form that can be compared: with a result or an exception.
 *
 * @param failure the exception's type and message; empty if there is a result
 * @param applied whether the selector wanted the item
 * @param item as the action left it
 * @param skipReason why it is left out
 * @param additionalItems asked for
 * @param requiredItems asked for
 * @param generatedItems asked for
 * @param operationId the operation that goes on
 * @param warnings of the call
 */
record Ending(
    String failure,
    boolean applied,
    Optional<KubernetesItem> item,
    Optional<String> skipReason,
    List<ResourceIdentifier> additionalItems,
    List<ResourceIdentifier> requiredItems,
    List<KubernetesItem> generatedItems,
    Optional<String> operationId,
    List<String> warnings) {

  static Ending of(ActionOutcome outcome) {
    return new Ending(
        "",
        outcome.applied(),
        Optional.of(outcome.item()),
        outcome.skipReason(),
        outcome.additionalItems(),
        outcome.requiredItems(),
        outcome.generatedItems(),
        outcome.operationId(),
        outcome.warnings());
  }

  static Ending of(Exception failure) {
    return new Ending(
        failure.getClass().getName() + ": " + failure.getMessage(),
        true,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }
}
