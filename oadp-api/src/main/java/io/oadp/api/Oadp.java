// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.io.IOException;
import java.io.InputStream;

/**
 * One engine on one cluster with its locations. Thread-safe. Implemented by us only; {@code
 * io.oadp.core.OadpEngine} builds one.
 */
public interface Oadp extends AutoCloseable {
  /**
   * Backs up, and waits for the end. Interrupting this cancels the run, waits for its end and keeps
   * the flag.
   *
   * @param spec what to back up
   * @return how it ended: {@link Phase#PARTIALLY_FAILED} and the like are results, not exceptions
   * @throws InvalidSpecException if the spec asks for what this engine does not serve
   * @throws BackupExistsException if the name is taken
   * @throws LocationException if the location cannot be reached; nothing was written
   */
  BackupResult backup(BackupSpec spec);

  /**
   * Starts a backup with default options.
   *
   * @param spec what to back up
   * @return the run
   * @throws InvalidSpecException before any effect
   * @throws BackupExistsException if the name is taken
   * @throws LocationException if the location cannot be reached; nothing was written
   */
  default BackupRun startBackup(BackupSpec spec) {
    return startBackup(spec, RunOptions.defaults());
  }

  /**
   * Starts a backup. When this returns, the name is claimed in the location.
   *
   * @param spec what to back up
   * @param options how to run
   * @return the run
   * @throws InvalidSpecException before any effect
   * @throws BackupExistsException if the name is taken
   * @throws LocationException if the location cannot be reached; nothing was written
   */
  BackupRun startBackup(BackupSpec spec, RunOptions options);

  /**
   * Plans a restore with default options.
   *
   * @param spec what to restore
   * @return what would be done
   * @throws InvalidSpecException if the spec asks for what this engine does not serve
   * @throws BackupNotFoundException if no location holds the backup
   */
  default RestorePlan plan(RestoreSpec spec) {
    return plan(spec, PlanOptions.defaults());
  }

  /**
   * Plans a restore: reads the backup and the cluster, and changes neither. Interrupting this ends
   * it with {@link OperationCanceledException} and keeps the flag.
   *
   * @param spec what to restore
   * @param options how to plan
   * @return what would be done
   * @throws InvalidSpecException if the spec asks for what this engine does not serve
   * @throws BackupNotFoundException if no location holds the backup
   * @throws CorruptBackupException if the backup cannot be read
   * @throws LocationException if the location cannot be read
   * @throws ClusterException if the cluster cannot be read
   */
  RestorePlan plan(RestoreSpec spec, PlanOptions options);

  /**
   * Reads a plan that {@link RestorePlan#writeTo} stored. Whether it still fits the backup and the
   * cluster is seen when it is executed.
   *
   * @param in the stored plan; read to its end, not closed
   * @return the plan
   * @throws UnreadablePlanException if it is no stored plan, is damaged, or is of a newer format
   * @throws IOException if the stream cannot be read
   */
  RestorePlan readPlan(InputStream in) throws IOException;

  /**
   * Plans and restores, and waits for the end. Interrupting this cancels the run, waits for its end
   * and keeps the flag.
   *
   * @param spec what to restore
   * @return how it ended
   * @throws InvalidSpecException if the spec asks for what this engine does not serve
   * @throws BackupNotFoundException if no location holds the backup
   */
  RestoreResult restore(RestoreSpec spec);

  /**
   * Starts a restore with default options.
   *
   * @param spec what to restore
   * @return the run
   * @throws InvalidSpecException before any effect
   * @throws BackupNotFoundException if no location holds the backup
   */
  default RestoreRun startRestore(RestoreSpec spec) {
    return startRestore(spec, RunOptions.defaults());
  }

  /**
   * Starts a restore: a plan is made, then executed.
   *
   * @param spec what to restore
   * @param options how to run
   * @return the run
   * @throws InvalidSpecException before any effect
   * @throws BackupNotFoundException if no location holds the backup
   */
  RestoreRun startRestore(RestoreSpec spec, RunOptions options);

  /**
   * Executes a plan with default options.
   *
   * @param plan made by this engine
   * @return the run
   * @throws StalePlanException if the backup or the cluster is another one
   */
  default RestoreRun startRestore(RestorePlan plan) {
    return startRestore(plan, RunOptions.defaults());
  }

  /**
   * Executes a plan, and does no more than it says. Item bodies are read from the backup now. An
   * item is refused, as an error of that item, if the object to update has changed since, apart
   * from status and what the server assigns, or if it is gone; an object that has appeared since
   * where one was to be created is left as it is. All other items go on.
   *
   * @param plan made by this engine
   * @param options how to run
   * @return the run
   * @throws StalePlanException if the backup or the cluster is another one
   */
  RestoreRun startRestore(RestorePlan plan, RunOptions options);

  /**
   * What the default location holds.
   *
   * @return its catalog
   */
  Catalog catalog();

  /**
   * What a location holds.
   *
   * @param location its name
   * @return its catalog
   * @throws ConfigurationException if the engine has no such location
   */
  Catalog catalog(String location);

  /** Cancels the runs under way, waits for their clean-up and closes what the engine owns. */
  @Override
  void close();
}
