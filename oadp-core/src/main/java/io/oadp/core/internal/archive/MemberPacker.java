// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Turns a chunk of tar entries into gzip members of at most 256 KiB each, cut between entries. What
 * it makes depends on the chunk and the level alone, so the archive does not depend on timing. Used
 * by one thread at a time.
 */
final class MemberPacker implements Closeable {
  static final int MAX_MEMBER_BYTES = 256 << 10;

  /** What zlib may still hold back when it has been given everything: 16 K symbols, as stored. */
  private static final int HELD_BACK = 64 << 10;

  /** An entry that could pass the limit in the worst case begins a new member. */
  private static final int CUT_BYTES = MAX_MEMBER_BYTES - HELD_BACK - 4096;

  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final byte[] ZEROS = new byte[2 * TarHeaders.BLOCK];

  /** One file of the tarball; {@code record} is the item's key number, or -1 for none. */
  static final class Entry {
    private final String path;
    private final byte[] body;
    private final int record;
    private final int flags;

    Entry(String path, byte[] body, int record, int flags) {
      this.path = path;
      this.body = body;
      this.record = record;
      this.flags = flags;
    }

    long tarBytes() {
      return TarHeaders.BLOCK + (long) body.length + TarHeaders.padding(body.length);
    }
  }

  /** Entries that become members together; those of one inner list stay together if they fit. */
  record Chunk(List<List<Entry>> units, boolean last) {}

  /** Where an item's body begins in the uncompressed member. */
  record Placed(int record, int offset, int size, int flags) {}

  /** One gzip member, whole. */
  static final class Member {
    private final byte[] bytes;
    private final int rawBytes;
    private final byte[] sha256;
    private final List<Placed> items;

    private Member(byte[] bytes, int rawBytes, List<Placed> items) {
      this.bytes = bytes;
      this.rawBytes = rawBytes;
      this.sha256 = KeyDigest.sha256().digest(bytes);
      this.items = items;
    }

    byte[] bytes() {
      return bytes;
    }

    int rawBytes() {
      return rawBytes;
    }

    byte[] sha256() {
      return sha256;
    }

    List<Placed> items() {
      return items;
    }
  }

  private final TarHeaders headers;
  private final Deflater deflater;
  private final byte[] buffer = new byte[16 << 10];
  private final CRC32 crc = new CRC32();
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private List<Placed> items = new ArrayList<>();
  private int rawBytes;

  MemberPacker(int level, Instant modified) {
    this.headers = new TarHeaders(modified);
    this.deflater = new Deflater(level, true);
  }

  List<Member> pack(Chunk chunk) {
    List<Member> members = new ArrayList<>();
    for (List<Entry> unit : chunk.units()) {
      long unitBytes = unit.stream().mapToLong(Entry::tarBytes).sum();
      if (unitBytes <= CUT_BYTES) {
        cutIfNeeded(unitBytes, members);
        unit.forEach(this::add);
      } else {
        // A large item: its second copy lies beyond the window anyway, so it gets its own member.
        for (Entry entry : unit) {
          cutIfNeeded(entry.tarBytes(), members);
          add(entry);
        }
      }
    }
    if (chunk.last()) {
      deflate(ZEROS);
    }
    if (rawBytes > 0) {
      members.add(cut());
    }
    return members;
  }

  private void cutIfNeeded(long comingBytes, List<Member> members) {
    if (rawBytes > 0 && deflater.getBytesWritten() + comingBytes > CUT_BYTES) {
      members.add(cut());
    }
  }

  private void add(Entry entry) {
    deflate(headers.of(entry.path, entry.body.length));
    if (entry.record >= 0) {
      items.add(new Placed(entry.record, rawBytes, entry.body.length, entry.flags));
    }
    deflate(entry.body);
    deflate(ZEROS, TarHeaders.padding(entry.body.length));
  }

  private void deflate(byte[] bytes) {
    deflate(bytes, bytes.length);
  }

  private void deflate(byte[] bytes, int length) {
    if (rawBytes == 0) {
      out.writeBytes(GZIP_HEADER);
    }
    crc.update(bytes, 0, length);
    rawBytes = Math.addExact(rawBytes, length);
    deflater.setInput(bytes, 0, length);
    while (!deflater.needsInput()) {
      drain();
    }
  }

  private void drain() {
    int n = deflater.deflate(buffer);
    out.write(buffer, 0, n);
  }

  private Member cut() {
    deflater.finish();
    while (!deflater.finished()) {
      drain();
    }
    writeLittleEndian((int) crc.getValue());
    writeLittleEndian(rawBytes);
    byte[] bytes = out.toByteArray();
    Member member = new Member(bytes, rawBytes, items);
    deflater.reset();
    crc.reset();
    out = new ByteArrayOutputStream(Math.min(MAX_MEMBER_BYTES, bytes.length + bytes.length / 4));
    items = new ArrayList<>();
    rawBytes = 0;
    return member;
  }

  private void writeLittleEndian(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
