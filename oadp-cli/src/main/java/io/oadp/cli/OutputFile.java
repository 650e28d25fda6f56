// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Writes a file that the user named. */
final class OutputFile {
  private OutputFile() {}

  /** Fills a stream. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(String file, Content content) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file)))) {
      content.writeTo(out);
    } catch (IOException | InvalidPathException e) {
      throw new CommandFailedException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
