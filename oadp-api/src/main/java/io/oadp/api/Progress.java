// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a run is, at one moment.
 *
 * @param phase the phase it is in
 * @param itemsDone items that are through, failed and skipped ones included
 * @param itemsTotal how many there are; -1 while that is not known yet
 * @param bytesStored bytes that have gone to the location
 * @param warningCount warnings so far
 * @param errorCount errors so far
 * @param elapsed time since the run began
 */
public record Progress(
    Phase phase,
    long itemsDone,
    long itemsTotal,
    long bytesStored,
    long warningCount,
    long errorCount,
    Duration elapsed) {

  /**
   * How many items there are.
   *
   * @return the total; empty while it is not known yet
   */
  public OptionalLong total() {
    return itemsTotal < 0 ? OptionalLong.empty() : OptionalLong.of(itemsTotal);
  }
}
