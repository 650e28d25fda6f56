// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.List;

/**
 * How a deletion ended: its items are the objects that it removed. Nothing is removed unless the
 * phase is {@link Phase#COMPLETED} or {@link Phase#PARTIALLY_FAILED}, or the deletion was cut off
 * in the middle; what is left then can be deleted again. Implemented by us only.
 */
public interface DeletionResult extends RunResult {
  /**
   * Restores from the backup whose records went with it.
   *
   * @return their names
   */
  List<String> deletedRestores();

  @Override
  DeletionResult orThrow();
}
