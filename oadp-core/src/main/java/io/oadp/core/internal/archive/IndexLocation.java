// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where the index says that an item is: in which member, and where in it. Immutable. */
final class IndexLocation {
  private static final int SHA_BYTES = 32;

  private final int memberNumber;
  private final long memberOffset;
  private final int memberBytes;
  private final int memberRawBytes;
  private final byte[] memberSha256 = new byte[SHA_BYTES];
  private final int offset;
  private final int size;

  private IndexLocation(ByteBuffer record, ByteBuffer member) {
    memberNumber = record.getInt(16);
    offset = record.getInt(20);
    size = record.getInt(24);
    memberOffset = member.getLong(0);
    memberBytes = member.getInt(8);
    memberRawBytes = member.getInt(12);
    member.get(16, memberSha256);
  }

  static IndexLocation of(ByteBuffer record, ByteBuffer member) {
    return new IndexLocation(record, member);
  }

  int memberNumber() {
    return memberNumber;
  }

  long memberOffset() {
    return memberOffset;
  }

  int memberBytes() {
    return memberBytes;
  }

  long memberEnd() {
    return memberOffset + memberBytes;
  }

  /** Where the item's JSON begins in the uncompressed member. */
  int offset() {
    return offset;
  }

  int size() {
    return size;
  }

  /** Whether the numbers fit one another and the archive. */
  boolean isPlausible(long tarballBytes) {
    return memberOffset >= 0
        && memberBytes > 0
        && memberEnd() <= tarballBytes
        && offset >= 0
        && size >= 0
        && memberRawBytes >= 0
        && (long) offset + size <= memberRawBytes;
  }

  int memberRawBytes() {
    return memberRawBytes;
  }

  /** The member's contents, if the bytes are the member. */
  byte[] inflate(byte[] compressed) throws IOException {
    if (!Arrays.equals(KeyDigest.sha256().digest(compressed), memberSha256)) {
      throw new IOException(
          "gzip member "
              + memberNumber
              + " at byte "
              + memberOffset
              + " does not have the SHA-256 that the index names");
    }
    try (GzipMembersStream in = new GzipMembersStream(new ByteArrayInputStream(compressed))) {
      byte[] raw = in.readNBytes(memberRawBytes);
      if (raw.length < memberRawBytes) {
        throw new IOException("gzip member " + memberNumber + " is shorter than the index says");
      }
      return raw;
    }
  }

  byte[] body(byte[] rawMember) {
    return Arrays.copyOfRange(rawMember, offset, offset + size);
  }
}
