// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** No location that was looked in holds the backup. */
public final class BackupNotFoundException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The name that was asked for. */
  private final String backup;

  /**
   * Names the backup that is not there.
   *
   * @param backup its name
   * @param message where it was looked for, and what to do
   */
  public BackupNotFoundException(String backup, String message) {
    super(message);
    this.backup = backup;
  }

  /**
   * The backup that was asked for.
   *
   * @return its name
   */
  public String backup() {
    return backup;
  }
}
