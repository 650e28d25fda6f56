// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RestoreItemAction} wants done. Immutable; the {@code with…} methods give copies.
 */
public final class RestoreItemResult {
  private static final RestoreItemResult UNCHANGED =
      new RestoreItemResult(null, "", List.of(), List.of(), "");

  private final @Nullable KubernetesItem item;
  private final String skipReason;
  private final List<ResourceIdentifier> additionalItems;
  private final List<KubernetesItem> generatedItems;
  private final String operationId;

  private RestoreItemResult(
      @Nullable KubernetesItem item,
      String skipReason,
      List<ResourceIdentifier> additionalItems,
      List<KubernetesItem> generatedItems,
      String operationId) {
    this.item = item;
    this.skipReason = skipReason;
    this.additionalItems = additionalItems;
    this.generatedItems = generatedItems;
    this.operationId = operationId;
  }

  /**
   * Restores the item as it is.
   *
   * @return the result
   */
  public static RestoreItemResult unchanged() {
    return UNCHANGED;
  }

  /**
   * Restores a changed item.
   *
   * @param item what is restored
   * @return the result
   */
  public static RestoreItemResult changed(KubernetesItem item) {
    return new RestoreItemResult(item, "", List.of(), List.of(), "");
  }

  /**
   * Leaves the item out, which is neither a warning nor an error.
   *
   * @param reason for plan and log; not empty
   * @return the result
   */
  public static RestoreItemResult skip(String reason) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("skip needs a reason, which the plan shows");
    }
    return new RestoreItemResult(null, reason, List.of(), List.of(), "");
  }

  /**
   * Restores other items of the backup before this one, if the restore's filters do not exclude
   * them. One that the backup does not hold is a warning.
   *
   * @param inBackup the items, in their source namespace
   * @return this with those items more
   */
  public RestoreItemResult withAdditionalItems(ResourceIdentifier... inBackup) {
    return new RestoreItemResult(
        item,
        skipReason,
        Stream.concat(additionalItems.stream(), Stream.of(inBackup)).toList(),
        generatedItems,
        operationId);
  }

  /**
   * Creates items that the backup does not hold, before this one. The plan shows them.
   *
   * @param created the items, in their target namespace
   * @return this with those items more
   */
  public RestoreItemResult withGeneratedItems(KubernetesItem... created) {
    return new RestoreItemResult(
        item,
        skipReason,
        additionalItems,
        Stream.concat(generatedItems.stream(), Stream.of(created)).toList(),
        operationId);
  }

  /**
   * Names work that goes on after the item exists. The action must implement {@link
   * ItemOperations}.
   *
   * @param id not empty; enough to find the work again in a new process
   * @return this with that operation
   */
  public RestoreItemResult withOperation(String id) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an operation needs an id by which it is found again");
    }
    return new RestoreItemResult(item, skipReason, additionalItems, generatedItems, id);
  }

  /**
   * The changed item.
   *
   * @return empty if it is unchanged or skipped
   */
  public Optional<KubernetesItem> item() {
    return Optional.ofNullable(item);
  }

  /**
   * Why the item is left out.
   *
   * @return empty if it is not
   */
  public Optional<String> skipReason() {
    return skipReason.isEmpty() ? Optional.empty() : Optional.of(skipReason);
  }

  /**
   * The items of the backup to restore before this one.
   *
   * @return in the order given
   */
  public List<ResourceIdentifier> additionalItems() {
    return additionalItems;
  }

  /**
   * The items to create before this one.
   *
   * @return in the order given
   */
  public List<KubernetesItem> generatedItems() {
    return generatedItems;
  }

  /**
   * The operation that goes on.
   *
   * @return its id; empty if there is none
   */
  public Optional<String> operationId() {
    return operationId.isEmpty() ? Optional.empty() : Optional.of(operationId);
  }
}
