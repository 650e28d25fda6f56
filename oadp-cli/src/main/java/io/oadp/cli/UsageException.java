// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

/** The command line itself is wrong, in a way that only shows once its options are put together. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
