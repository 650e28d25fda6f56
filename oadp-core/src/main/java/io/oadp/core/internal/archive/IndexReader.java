// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Finds items by the side index. Keeps its head, 512 KiB at the most in an ordinary backup; records
 * are read page by page, or all at once when most pages are wanted anyway. Thread-safe.
 */
final class IndexReader {
  /** One ranged read takes at most so much. */
  static final int MAX_RANGE_BYTES = 8 << 20;

  private static final int MAX_HEADER_BYTES = 64 << 20;

  private final ObjectStore store;
  private final String key;
  private final IndexHeader header;
  private final long records;
  private final long recordsOffset;
  private final int recordBytes;
  private final long[] fences;
  private final ByteBuffer members;
  private final long memberCount;
  private final long membersOffset;

  private volatile @Nullable ByteBuffer allRecords;

  private IndexReader(ObjectStore store, String key, IndexHeader header, Parts parts) {
    this.store = store;
    this.key = key;
    this.header = header;
    this.records = parts.records;
    this.recordsOffset = parts.recordsOffset;
    this.recordBytes = parts.recordBytes;
    this.fences = parts.fences;
    this.members = parts.memberEntries;
    this.memberCount = parts.memberCount;
    this.membersOffset = parts.membersOffset;
  }

  /** Why an index is not used. */
  private static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  /**
   * Opens the index of a backup with one ranged read.
   *
   * @return empty if there is none, or, with a warning, if it is not of this tarball
   */
  static Optional<IndexReader> open(
      ObjectStore store, String backupName, long tarballBytes, Consumer<String> warnings)
      throws IOException {
    String key = ArchivePaths.indexKey(backupName);
    byte[] head;
    try {
      head = range(store, key, 0, IndexLayout.HEAD_BYTES);
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
    try {
      Parts parts = new Parts(head);
      if (parts.headBytes() > head.length) {
        long missing = parts.headBytes() - head.length;
        byte[] rest = range(store, key, head.length, missing);
        int had = head.length;
        head = Arrays.copyOf(head, had + rest.length);
        System.arraycopy(rest, 0, head, had, rest.length);
      }
      IndexHeader header = parts.readHead(head);
      if (!header.backup().equals(backupName)) {
        throw new UnfitException("it is that of backup '" + header.backup() + "'");
      }
      if (header.tarballBytes() != tarballBytes) {
        throw new UnfitException(
            "it is made for an archive of "
                + header.tarballBytes()
                + " bytes, and the archive has "
                + tarballBytes);
      }
      return Optional.of(new IndexReader(store, key, header, parts));
    } catch (UnfitException e) {
      warnings.accept(
          key + " is ignored and the archive read from its beginning: " + e.getMessage());
      return Optional.empty();
    }
  }

  IndexHeader header() {
    return header;
  }

  long records() {
    return records;
  }

  /** The entries of all gzip members, which the head has only in the narrow form. */
  ByteBuffer memberTable() throws IOException {
    long bytes = memberCount * MemberTable.ENTRY_BYTES;
    return recordBytes == IndexLayout.NARROW_BYTES
        ? members.duplicate()
        : ByteBuffer.wrap(whole(membersOffset, bytes));
  }

  /** Finds one item, with one ranged read. */
  Optional<IndexLocation> find(KeyDigest digest) throws IOException {
    return Optional.ofNullable(find(List.of(digest))[0]);
  }

  /** Finds many items; null stands where there is none. Neighbouring pages are read together. */
  @Nullable IndexLocation[] find(List<KeyDigest> digests) throws IOException {
    @Nullable IndexLocation[] found = new @Nullable IndexLocation[digests.size()];
    if (records == 0) {
      return found;
    }
    int[] order =
        IntStream.range(0, found.length)
            .boxed()
            .sorted(Comparator.comparing(digests::get))
            .mapToInt(Integer::intValue)
            .toArray();
    int pagesAtOnce = MAX_RANGE_BYTES / (IndexLayout.PAGE_RECORDS * recordBytes);
    for (int from = 0; from < order.length; ) {
      int firstPage = firstPage(digests.get(order[from]));
      int lastPage = lastPage(digests.get(order[from]));
      int to = from + 1;
      while (to < order.length && firstPage(digests.get(order[to])) <= lastPage + 1) {
        int last = lastPage(digests.get(order[to]));
        if (last - firstPage >= pagesAtOnce) {
          break;
        }
        lastPage = last;
        to++;
      }
      ByteBuffer pages = pages(firstPage, lastPage);
      for (; from < to; from++) {
        found[order[from]] = search(pages, digests.get(order[from]));
      }
    }
    return found;
  }

  /** Keeps all records in memory from now on, if they take no more than so many bytes. */
  void keepAll(long maxBytes) throws IOException {
    long bytes = records * recordBytes;
    if (allRecords == null && bytes <= Math.min(maxBytes, Integer.MAX_VALUE - 16)) {
      ByteBuffer all = ByteBuffer.allocate((int) bytes);
      while (all.hasRemaining()) {
        all.put(whole(recordsOffset + all.position(), Math.min(MAX_RANGE_BYTES, all.remaining())));
      }
      allRecords = all.flip();
    }
  }

  private int firstPage(KeyDigest digest) {
    int below = -1;
    for (int low = 0, high = fences.length - 1; low <= high; ) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(fences[middle], digest.high()) < 0) {
        below = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, below);
  }

  private int lastPage(KeyDigest digest) {
    int page = firstPage(digest);
    while (page + 1 < fences.length && fences[page + 1] == digest.high()) {
      page++;
    }
    return page;
  }

