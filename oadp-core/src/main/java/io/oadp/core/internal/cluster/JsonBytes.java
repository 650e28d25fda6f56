// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

/**
 * Finds where values end in JSON bytes, without decoding anything. It knows strings and escapes,
 * and checks no more syntax than it needs to stay in step: UTF-8 never has a structural byte inside
 * a character, so bytes will do. Throws {@link IllegalArgumentException} where the bytes end early.
 */
final class JsonBytes {
  private final byte[] bytes;
  private int at;

  JsonBytes(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int position() {
    return at;
  }

  /** The next byte that is no white space; stays before it. */
  byte peek() {
    int i = at;
    while (i < bytes.length) {
      byte b = bytes[i];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        at = i;
        return b;
      }
      i++;
    }
    throw early();
  }

  /** Takes the next byte that is no white space, which must be this one. */
  void take(char expected) {
    if (peek() != expected) {
      throw new IllegalArgumentException("malformed JSON: no " + expected + " at byte " + at);
    }
    at++;
  }

  /** Takes the next byte if it is this one. */
  boolean takeIf(char expected) {
    if (peek() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** Whether a string without escapes begins here and is this one; stays before it. */
  boolean isString(byte[] quoted) {
    if (bytes.length - at < quoted.length) {
      return false;
    }
    for (int i = 0; i < quoted.length; i++) {
      if (bytes[at + i] != quoted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Skips one value of any kind. */
  void skipValue() {
    switch (peek()) {
      case '"' -> skipString();
      case '{', '[' -> skipNested();
      default -> skipPlain();
    }
  }

  /** Skips a string that begins here. */
  void skipString() {
    take('"');
    at = afterString(at);
  }

  private int afterString(int from) {
    byte[] json = bytes;
    int i = from;
    while (i < json.length) {
      byte b = json[i++];
      if (b == '"') {
        return i;
      }
      if (b == '\\') {
        i++;
      }
    }
    throw early();
  }

  private void skipNested() {
    byte[] json = bytes;
    int depth = 0;
    int i = at;
    while (i < json.length) {
      switch (json[i++]) {
        case '"' -> i = afterString(i);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          depth--;
          if (depth == 0) {
            at = i;
            return;
          }
        }
        default -> {
          // Numbers, literals, commas, colons and white space do not change the depth.
        }
      }
    }
    throw early();
  }

  private void skipPlain() {
    int begin = at;
    while (at < bytes.length && !endsPlain(bytes[at])) {
      at++;
    }
    if (at == begin) {
      throw new IllegalArgumentException("malformed JSON: no value at byte " + at);
    }
  }

  private static boolean endsPlain(byte b) {
    return b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private IllegalArgumentException early() {
    return new IllegalArgumentException("malformed JSON: it ends early, after " + bytes.length);
  }
}
