// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one location holds, whoever wrote it. Works without a cluster. Thread-safe. Implemented by
 * us only.
 */
public interface Catalog {
  /**
   * The location's name.
   *
   * @return the name
   */
  String location();

  /**
   * Lists the backups, reading records as the stream is read. Broken ones are listed too, with what
   * is wrong.
   *
   * @return the entries, by name; the caller closes the stream
   * @throws LocationException if the location cannot be listed
   */
  Stream<BackupEntry> backups();

  /**
   * Opens one backup.
   *
   * @param name its name
   * @return the backup; the caller closes it
   * @throws BackupNotFoundException if it is not there
   * @throws CorruptBackupException if its record cannot be read
   * @throws LocationException if the location cannot be read
   */
  StoredBackup open(String name);

  /**
   * Lists the restores that we ran from this location. Velero stores no record of its own.
   *
   * @return the records, by name; the caller closes the stream
   * @throws LocationException if the location cannot be listed
   */
  Stream<Restore> restores();

  /**
   * Opens the record of one restore.
   *
   * @param name its name
   * @return the record; empty if there is none
   * @throws CorruptBackupException if it cannot be read
   * @throws LocationException if the location cannot be read
   */
  Optional<StoredRestore> restore(String name);

  /**
   * Lists what crashed runs left.
   *
   * @return what is there, and how to remove it; the caller closes the stream
   * @throws LocationException if the location cannot be listed
   */
  Stream<Leftover> orphans();
}
