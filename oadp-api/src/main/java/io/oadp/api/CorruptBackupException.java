// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A stored object cannot be what its name says: it is cut off, altered or hostile. */
public final class CorruptBackupException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The object's key in the location. */
  private final String object;

  /**
   * Says what is wrong with which object.
   *
   * @param object its key in the location
   * @param message what is wrong
   */
  public CorruptBackupException(String object, String message) {
    super(object + ": " + message);
    this.object = object;
  }

  /**
   * Says what is wrong with which object, and what showed it.
   *
   * @param object its key in the location
   * @param message what is wrong
   * @param cause what was caught
   */
  public CorruptBackupException(String object, String message, Throwable cause) {
    super(object + ": " + message, cause);
    this.object = object;
  }

  /**
   * The object that is wrong.
   *
   * @return its key in the location
   */
  public String object() {
    return object;
  }
}
