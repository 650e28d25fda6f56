// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.util.List;

/** What a program that has ended gave back. */
public record CommandResult(List<String> command, int exitCode, String output, String errors) {

  public CommandResult {
    command = List.copyOf(command);
  }

  /**
   * Returns the standard output of a program that succeeded.
   *
   * @throws AssertionError if its exit code is not 0; carries both outputs
   */
  public String orThrow() {
    if (exitCode != 0) {
      throw new AssertionError(
          String.join(" ", command) + " ended with " + exitCode + "\n" + errors + "\n" + output);
    }
    return output;
  }
}
