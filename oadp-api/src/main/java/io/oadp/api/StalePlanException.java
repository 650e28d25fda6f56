// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A plan no longer fits the backup or the cluster it was made for. Nothing was changed. */
public final class StalePlanException extends OadpException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what has changed since.
   *
   * @param message what has changed, and what to do
   */
  public StalePlanException(String message) {
    super(message);
  }
}
