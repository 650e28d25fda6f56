// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;

/** Whether a {@link BackupStorageLocation} may be written to. */
public enum AccessMode {
  /** Nothing is ever written or deleted there. */
  READ_ONLY("ReadOnly"),
  /** Backups are written and deleted there. */
  READ_WRITE("ReadWrite");

  private final String velero;

  AccessMode(String velero) {
    this.velero = velero;
  }

  /**
   * Returns Velero's word for this mode.
   *
   * @return {@code ReadOnly} or {@code ReadWrite}
   */
  public String velero() {
    return velero;
  }

  /**
   * Reads Velero's word for a mode.
   *
   * @param text {@code ReadOnly} or {@code ReadWrite}
   * @return the mode; empty for any other word
   */
  public static Optional<AccessMode> parse(String text) {
    for (AccessMode mode : values()) {
      if (mode.velero.equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
