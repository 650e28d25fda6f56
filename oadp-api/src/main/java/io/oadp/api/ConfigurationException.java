// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** Something that was handed to the engine cannot work: its parts do not fit, or one is missing. */
public final class ConfigurationException extends OadpException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what does not fit.
   *
   * @param message names the part and what to do
   */
  public ConfigurationException(String message) {
    super(message);
  }

  /**
   * Says what does not fit, and what showed it.
   *
   * @param message names the part and what to do
   * @param cause what was caught
   */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
