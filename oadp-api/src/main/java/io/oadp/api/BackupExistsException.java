// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/**
 * A backup of this name is stored already, or another run is writing it or has crashed doing so.
 * Nothing was touched.
 */
public final class BackupExistsException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The name that is taken. */
  private final String backup;

  /** Uid of the run that holds the claim; empty if the backup is complete. */
  private final String otherRun;

  /**
   * Names the backup and who has it.
   *
   * @param backup its name
   * @param otherRun uid of the run that holds the claim; empty if the backup is complete
   * @param message what is there, and what to do
   */
  public BackupExistsException(String backup, String otherRun, String message) {
    super(message);
    this.backup = backup;
    this.otherRun = otherRun;
  }

  /**
   * The backup that exists.
   *
   * @return its name
   */
  public String backup() {
    return backup;
  }

  /**
   * The run that holds the claim on the name.
   *
   * @return its uid; empty if the backup is complete
   */
  public String otherRun() {
    return otherRun;
  }
}
