// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.ResourceIdentifier;

/**
 * What became of one item.
 *
 * @param item the item; on restore in the namespace it went to
 * @param kind its version and kind, as in the backup
 * @param outcome what was done
 * @param detail why, where that needs saying; empty otherwise
 */
public record ItemReport(
    ResourceIdentifier item, GroupVersionKind kind, Outcome outcome, String detail) {
  /** What can become of an item. */
  public enum Outcome {
    /** Backup: it is in the archive. */
    STORED,
    /** Restore: it was created. */
    CREATED,
    /** Restore: it was there and was changed. */
    UPDATED,
    /** It was left out, or was there already. */
    SKIPPED,
    /** It could not be stored or restored, or not without a problem. */
    FAILED
  }
}
