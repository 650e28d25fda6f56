// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

/** What failures are called in results, reports and logs. */
public final class Failures {
  private Failures() {}

  /** The message of a failure, or its class where it has none. */
  public static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
