// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Holds the bytes of an archive, as they pass, against the SHA-256 of each gzip member and of the
 * whole. Used by one thread.
 */
final class MemberCheck implements ArchiveScan.Tap {
  private final ByteBuffer table;
  private final long[] rawStarts;
  private final MessageDigest whole = KeyDigest.sha256();
  private final MessageDigest member = KeyDigest.sha256();
  private final List<String> damaged = new ArrayList<>();
  private int number;
  private long left;

  /**
   * Takes the members that the index names; none if there is no index.
   *
   * @throws CorruptBackupException if they do not follow one another
   */
  MemberCheck(String indexKey, ByteBuffer table) {
    this.table = table;
    int members = table.remaining() / MemberTable.ENTRY_BYTES;
    rawStarts = new long[members + 1];
    long end = 0;
    for (int i = 0; i < members; i++) {
      int at = i * MemberTable.ENTRY_BYTES;
      int length = table.getInt(at + 8);
      int raw = table.getInt(at + 12);
      if (table.getLong(at) != end || length <= 0 || raw < 0) {
        throw new CorruptBackupException(
            indexKey, "gzip member " + i + " does not follow the one before it");
      }
      end += length;
      rawStarts[i + 1] = rawStarts[i] + raw;
    }
    left = members == 0 ? 0 : table.getInt(8);
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length) {
    whole.update(buffer, offset, length);
    int at = offset;
    int end = offset + length;
    while (at < end && number < rawStarts.length - 1) {
      int some = (int) Math.min(left, end - at);
      member.update(buffer, at, some);
      at += some;
      left -= some;
      if (left == 0) {
        endMember();
      }
    }
  }

  private void endMember() {
    byte[] named = new byte[32];
    table.get(number * MemberTable.ENTRY_BYTES + 16, named);
    if (!Arrays.equals(named, member.digest())) {
      damaged.add(number + " at byte " + table.getLong(number * MemberTable.ENTRY_BYTES));
    }
    number++;
    if (number < rawStarts.length - 1) {
      left = table.getInt(number * MemberTable.ENTRY_BYTES + 8);
    }
  }

  /** Where a member's contents begin in the tar file; -1 if there is no such member. */
  long rawStart(int memberNumber) {
    return memberNumber < 0 || memberNumber >= rawStarts.length - 1 ? -1 : rawStarts[memberNumber];
  }

  /** How long the tar file is by the lengths of the members. */
  long rawBytes() {
    return rawStarts[rawStarts.length - 1];
  }

  /** The members that passed whole and are not what the index says. */
  List<String> damaged() {
    return damaged;
  }

  /** The SHA-256 of all that passed, hexadecimal; asked once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(whole.digest());
  }
}
