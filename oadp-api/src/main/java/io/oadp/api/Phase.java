// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Locale;

/**
 * Where a backup or a restore stands: Velero's phases of both, and two that Velero does not have.
 * More may come with newer versions of Velero.
 */
public enum Phase {
  /** Accepted, not begun. Velero also writes it as no phase at all. */
  NEW,
  /** Waits for its turn (backups). */
  QUEUED,
  /** About to begin (backups). */
  READY_TO_START,
  /** Refused because of its spec. Terminal. */
  FAILED_VALIDATION,
  /** Items are being read or written. */
  IN_PROGRESS,
  /** All items are done, asynchronous operations still run. */
  WAITING_FOR_PLUGIN_OPERATIONS,
  /** As {@link #WAITING_FOR_PLUGIN_OPERATIONS}, with errors so far. */
  WAITING_FOR_PLUGIN_OPERATIONS_PARTIALLY_FAILED,
  /** The last steps. */
  FINALIZING,
  /** As {@link #FINALIZING}, with errors so far. */
  FINALIZING_PARTIALLY_FAILED,
  /** Ended without errors; there may be warnings. Terminal. */
  COMPLETED,
  /** Ended, with errors for some items. Terminal. */
  PARTIALLY_FAILED,
  /** Ended without a usable result. Terminal. */
  FAILED,
  /** Is being removed (backups). */
  DELETING,
  /** Ended because it was told to. Terminal, never stored. */
  CANCELED,
  /** A word of a newer writer that this version does not know. Never written. */
  UNKNOWN;

  private final String velero = camelCase(name());

  /**
   * Returns Velero's word for this phase, as it is stored.
   *
   * @return for example {@code PartiallyFailed}
   */
  public String velero() {
    return velero;
  }

  /**
   * Reads Velero's word for a phase.
   *
   * @param text a stored word; the empty text is {@link #NEW}, as in Velero
   * @return the phase, {@link #UNKNOWN} for a word that this version does not know
   */
  public static Phase parse(String text) {
    if (text.isEmpty()) {
      return NEW;
    }
    for (Phase phase : values()) {
      if (phase.isStored() && phase.velero.equals(text)) {
        return phase;
      }
    }
    return UNKNOWN;
  }

  /**
   * Says whether a run in this phase has ended.
   *
   * @return true for {@link #COMPLETED}, {@link #PARTIALLY_FAILED}, {@link #FAILED}, {@link
   *     #FAILED_VALIDATION} and {@link #CANCELED}
   */
  public boolean isTerminal() {
    return switch (this) {
      case COMPLETED, PARTIALLY_FAILED, FAILED, FAILED_VALIDATION, CANCELED -> true;
      default -> false;
    };
  }

  private boolean isStored() {
    return this != CANCELED && this != UNKNOWN;
  }

  private static String camelCase(String constant) {
    StringBuilder text = new StringBuilder();
    for (String word : constant.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
