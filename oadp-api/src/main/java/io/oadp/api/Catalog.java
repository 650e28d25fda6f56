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
   * Deletes a backup with default options.
   *
   * @param name its name
   * @return the run
   * @throws BackupNotFoundException if nothing of it is there
   * @throws BackupExistsException if it is still being written
   * @throws ConfigurationException if the location is read-only, or there are delete item actions
   *     and no cluster
   * @throws LocationException if the location cannot be read
   */
  default DeletionRun delete(String name) {
    return delete(name, RunOptions.defaults());
  }

  /**
   * Deletes a backup: the delete item actions are run first, then its record goes, then the other
   * objects, then the records of restores from it. A damaged archive or a failed action is a
   * problem in the result and does not hold the deletion back. A deletion that was cut off leaves
   * nothing that counts as a backup, and can be asked for again. What the backup has outside the
   * location, such as snapshots at a provider, is named in {@link RunResult#leftovers}.
   *
   * @param name its name
   * @param options how to run; {@link RunOptions#takingOverCrashedRun} allows to delete what a
   *     crashed run left
   * @return the run
   * @throws BackupNotFoundException if nothing of it is there
   * @throws BackupExistsException if it is still being written
   * @throws ConfigurationException if the location is read-only, or there are delete item actions
   *     and no cluster
   * @throws LocationException if the location cannot be read
   */
  DeletionRun delete(String name, RunOptions options);

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
