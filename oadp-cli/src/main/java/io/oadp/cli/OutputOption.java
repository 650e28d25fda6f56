// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import picocli.CommandLine.Option;

/** The form of an answer. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|yaml|json",
      converter = Output.Converter.class,
      description = "The form of the answer (default: text).")
  private Output output = Output.TEXT;

  Output value() {
    return output;
  }
}
