// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of what this library throws at its callers. Subtypes are named by what is wrong and
 * carry it as fields, so that no program has to parse a message.
 */
public class OadpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message names the object and what to do next; never holds a secret
   */
  public OadpException(String message) {
    super(message);
  }

  /**
   * Creates an exception with what caused it.
   *
   * @param message names the object and what to do next; never holds a secret
   * @param cause what was caught
   */
  public OadpException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
