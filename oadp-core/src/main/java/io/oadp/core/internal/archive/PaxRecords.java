// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What matters to us in a PAX extended header: {@code path} and {@code size}; null if not given.
 */
record PaxRecords(@Nullable String path, @Nullable Long size) {

  /** Reads records of the form {@code LENGTH KEY=VALUE\n}; the length counts all of its record. */
  static PaxRecords parse(byte[] bytes) throws IOException {
    String path = null;
    Long size = null;
    int at = 0;
    // Some writers fill up with zeros.
    while (at < bytes.length && bytes[at] != 0) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      int length = number(new String(bytes, at, space - at, StandardCharsets.US_ASCII)).intValue();
      int end = at + length;
      if (length <= space - at + 1 || end > bytes.length || end < at || bytes[end - 1] != '\n') {
        throw new IOException("a PAX header is damaged");
      }
      String record = new String(bytes, space + 1, end - 1 - (space + 1), StandardCharsets.UTF_8);
      if (record.startsWith("path=")) {
        path = record.substring("path=".length());
      } else if (record.startsWith("size=")) {
        size = number(record.substring("size=".length()));
      }
      at = end;
    }
    return new PaxRecords(path, size);
  }

  private static Long number(String text) throws IOException {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("a PAX header is damaged: '" + text + "' is not a number", e);
    }
    throw new IOException("a PAX header is damaged: '" + text + "' is negative");
  }
}
