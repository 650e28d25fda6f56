// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.nio.charset.StandardCharsets;

/** The numbers of docs/format/oadp-index.md. */
final class IndexLayout {
  static final int FORMAT_VERSION = 1;
  static final byte[] MAGIC = "OADPIDX\0".getBytes(StandardCharsets.US_ASCII);
  static final int PRELUDE_BYTES = 64;
  static final int CRC_AT = 52;
  static final int FENCE_BYTES = 8;
  static final int PAGE_RECORDS = 1024;
  static final int NARROW_BYTES = 32;
  static final int WIDE_BYTES = NARROW_BYTES + MemberTable.ENTRY_BYTES;
  static final int HEAD_BYTES = 512 << 10;
  static final int FLAG_PLAIN = 1;

  private IndexLayout() {}

  static long pages(long records) {
    return (records + PAGE_RECORDS - 1) / PAGE_RECORDS;
  }
}
