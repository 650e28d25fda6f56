// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A run did not end {@link Phase#COMPLETED}, and its caller asked for nothing less. */
public final class RunFailedException extends OadpException {
  private static final long serialVersionUID = 1L;

  private final transient RunResult result;

  /**
   * Wraps the outcome.
   *
   * @param result how the run ended
   */
  public RunFailedException(RunResult result) {
    super(result.describe(), result.failure().orElse(null));
    this.result = result;
  }

  /**
   * How the run ended.
   *
   * @return the result
   */
  public RunResult result() {
    return result;
  }
}
