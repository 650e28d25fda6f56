// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.spi.storage.ObjectWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes the side index of one archive; it takes 4 bytes per item beyond the set of keys. */
final class IndexWriter {
  private final String backupName;
  private final ArchiveSummary summary;
  private final IndexFacts facts;
  private final DigestSet keys;
  private final MemberTable members;
  private final int headLimit;

  IndexWriter(
      String backupName,
      ArchiveSummary summary,
      IndexFacts facts,
      DigestSet keys,
      MemberTable members) {
    this(backupName, summary, facts, keys, members, IndexLayout.HEAD_BYTES);
  }

  /** For tests, which get the wide form of a small archive by a lower limit of the head. */
  IndexWriter(
      String backupName,
      ArchiveSummary summary,
      IndexFacts facts,
      DigestSet keys,
      MemberTable members,
      int headLimit) {
    this.backupName = backupName;
    this.summary = summary;
    this.facts = facts;
    this.keys = keys;
    this.members = members;
    this.headLimit = headLimit;
  }

  void writeTo(ObjectWriter out) throws IOException {
    int[] order = keys.placedInOrder();
    byte[] header =
        new IndexHeader(
                backupName, summary.sizeBytes(), summary.sha256(), summary.rawBytes(), facts)
            .encode();
    byte[] fences = fences(order);
    long headBytes = (long) IndexLayout.PRELUDE_BYTES + header.length + fences.length;
    long memberBytes = (long) members.count() * MemberTable.ENTRY_BYTES;
    boolean wide = headBytes + memberBytes > headLimit;
    int recordBytes = wide ? IndexLayout.WIDE_BYTES : IndexLayout.NARROW_BYTES;
    long recordsOffset = wide ? headBytes : headBytes + memberBytes;
    long membersOffset = wide ? headBytes + (long) order.length * recordBytes : headBytes;

    ByteBuffer prelude = ByteBuffer.allocate(IndexLayout.PRELUDE_BYTES);
    prelude.put(IndexLayout.MAGIC).putInt(IndexLayout.FORMAT_VERSION).putInt(header.length);
    prelude.putLong(order.length).putLong(recordsOffset);
    prelude.putLong(members.count()).putLong(membersOffset).putInt(recordBytes);
    CRC32 crc = new CRC32();
    crc.update(prelude.array(), 0, IndexLayout.CRC_AT);
    crc.update(header);
    crc.update(fences);
    prelude.putInt((int) crc.getValue()).clear();

    out.write(prelude);
    out.write(ByteBuffer.wrap(header));
    out.write(ByteBuffer.wrap(fences));
    if (!wide) {
      out.write(members.slice(0, members.count()));
    }
    writeRecords(out, order, recordBytes);
    if (wide) {
      out.write(members.slice(0, members.count()));
    }
  }

  private byte[] fences(int[] order) {
    ByteBuffer fences =
        ByteBuffer.allocate((int) IndexLayout.pages(order.length) * IndexLayout.FENCE_BYTES);
    for (int i = 0; i < order.length; i += IndexLayout.PAGE_RECORDS) {
      fences.putLong(keys.high(order[i]));
    }
    return fences.array();
  }

  private void writeRecords(ObjectWriter out, int[] order, int recordBytes) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(IndexLayout.PAGE_RECORDS * recordBytes);
    for (int key : order) {
      if (!page.hasRemaining()) {
        out.write(page.flip());
        page.clear();
      }
      page.putLong(keys.high(key)).putLong(keys.low(key));
      page.putInt(keys.member(key)).putInt(keys.offset(key));
      page.putInt(keys.itemBytes(key)).putInt(keys.flags(key));
      if (recordBytes == IndexLayout.WIDE_BYTES) {
        page.put(members.slice(keys.member(key), 1));
      }
    }
    if (page.position() > 0) {
      out.write(page.flip());
    }
  }
}
