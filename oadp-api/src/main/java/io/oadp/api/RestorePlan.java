// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What a restore would do: fixed once made, for one backup and one cluster. Making it changes
 * nothing in the cluster. Holds no content of any item. Immutable. Implemented by us only.
 */
public interface RestorePlan {
  /**
   * What was asked for.
   *
   * @return the spec
   */
  RestoreSpec spec();

  /**
   * The backup that it restores from.
   *
   * @return its name
   */
  String backupName();

  /**
   * The location that holds the backup.
   *
   * @return its name
   */
  String location();

  /**
   * When it was made, by the engine's clock.
   *
   * @return the time
   */
  Instant createdAt();

  /**
   * Everything that would be done.
   *
   * @return the items in the order of execution
   */
  Stream<PlannedItem> items();

  /**
   * How many items have a decision.
   *
   * @param decision the decision
   * @return the number
   */
  long count(Decision decision);

  /**
   * What is known beforehand to go wrong, or to be worth a warning.
   *
   * @return the problems
   */
  Stream<Problem> problems();

  /**
   * A report for people: counts, then a line for each item and for each field that differs.
   *
   * @return some lines, the last one without line end
   */
  String describe();

  /**
   * Writes a report.
   *
   * @param format its form
   * @param out where to; flushed, not closed
   * @throws IOException if it cannot be written
   */
  void report(ReportFormat format, OutputStream out) throws IOException;

  /**
   * Stores the plan, to be approved and executed later: {@link Oadp#readPlan} reads it. What is
   * written holds no item and no Secret's data. It is not signed: who executes it must know where
   * it comes from.
   *
   * @param out where to; flushed, not closed
   * @throws IOException if it cannot be written
   */
  void writeTo(OutputStream out) throws IOException;
}
