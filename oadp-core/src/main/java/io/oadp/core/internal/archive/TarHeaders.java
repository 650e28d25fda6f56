// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Makes the headers of tar entries of one modification time. Commons Compress lays a header out
 * once; each entry has that one with its name, size and checksum, which costs far less. The prefix
 * field is used too, with which most paths over 100 bytes need no PAX record of 1 KiB before them.
 * Thread-safe.
 */
final class TarHeaders {
  static final int BLOCK = 512;

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int TYPE_AT = 156;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_BYTES = 155;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;

  private final byte[] template = new byte[BLOCK];

  TarHeaders(Instant modified) {
    TarArchiveEntry entry = new TarArchiveEntry("", TarConstants.LF_NORMAL, true);
    entry.setMode(0755);
    entry.setModTime(Date.from(modified));
    entry.setUserName("");
    entry.setGroupName("");
    entry.writeEntryHeader(template);
  }

  /** The bytes before the body of a regular file: one block, or three if the path needs PAX. */
  byte[] of(String path, int sizeBytes) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    boolean ascii = name.length == path.length();
    if (ascii && name.length <= NAME_BYTES) {
      return header(path, "", TarConstants.LF_NORMAL, sizeBytes);
    }
    // The prefix ends at a slash which belongs to neither part.
    int slash = path.lastIndexOf('/', Math.min(PREFIX_BYTES, path.length() - 1));
    if (ascii && slash > 0 && path.length() - slash - 1 <= NAME_BYTES) {
      return header(
          path.substring(slash + 1), path.substring(0, slash), TarConstants.LF_NORMAL, sizeBytes);
    }
    byte[] pax = paxPath(name);
    String shortened = ascii ? path.substring(path.length() - NAME_BYTES) : "long-name";
    ByteArrayOutputStream all = new ByteArrayOutputStream(4 * BLOCK);
    all.writeBytes(
        header("PaxHeaders/path", "", TarConstants.LF_PAX_EXTENDED_HEADER_LC, pax.length));
    all.writeBytes(pax);
    all.writeBytes(new byte[padding(pax.length)]);
    all.writeBytes(header(shortened, "", TarConstants.LF_NORMAL, sizeBytes));
    return all.toByteArray();
  }

  /** How many zeros follow so many bytes of a body. */
  static int padding(long bytes) {
    return (int) (-bytes & (BLOCK - 1));
  }

  private byte[] header(String name, String prefix, byte type, int sizeBytes) {
    byte[] block = template.clone();
    put(name, block, 0);
    put(prefix, block, PREFIX_AT);
    octal(sizeBytes, block, SIZE_AT, SIZE_DIGITS);
    block[TYPE_AT] = type;
    checksum(block);
    return block;
  }

  private static void put(String ascii, byte[] block, int at) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static void octal(int value, byte[] block, int at, int digits) {
    int rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      block[at + i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  private static void checksum(byte[] block) {
    Arrays.fill(block, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(sum, block, CHECKSUM_AT, 6);
    block[CHECKSUM_AT + 6] = 0;
  }

  /** One PAX record, {@code LENGTH path=PATH\n}, whose length counts its own digits. */
  private static byte[] paxPath(byte[] name) {
    int rest = " path=\n".length() + name.length;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    ByteArrayOutputStream record = new ByteArrayOutputStream(length);
    record.writeBytes((length + " path=").getBytes(StandardCharsets.US_ASCII));
    record.writeBytes(name);
    record.write('\n');
    return record.toByteArray();
  }
}
