// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.ResourceIdentifier;
import java.util.List;

/**
 * One item in which a backup differs from another one, or from a cluster. Immutable.
 *
 * @param item the item
 * @param change how it differs, seen from the backup
 * @param fields where it differs, if it is {@link Change#CHANGED}: {@code desired} is the value in
 *     the backup, {@code live} the one in what the backup was compared with
 */
public record ItemDifference(ResourceIdentifier item, Change change, List<FieldDifference> fields) {
  /** How an item differs. */
  public enum Change {
    /** It is in the backup, and not in what the backup was compared with. */
    MISSING,
    /** It is not in the backup, but in what the backup was compared with. */
    ADDED,
    /** It is in both, with other content. */
    CHANGED
  }

  /**
   * Copies the list.
   *
   * @param item the item
   * @param change how it differs
   * @param fields where it differs
   */
  public ItemDifference {
    fields = List.copyOf(fields);
  }
}
