// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The gzip members of one archive as they stand in the index: 48 bytes each, in order. */
final class MemberTable {
  static final int ENTRY_BYTES = 48;

  private byte[] entries = new byte[64 * ENTRY_BYTES];
  private int count;

  synchronized int add(long offset, int length, int rawLength, byte[] sha256) {
    if ((count + 1) * (long) ENTRY_BYTES > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException("one archive cannot hold more than " + count + " members");
    }
    if ((count + 1) * ENTRY_BYTES > entries.length) {
      long larger = Math.min(entries.length * 2L, Integer.MAX_VALUE / ENTRY_BYTES * ENTRY_BYTES);
      entries = Arrays.copyOf(entries, (int) larger);
    }
    ByteBuffer.wrap(entries, count * ENTRY_BYTES, ENTRY_BYTES)
        .putLong(offset)
        .putInt(length)
        .putInt(rawLength)
        .put(sha256);
    return count++;
  }

  synchronized int count() {
    return count;
  }

  /** The entries of these members, to be read. */
  synchronized ByteBuffer slice(int first, int number) {
    return ByteBuffer.wrap(entries, first * ENTRY_BYTES, number * ENTRY_BYTES).asReadOnlyBuffer();
  }
}
