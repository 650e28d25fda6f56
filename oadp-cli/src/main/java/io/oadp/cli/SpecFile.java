// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads what {@code -f} names. */
final class SpecFile {
  private SpecFile() {}

  /** The text of a file, or of the standard input for {@code -}. */
  static String read(Environment environment, String file) {
    try {
      return file.equals("-")
          ? new String(environment.input().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new UsageException("-f: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** A filter given twice has two meanings: say so rather than choose one. */
  static void refuseBoth(boolean inFile, boolean flag, String option, String field) {
    if (inFile && flag) {
      throw new UsageException(
          option + " and -f: the file sets " + field + " already; set it in one place");
    }
  }
}
