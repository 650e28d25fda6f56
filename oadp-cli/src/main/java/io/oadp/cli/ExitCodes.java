// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Phase;

/** What the process ends with. Scripts rely on these numbers. */
final class ExitCodes {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int PARTIALLY_FAILED = 2;
  static final int USAGE = 64;
  static final int CANCELED = 130;

  private ExitCodes() {}

  static int of(Phase phase) {
    return switch (phase) {
      case COMPLETED -> OK;
      case PARTIALLY_FAILED -> PARTIALLY_FAILED;
      case CANCELED -> CANCELED;
      default -> FAILED;
    };
  }
}
