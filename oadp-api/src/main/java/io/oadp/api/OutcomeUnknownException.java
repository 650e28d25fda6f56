// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import org.jspecify.annotations.Nullable;

/** A write may or may not have happened: look before repeating it. */
public final class OutcomeUnknownException extends ClusterException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which write.
   *
   * @param message what was asked, of which object, and what is known
   * @param cause what was caught, if anything
   */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(0, "", message, "", cause);
  }
}
