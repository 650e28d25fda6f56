// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.spi.storage.ObjectWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tarball of one backup, then the index that fits it. Items may come from many threads;
 * their order is that of the calls. The same calls in the same order give the same bytes, at any
 * speed: chunks and gzip members are cut by content, never by time.
 *
 * <p>Nothing is visible before {@link #finish}; {@link #close} without it leaves nothing.
 */
public final class ArchiveWriter implements Closeable {
  /** Tar bytes that are compressed as one piece of work; about 100 KiB compressed. */
  private static final long CHUNK_BYTES = 1 << 20;

  private final String backupName;
  private final DigestSet keys = new DigestSet();
  private final MemberTable members = new MemberTable();
  private final ParallelGzip gzip;
  private final long chunkBytes;

  // Guarded by this.
  private List<List<MemberPacker.Entry>> chunk = new ArrayList<>();
  private long chunkSize;
  private long items;
  private long entries;
  private boolean closed;
  private @Nullable ArchiveSummary summary;

  /**
   * Begins an archive with its version file.
   *
   * @param backupName for messages, and for the index
   * @param out where it goes; this writer commits and closes it, from a thread of its own
   * @param options how it is made
   * @param clock gives the modification time of all entries, taken now
   */
  public ArchiveWriter(String backupName, ObjectWriter out, Options options, Clock clock) {
    this.backupName = backupName;
    this.chunkBytes = Math.min(CHUNK_BYTES, Math.max(64 << 10, options.memoryBytes() / 4));
    this.gzip =
        new ParallelGzip(
            ArchivePaths.tarballKey(backupName),
            out,
            keys,
            members,
            options.level(),
            options.workers(),
            clock.instant(),
            options.memoryBytes());
    byte[] version = (ArchivePaths.FORMAT_VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
    chunk.add(List.of(new MemberPacker.Entry(ArchivePaths.VERSION_PATH, version, -1, 0)));
    chunkSize = 2L * TarHeaders.BLOCK;
    entries = 1;
    gzip.start();
  }

  /**
   * How an archive is made. Immutable.
   *
   * @param level of gzip, 1 to 9
   * @param workers how many threads compress
   * @param memoryBytes how much may be in flight, counted in bytes of the tar file; one item that
   *     is larger still passes, alone
   */
  public record Options(int level, int workers, long memoryBytes) {
    /** Checks the values. */
    public Options {
      if (level < 1 || level > 9 || workers < 1 || memoryBytes < 1) {
        throw new IllegalArgumentException(
            "level must be 1 to 9, workers and memoryBytes positive: "
                + level
                + ", "
                + workers
                + ", "
                + memoryBytes);
      }
    }

    /**
     * The defaults.
     *
     * @return level 5, as many workers as processors but no more than 4, 32 MiB
     */
    public static Options defaults() {
      return new Options(5, Math.min(4, Runtime.getRuntime().availableProcessors()), 32 << 20);
    }
  }

  /**
   * Takes a key for the caller, so that no item is written twice.
   *
   * @return whether this call is the first with that key
   */
  public boolean claim(String groupResource, String version, String namespace, String name) {
    return keys.add(KeyDigest.of(groupResource, version, namespace, name));
  }

  /**
   * Adds an item. Waits while too much is in flight. A key that was written before is written
   * again, and the later one counts for every reader.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param version of the item's path, such as {@code v1}
   * @param preferred whether that is the preferred version, whose items also have the plain path
   * @param namespace empty for a cluster-scoped item
   * @param name as it is in the object
   * @param body its JSON, written as it is; not to be changed afterwards
   * @throws IOException if this or an earlier write failed; only {@code close} makes sense then
   */
  public void write(
      String groupResource,
      String version,
      boolean preferred,
      String namespace,
      String name,
      byte[] body)
      throws IOException {
    int record = keys.numberOf(KeyDigest.of(groupResource, version, namespace, name));
    String versioned = ArchivePaths.versioned(groupResource, version, preferred, namespace, name);
    List<MemberPacker.Entry> unit =
        preferred
            ? List.of(
                new MemberPacker.Entry(
                    ArchivePaths.plain(groupResource, namespace, name),
                    body,
                    record,
                    IndexLayout.FLAG_PLAIN),
                new MemberPacker.Entry(versioned, body, -1, 0))
            : List.of(new MemberPacker.Entry(versioned, body, record, 0));
    long bytes = unit.stream().mapToLong(MemberPacker.Entry::tarBytes).sum();
    add(unit, bytes);
  }

  private synchronized void add(List<MemberPacker.Entry> unit, long bytes) throws IOException {
    checkOpen();
    // Cut before waiting, so that what is cut depends on the order of items alone.
    if (chunkSize > 0 && chunkSize + bytes > chunkBytes) {
      seal(false);
    }
    gzip.awaitRoom(chunkSize + bytes);
    chunk.add(unit);
    chunkSize += bytes;
    items++;
    entries += unit.size();
  }

  private void seal(boolean last) throws IOException {
    List<List<MemberPacker.Entry>> sealed = chunk;
    long bytes = chunkSize;
    chunk = new ArrayList<>();
    chunkSize = 0;
    gzip.submit(new MemberPacker.Chunk(sealed, last), bytes);
  }

  private void checkOpen() {
    if (closed || summary != null) {
      throw new IllegalStateException(
          "the archive of backup '" + backupName + "' is no longer open for writing");
    }
  }

  /**
   * Ends the archive and makes it visible in the store.
   *
   * @return what it is
   * @throws IOException if it could not be written; it is not visible unless the store's own commit
   *     failed with unknown outcome
   */
  public synchronized ArchiveSummary finish() throws IOException {
    checkOpen();
    seal(true);
    ParallelGzip.Result done = gzip.finish();
    ArchiveSummary made =
        new ArchiveSummary(
            done.object(),
            done.sizeBytes(),
            done.rawBytes(),
            done.sha256(),
            items,
            entries,
            members.count());
    summary = made;
    return made;
  }

  /**
   * Writes the index of the finished archive and commits it.
   *
   * @param out a writer for the object {@code NAME-oadp-index}; the caller closes it
   * @param facts what the archive itself does not tell
   */
  public synchronized void writeIndex(ObjectWriter out, IndexFacts facts) throws IOException {
    if (summary == null) {
      throw new IllegalStateException("the index is written after the archive is finished");
    }
    new IndexWriter(backupName, summary, facts, keys, members).writeTo(out);
    out.commit();
  }

  /** The heap that the set of keys takes now, in bytes. */
  public long keyBytes() {
    return keys.heapBytes();
  }

  /**
   * Releases threads and memory. Without {@link #finish} before, the archive is aborted: writers
   * that wait are woken with an exception, and nothing of it remains.
   *
   * @throws IOException if parts of it may remain in the store
   */
  @Override
  public void close() throws IOException {
    // Not synchronized as a whole: a writer may be waiting inside, and is to be woken.
    gzip.close();
    synchronized (this) {
      closed = true;
      chunk = new ArrayList<>();
    }
  }
}
