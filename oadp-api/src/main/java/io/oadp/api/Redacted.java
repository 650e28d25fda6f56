// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.io.IOException;
import java.util.Objects;

/** A source of credentials that prints nothing of the one it wraps, whatever that one prints. */
final class Redacted implements CredentialSource {
  private final CredentialSource source;

  Redacted(CredentialSource source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  @Override
  public byte[] read() throws IOException {
    return source.read();
  }

  @Override
  public String toString() {
    return "CredentialSource (redacted)";
  }
}
