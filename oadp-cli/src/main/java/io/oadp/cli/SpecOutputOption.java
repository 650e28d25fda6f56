// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import picocli.CommandLine.Option;

/** As in Velero, asking a create command for a form shows the object, and nothing is done. */
final class SpecOutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "yaml|json",
      converter = Output.Converter.class,
      description = "Show the object that the flags describe, and do nothing, as Velero does.")
  private Output output = Output.TEXT;

  Output value() {
    return output;
  }
}
