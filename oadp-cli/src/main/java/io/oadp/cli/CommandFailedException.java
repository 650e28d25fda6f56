// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

/** A command could not do what it was asked for; the message is all that the user is told. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
