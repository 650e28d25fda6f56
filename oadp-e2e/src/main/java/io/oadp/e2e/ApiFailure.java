// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

/** An answer of the API server that is not a success. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiFailure(String request, int status, String body) {
    super(request + " was answered " + status + ": " + body);
    this.status = status;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }
}
