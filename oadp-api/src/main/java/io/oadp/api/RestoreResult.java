// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.stream.Stream;

/** How a restore ended. Implemented by us only. */
public interface RestoreResult extends RunResult {
  /**
   * The record of the restore.
   *
   * @return the Restore with its status
   */
  Restore restore();

  /**
   * What became of each item.
   *
   * @return one report for each, in the order they were done
   */
  Stream<ItemReport> items();

  @Override
  RestoreResult orThrow();
}
