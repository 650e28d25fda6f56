// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;

/** What happens when the command of a hook fails. */
public enum HookErrorMode {
  /** The next hooks run and the pod is backed up or kept. */
  CONTINUE("Continue"),
  /** The remaining hooks do not run; a pod whose hook fails before the backup is left out. */
  FAIL("Fail");

  private final String velero;

  HookErrorMode(String velero) {
    this.velero = velero;
  }

  /**
   * Returns Velero's word for this mode.
   *
   * @return {@code Continue} or {@code Fail}
   */
  public String velero() {
    return velero;
  }

  /**
   * Reads Velero's word for a mode.
   *
   * @param text {@code Continue} or {@code Fail}
   * @return the mode; empty for any other word
   */
  public static Optional<HookErrorMode> parse(String text) {
    for (HookErrorMode mode : values()) {
      if (mode.velero.equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
