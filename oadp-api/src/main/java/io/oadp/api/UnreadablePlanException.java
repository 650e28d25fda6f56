// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** What was given as a stored plan is none, is damaged, or is of a newer format. */
public final class UnreadablePlanException extends OadpException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message what is wrong, and what to do
   */
  public UnreadablePlanException(String message) {
    super(message);
  }

  /**
   * Says what is wrong, and what showed it.
   *
   * @param message what is wrong, and what to do
   * @param cause what was caught
   */
  public UnreadablePlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
