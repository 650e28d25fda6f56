// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import org.jspecify.annotations.Nullable;

/** The API server refused a request or could not be reached. */
public class ClusterException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status; 0 if there was no answer. */
  private final int status;

  /** The reason in the server's answer; empty if none. */
  private final String reason;

  /** Details of the server's Status object as JSON; empty if none. */
  private final String details;

  /**
   * Says what failed.
   *
   * @param status the HTTP status; 0 if there was no answer
   * @param reason the reason in the server's answer, such as {@code AlreadyExists}; empty if none
   * @param message what was asked, of which object, and what the server said
   * @param details {@code details} of the server's Status object as JSON; empty if none
   * @param cause what was caught, if anything
   */
  public ClusterException(
      int status, String reason, String message, String details, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.reason = reason;
    this.details = details;
  }

  /**
   * The HTTP status.
   *
   * @return such as 403; 0 if there was no answer
   */
  public int status() {
    return status;
  }

  /**
   * The reason in the server's answer.
   *
   * @return such as {@code Forbidden}; empty if it gave none
   */
  public String reason() {
    return reason;
  }

  /**
   * The details in the server's answer, with the causes of an invalid object.
   *
   * @return a JSON object; empty if it gave none
   */
  public String details() {
    return details;
  }
}
