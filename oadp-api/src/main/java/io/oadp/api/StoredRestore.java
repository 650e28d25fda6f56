// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.stream.Stream;

/** The record that a restore left in the location of its backup. Implemented by us only. */
public interface StoredRestore {
  /**
   * The stored record.
   *
   * @return the Restore with its status
   */
  Restore restore();

  /**
   * Its warnings and errors.
   *
   * @return the problems; empty if none are stored
   * @throws LocationException if they cannot be read
   * @throws CorruptBackupException if they are no results
   */
  Stream<Problem> problems();

  /**
   * Its log.
   *
   * @return the lines; empty if no log is stored. The caller closes the stream
   * @throws LocationException if it cannot be read
   */
  Stream<String> log();
}