  private ByteBuffer pages(int firstPage, int lastPage) throws IOException {
    long first = (long) firstPage * IndexLayout.PAGE_RECORDS;
    long end = Math.min(records, (lastPage + 1L) * IndexLayout.PAGE_RECORDS);
    ByteBuffer all = allRecords;
    if (all != null) {
      return all.slice((int) (first * recordBytes), (int) ((end - first) * recordBytes));
    }
    return ByteBuffer.wrap(whole(recordsOffset + first * recordBytes, (end - first) * recordBytes));
  }

  private @Nullable IndexLocation search(ByteBuffer page, KeyDigest digest) {
    int low = 0;
    int high = page.limit() / recordBytes - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = middle * recordBytes;
      int order =
          KeyDigest.compare(page.getLong(at), page.getLong(at + 8), digest.high(), digest.low());
      if (order == 0) {
        return location(page, at);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private IndexLocation location(ByteBuffer page, int at) {
    int member = page.getInt(at + 16);
    ByteBuffer entry;
    if (recordBytes == IndexLayout.WIDE_BYTES) {
      entry = page.slice(at + IndexLayout.NARROW_BYTES, MemberTable.ENTRY_BYTES);
    } else {
      long memberAt = (long) member * MemberTable.ENTRY_BYTES;
      if (member < 0 || memberAt >= members.limit()) {
        throw new CorruptBackupException(
            key, "it names a gzip member that there is not: " + member);
      }
      entry = members.slice((int) memberAt, MemberTable.ENTRY_BYTES);
    }
    return IndexLocation.of(page.slice(at, IndexLayout.NARROW_BYTES), entry);
  }

  private byte[] whole(long offset, long length) throws IOException {
    byte[] bytes = range(store, key, offset, length);
    if (bytes.length < length) {
      throw new CorruptBackupException(key, "it is cut off");
    }
    return bytes;
  }

  static byte[] range(ObjectStore store, String key, long offset, long length) throws IOException {
    try (InputStream in = store.read(key, offset, length)) {
      return in.readNBytes(Math.toIntExact(length));
    }
  }

  /** The parts of the head as the prelude lays them out. */
  private static final class Parts {
    final long records;
    final long recordsOffset;
    final int recordBytes;
    private final int headerBytes;
    private final long memberCount;
    private final long membersOffset;
    private final long fencesAt;
    private final int crc;
    long[] fences = {};
    ByteBuffer memberEntries = ByteBuffer.allocate(0);

    Parts(byte[] head) throws UnfitException {
      ByteBuffer prelude = ByteBuffer.wrap(head);
      if (head.length < IndexLayout.PRELUDE_BYTES
          || !Arrays.equals(head, 0, 8, IndexLayout.MAGIC, 0, 8)) {
        throw new UnfitException("it is not an index");
      }
      int formatVersion = prelude.getInt(8);
      if (formatVersion != IndexLayout.FORMAT_VERSION) {
        throw new UnfitException(
            "its format version is "
                + Integer.toUnsignedString(formatVersion)
                + ", and the one known here is "
                + IndexLayout.FORMAT_VERSION);
      }
      headerBytes = prelude.getInt(12);
      records = prelude.getLong(16);
      recordsOffset = prelude.getLong(24);
      memberCount = prelude.getLong(32);
      membersOffset = prelude.getLong(40);
      recordBytes = prelude.getInt(48);
      crc = prelude.getInt(IndexLayout.CRC_AT);
      fencesAt = (long) IndexLayout.PRELUDE_BYTES + headerBytes;
      boolean plausible =
          headerBytes > 0
              && headerBytes <= MAX_HEADER_BYTES
              && records >= 0
              && records <= 1L << 31
              && memberCount >= 0
              && memberCount <= 1L << 25
              && (recordBytes == IndexLayout.NARROW_BYTES || recordBytes == IndexLayout.WIDE_BYTES)
              && recordsOffset >= fencesEnd()
              && membersOffset >= fencesEnd();
      if (!plausible) {
        throw new UnfitException("its lengths make no sense");
      }
    }

    private long fencesEnd() {
      return fencesAt + IndexLayout.pages(records) * IndexLayout.FENCE_BYTES;
    }

    private boolean membersInHead() {
      return recordBytes == IndexLayout.NARROW_BYTES;
    }

    long headBytes() throws UnfitException {
      long end =
          membersInHead() ? membersOffset + memberCount * MemberTable.ENTRY_BYTES : fencesEnd();
      if (end > 1L << 30 || end < 0) {
        throw new UnfitException("its lengths make no sense");
      }
      return end;
    }

    IndexHeader readHead(byte[] head) throws UnfitException {
      if (headBytes() > head.length) {
        throw new UnfitException("it is cut off");
      }
      CRC32 actual = new CRC32();
      actual.update(head, 0, IndexLayout.CRC_AT);
      actual.update(head, IndexLayout.PRELUDE_BYTES, (int) fencesEnd() - IndexLayout.PRELUDE_BYTES);
      if ((int) actual.getValue() != crc) {
        throw new UnfitException("its checksum is wrong");
      }
      ByteBuffer bytes = ByteBuffer.wrap(head);
      fences = new long[(int) IndexLayout.pages(records)];
      bytes.position((int) fencesAt).slice().asLongBuffer().get(fences);
      if (membersInHead()) {
        int length = (int) memberCount * MemberTable.ENTRY_BYTES;
        memberEntries =
            ByteBuffer.wrap(
                Arrays.copyOfRange(head, (int) membersOffset, (int) membersOffset + length));
      }
      try {
        return IndexHeader.decode(
            Arrays.copyOfRange(head, IndexLayout.PRELUDE_BYTES, (int) fencesAt));
      } catch (IOException e) {
        throw new UnfitException(String.valueOf(e.getMessage()));
      }
    }
  }
}
