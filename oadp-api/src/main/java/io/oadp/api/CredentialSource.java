// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Gives the credentials of a location, in the form its provider wants them (for {@code aws}, the
 * text of a credentials file). Asked at the start of a run, and again when a key was refused, from
 * any thread and several at once. Prints no secret.
 */
@FunctionalInterface
public interface CredentialSource {
  /**
   * Returns the credentials as they are now.
   *
   * @return a fresh array, which the caller may change
   * @throws IOException if they cannot be had; the message holds no secret
   */
  byte[] read() throws IOException;

  /**
   * Wraps a source so that it prints nothing of what it holds.
   *
   * @param source the source, usually a method reference
   * @return the wrapped source
   */
  static CredentialSource of(CredentialSource source) {
    return new Redacted(source);
  }

  /**
   * Returns a source that always gives the same credentials.
   *
   * @param credentials the text
   * @return the source
   */
  static CredentialSource ofText(String credentials) {
    Objects.requireNonNull(credentials, "credentials");
    return new Redacted(() -> credentials.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a source that reads a file each time it is asked, so that a renewed file is seen.
   *
   * @param file the file
   * @return the source
   */
  static CredentialSource ofFile(Path file) {
    Objects.requireNonNull(file, "file");
    return new Redacted(() -> Files.readAllBytes(file));
  }
}
