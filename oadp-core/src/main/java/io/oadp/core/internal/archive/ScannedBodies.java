// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bodies from an archive without an index. The pass that makes the catalogue keeps the bodies if
 * they all fit the budget; otherwise each batch of the asked order costs a pass, which ends with
 * the last item of the batch. Thread-safe, one pass at a time.
 */
final class ScannedBodies implements BodySource {
  private static final int OVERHEAD_BYTES = 96;

  private final ArchiveScan scan;
  private final String key;
  private final long memoryBytes;
  private final long maxItemBytes;
  private final Object pass = new Object();

  /** Filled by the thread that makes the catalogue, before any other sees this; then unchanged. */
  private volatile @Nullable Map<Integer, byte[]> kept = new HashMap<>();

  private long keptBytes;

  ScannedBodies(ArchiveScan scan, String key, long memoryBytes, long maxItemBytes) {
    this.scan = scan;
    this.key = key;
    this.memoryBytes = memoryBytes;
    this.maxItemBytes = maxItemBytes;
  }

  /** Keeps the body of this entry for later, as long as everything fits. */
  void offer(TarScanner.Entry entry, TarScanner scanner) throws IOException {
    Map<Integer, byte[]> all = kept;
    if (all == null || entry.sizeBytes() > maxItemBytes) {
      return;
    }
    keptBytes += entry.sizeBytes() + OVERHEAD_BYTES;
    if (keptBytes > memoryBytes) {
      kept = null;
    } else {
      all.put(entry.number(), scanner.readBody());
    }
  }

  @Override
  public void read(List<ArchiveCatalogue.Item> inOrder, ArchiveReader.Visitor visitor)
      throws IOException {
    for (int from = 0; from < inOrder.size(); ) {
      int to = from;
      long bytes = 0;
      while (to < inOrder.size() && (to == from || bytes + cost(inOrder.get(to)) <= memoryBytes)) {
        bytes += cost(inOrder.get(to));
        to++;
      }
      List<ArchiveCatalogue.Item> batch = inOrder.subList(from, to);
      Map<Integer, byte[]> all = kept;
      deliver(batch, all != null ? all : fetch(batch), visitor);
      from = to;
    }
  }

  private long cost(ArchiveCatalogue.Item item) {
    boolean held = kept == null && item.sizeBytes() <= maxItemBytes;
    return held ? item.sizeBytes() + OVERHEAD_BYTES : 0;
  }

  private Map<Integer, byte[]> fetch(List<ArchiveCatalogue.Item> batch) throws IOException {
    Set<Integer> wanted = new HashSet<>();
    for (ArchiveCatalogue.Item item : batch) {
      if (item.sizeBytes() <= maxItemBytes) {
        wanted.add(item.entry());
      }
    }
    Map<Integer, byte[]> found = new HashMap<>();
    if (!wanted.isEmpty()) {
      synchronized (pass) {
        scan.run(
            (entry, scanner) -> {
              if (wanted.contains(entry.number())) {
                if (entry.sizeBytes() > maxItemBytes) {
                  throw new IOException("it was replaced while it was read");
                }
                found.put(entry.number(), scanner.readBody());
              }
              return found.size() < wanted.size();
            });
      }
    }
    return found;
  }

  private void deliver(
      List<ArchiveCatalogue.Item> batch, Map<Integer, byte[]> bodies, ArchiveReader.Visitor visitor)
      throws IOException {
    for (ArchiveCatalogue.Item item : batch) {
      byte[] body = bodies.get(item.entry());
      if (body != null) {
        visitor.item(item, body);
      } else {
        visitor.failed(item, missing(item));
      }
    }
  }

  private CorruptBackupException missing(ArchiveCatalogue.Item item) {
    if (item.sizeBytes() > maxItemBytes) {
      return tooLarge(item.toString(), item.sizeBytes());
    }
    return new CorruptBackupException(key, item + " is no longer in it; open the backup again");
  }

  private CorruptBackupException tooLarge(String item, long sizeBytes) {
    return new CorruptBackupException(
        key,
        item + " has " + sizeBytes + " bytes, and more than " + maxItemBytes + " are not read");
  }

  @Override
  public Optional<byte[]> read(String groupResource, String version, String namespace, String name)
      throws IOException {
    List<byte[]> found = new ArrayList<>();
    scan.run(
        (entry, scanner) -> {
          EntryPath path = entry.regular() ? EntryPath.parse(entry.path()) : null;
          if (path != null
              && path.groupResource().equals(groupResource)
              && path.version().equals(version)
              && path.namespace().equals(namespace)
              && path.name().equals(name)) {
            if (entry.sizeBytes() > maxItemBytes) {
              throw tooLarge(entry.path(), entry.sizeBytes());
            }
            // Of two entries with one path the later counts.
            found.clear();
            found.add(scanner.readBody());
          }
          return true;
        });
    return found.stream().findFirst();
  }
}
