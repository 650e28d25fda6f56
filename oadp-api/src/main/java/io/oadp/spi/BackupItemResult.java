// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@link BackupItemAction} wants done. Immutable; the {@code with…} methods give copies. */
public final class BackupItemResult {
  private static final BackupItemResult UNCHANGED =
      new BackupItemResult(null, "", List.of(), List.of(), "", List.of());

  private final @Nullable KubernetesItem item;
  private final String skipReason;
  private final List<ResourceIdentifier> additionalItems;
  private final List<ResourceIdentifier> requiredItems;
  private final String operationId;
  private final List<ResourceIdentifier> readAgain;

  private BackupItemResult(
      @Nullable KubernetesItem item,
      String skipReason,
      List<ResourceIdentifier> additionalItems,
      List<ResourceIdentifier> requiredItems,
      String operationId,
      List<ResourceIdentifier> readAgain) {
    this.item = item;
    this.skipReason = skipReason;
    this.additionalItems = additionalItems;
    this.requiredItems = requiredItems;
    this.operationId = operationId;
    this.readAgain = readAgain;
  }

  /**
   * Stores the item as it is.
   *
   * @return the result
   */
  public static BackupItemResult unchanged() {
    return UNCHANGED;
  }

  /**
   * Stores a changed item. It may have another name or namespace; it stays under the resource it
   * was collected as.
   *
   * @param item what is stored
   * @return the result
   */
  public static BackupItemResult changed(KubernetesItem item) {
    return new BackupItemResult(item, "", List.of(), List.of(), "", List.of());
  }

  /**
   * Leaves the item out, which is neither a warning nor an error.
   *
   * @param reason for the log; not empty
   * @return the result
   */
  public static BackupItemResult skip(String reason) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("skip needs a reason, which goes to the backup's log");
    }
    return new BackupItemResult(null, reason, List.of(), List.of(), "", List.of());
  }

  /**
   * Brings other items along if the backup's filters let them in; for a cluster-scoped item it is
   * enough that it is not excluded. They are stored before this one. One that is not there is a
   * warning.
   *
   * @param obeyFilters the items
   * @return this with those items more
   */
  public BackupItemResult withAdditionalItems(ResourceIdentifier... obeyFilters) {
    return new BackupItemResult(
        item,
        skipReason,
        plus(additionalItems, obeyFilters),
        requiredItems,
        operationId,
        readAgain);
  }

  /**
   * Brings other items along whatever the filters say, unless they are being deleted. They are
   * stored before this one. One that is not there is a warning.
   *
   * @param passFilters the items
   * @return this with those items more
   */
  public BackupItemResult withRequiredItems(ResourceIdentifier... passFilters) {
    return new BackupItemResult(
        item,
        skipReason,
        additionalItems,
        plus(requiredItems, passFilters),
        operationId,
        readAgain);
  }

  /**
   * Names work that goes on after this call. The action must implement {@link ItemOperations}. The
   * engine records the id first, then calls {@link ItemOperations#start}.
   *
   * @param id not empty; enough to find the work again in a new process
   * @param readAgainAfterwards items to read from the cluster and store again once it has ended
   * @return this with that operation
   */
  public BackupItemResult withOperation(String id, ResourceIdentifier... readAgainAfterwards) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an operation needs an id by which it is found again");
    }
    return new BackupItemResult(
        item, skipReason, additionalItems, requiredItems, id, List.of(readAgainAfterwards));
  }

  private static List<ResourceIdentifier> plus(
      List<ResourceIdentifier> list, ResourceIdentifier... more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
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
   * The items to bring along that obey the filters.
   *
   * @return in the order given
   */
  public List<ResourceIdentifier> additionalItems() {
    return additionalItems;
  }

  /**
   * The items to bring along that pass the filters.
   *
   * @return in the order given
   */
  public List<ResourceIdentifier> requiredItems() {
    return requiredItems;
  }

  /**
   * The operation that goes on.
   *
   * @return its id; empty if there is none
   */
  public Optional<String> operationId() {
    return operationId.isEmpty() ? Optional.empty() : Optional.of(operationId);
  }

  /**
   * The items to store again once the operation has ended.
   *
   * @return in the order given
   */
  public List<ResourceIdentifier> readAgain() {
    return readAgain;
  }
}
