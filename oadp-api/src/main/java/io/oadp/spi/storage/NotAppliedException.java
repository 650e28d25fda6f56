// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;

/** A write is known to have changed nothing, so that trying again is safe. */
public class NotAppliedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what was not applied.
   *
   * @param message names the object and what to do
   */
  public NotAppliedException(String message) {
    super(message);
  }

  /**
   * Says what was not applied, and why.
   *
   * @param message names the object and what to do
   * @param cause what the store said
   */
  public NotAppliedException(String message, Throwable cause) {
    super(message, cause);
  }
}
