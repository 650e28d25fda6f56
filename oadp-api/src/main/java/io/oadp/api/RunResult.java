// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a run ended: {@link Phase#FAILED} and {@link Phase#CANCELED} are outcomes too. Counts are
 * exact, while of the texts a bounded number is kept. Immutable. Implemented by us only.
 */
public interface RunResult {
  /**
   * The name of the backup or restore.
   *
   * @return the name
   */
  String name();

  /**
   * How it ended.
   *
   * @return {@link Phase#COMPLETED}, {@link Phase#PARTIALLY_FAILED}, {@link Phase#FAILED} or {@link
   *     Phase#CANCELED}
   */
  Phase phase();

  /**
   * When it began, by the engine's clock.
   *
   * @return the time
   */
  Instant startedAt();

  /**
   * When it ended, by the engine's clock.
   *
   * @return the time
   */
  Instant endedAt();

  /**
   * How long it took.
   *
   * @return the time between begin and end
   */
  default Duration duration() {
    return Duration.between(startedAt(), endedAt());
  }

  /**
   * How many items it stored or restored, skipped and failed ones of a restore included, as Velero
   * counts them.
   *
   * @return the number
   */
  long itemCount();

  /**
   * How many warnings there were.
   *
   * @return the number
   */
  long warningCount();

  /**
   * How many errors there were.
   *
   * @return the number
   */
  long errorCount();

  /**
   * Bytes that were written to the location, or read from it by a restore.
   *
   * @return bytes
   */
  long storedBytes();

  /**
   * What ended it, if it failed.
   *
   * @return empty unless the phase is {@link Phase#FAILED}
   */
  Optional<Throwable> failure();

  /**
   * The warnings and errors: the first of each, up to a bound of some thousand.
   *
   * @return in the order they came up
   */
  Stream<Problem> problems();

  /**
   * The log as stored: the last lines, up to a bound of some ten thousand.
   *
   * @return the lines
   */
  Stream<String> log();

  /**
   * What could not be removed after a failure or cancel.
   *
   * @return empty if nothing is left
   */
  List<Leftover> leftovers();

  /**
   * A short report for people.
   *
   * @return some lines, the last one without line end
   */
  String describe();

  /**
   * Insists on success.
   *
   * @return this
   * @throws RunFailedException unless the phase is {@link Phase#COMPLETED}
   */
  RunResult orThrow();
}
