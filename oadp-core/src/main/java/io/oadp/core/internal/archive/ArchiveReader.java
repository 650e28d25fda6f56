// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.BackupNotFoundException;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tarball of one backup, ours or any that Velero can read. With a side index that fits,
 * items come by ranged reads; otherwise by passes over the whole, as few as the memory allows.
 * Thread-safe. Holds nothing open between calls.
 *
 * <p>Methods throw {@link IOException} if the store fails, {@link CorruptBackupException} if the
 * archive is damaged or hostile.
 */
public final class ArchiveReader {
  /** More than etcd and the API server let through by a wide margin. */
  private static final long MAX_ITEM_BYTES = 64 << 20;

  private final ObjectStore store;
  private final String backupName;
  private final ObjectInfo tarball;
  private final long memoryBytes;
  private final long maxItemBytes;
  private final Consumer<String> warnings;
  private final ArchiveScan scan;

  // Guarded by this.
  private @Nullable IndexReader index;
  private @Nullable ArchiveCatalogue catalogue;
  private @Nullable BodySource bodies;

  private ArchiveReader(
      ObjectStore store,
      String backupName,
      ObjectInfo tarball,
      @Nullable IndexReader index,
      long memoryBytes,
      long maxItemBytes,
      Consumer<String> warnings) {
    this.store = store;
    this.backupName = backupName;
    this.tarball = tarball;
    this.index = index;
    this.memoryBytes = memoryBytes;
    this.maxItemBytes = maxItemBytes;
    this.warnings = warnings;
    this.scan = new ArchiveScan(store, tarball, warnings);
  }

  /** Takes items in the order they were asked for. */
  public interface Visitor {
    /** Takes one item; what it throws ends the reading and reaches the caller. */
    void item(ArchiveCatalogue.Item item, byte[] body) throws IOException;

    /**
     * Learns that an item cannot be read; others may be.
     *
     * @throws CorruptBackupException unless overridden
     */
    default void failed(ArchiveCatalogue.Item item, CorruptBackupException problem)
        throws IOException {
      throw problem;
    }
  }

  /**
   * Makes an item of its JSON.
   *
   * @param id as which the archive holds it
   * @throws CorruptBackupException if it is no object of Kubernetes
   */
  public static KubernetesItem parse(ResourceIdentifier id, byte[] body) {
    try {
      return KubernetesItem.parse(body);
    } catch (IllegalArgumentException e) {
      throw new CorruptBackupException(id.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Opens an archive, with items of up to 64 MiB.
   *
   * @param memoryBytes about how much to hold at once; a single item that is larger still passes
   * @param warnings told what is ignored, in sentences; may be called from any reading thread
   * @throws BackupNotFoundException if there is no tarball
   */
  public static ArchiveReader open(
      ObjectStore store, String backupName, long memoryBytes, Consumer<String> warnings)
      throws IOException {
    return open(store, backupName, memoryBytes, MAX_ITEM_BYTES, warnings);
  }

  /**
   * Opens an archive.
   *
   * @param maxItemBytes an item with more is reported as one that cannot be read
   */
  public static ArchiveReader open(
      ObjectStore store,
      String backupName,
      long memoryBytes,
      long maxItemBytes,
      Consumer<String> warnings)
      throws IOException {
    String key = ArchivePaths.tarballKey(backupName);
    ObjectInfo tarball =
        store
            .stat(key)
            .orElseThrow(
                () ->
                    new BackupNotFoundException(
                        backupName,
                        "backup '" + backupName + "' has no archive: there is no object " + key));
    IndexReader index =
        IndexReader.open(store, backupName, tarball.sizeBytes(), warnings).orElse(null);
    return new ArchiveReader(
        store, backupName, tarball, index, memoryBytes, maxItemBytes, warnings);
  }

  /** What the index says of cluster and kinds; empty if there is none that fits. */
  public synchronized Optional<IndexFacts> indexFacts() {
    return index == null ? Optional.empty() : Optional.of(index.header().facts());
  }

  /** What the archive holds. Found out by the first call, which may read the whole archive. */
  public synchronized ArchiveCatalogue catalogue() throws IOException {
    if (catalogue == null) {
      catalogue = makeCatalogue();
    }
    return catalogue;
  }

  private ArchiveCatalogue makeCatalogue() throws IOException {
    if (index != null) {
      try {
        return new ResourceListCatalogue(store, backupName, index).read();
      } catch (ResourceListCatalogue.UnusableException e) {
        warnings.accept(e.getMessage() + "; the archive is read from its beginning instead");
      }
    }
    return scanCatalogue();
  }

  private ArchiveCatalogue scanCatalogue() throws IOException {
    ArchiveCatalogue.Builder builder = new ArchiveCatalogue.Builder();
    ScannedBodies scanned = new ScannedBodies(scan, tarball.key(), memoryBytes, maxItemBytes);
    ArchiveScan.Visitor visitor =
        (entry, scanner) -> {
          EntryPath path = EntryPath.parse(entry.path());
          if (path != null && entry.regular()) {
            if (path.versionDirectory().isEmpty()) {
              builder.item(
                  path.groupResource(),
                  path.namespace(),
                  path.name(),
                  entry.sizeBytes(),
                  entry.number());
              scanned.offer(entry, scanner);
            } else {
              builder.version(path.groupResource(), path.version(), path.isPreferred());
            }
          }
          return true;
        };
    if (index == null) {
      scan.run(visitor);
    } else if (!scan.runAndDigest(visitor).equals(index.header().tarballSha256())) {
      warnings.accept(
          ArchivePaths.indexKey(backupName)
              + " is ignored: the archive does not have the SHA-256 that it names");
      index = null;
    }
    bodies = scanned;
    return builder.build();
  }

  private synchronized BodySource bodies() throws IOException {
    if (bodies == null && index != null) {
      bodies =
          new IndexedBodies(
              store, tarball.key(), tarball.sizeBytes(), index, memoryBytes, maxItemBytes);
    }
    if (bodies == null) {
      catalogue();
    }
    if (bodies == null) {
      throw new IllegalStateException("a scanned catalogue leaves a source of bodies");
    }
    return bodies;
  }

  /**
   * Reads the item at the plain path.
   *
   * @return its JSON; empty if the archive has none
   */
  public Optional<byte[]> read(String groupResource, String namespace, String name)
      throws IOException {
    BodySource source = bodies();
    if (source instanceof IndexedBodies indexed) {
      return indexed.readPreferred(groupResource, namespace, name);
    }
    Optional<ArchiveCatalogue.Item> item = catalogue().find(groupResource, namespace, name);
    if (item.isEmpty()) {
      return Optional.empty();
    }
    List<byte[]> found = new ArrayList<>();
    source.read(List.of(item.get()), (i, body) -> found.add(body));
    return found.stream().findFirst();
  }

  /**
   * Reads the item in one version, preferred or not.
   *
   * @return its JSON; empty if the archive has none
   */
  public Optional<byte[]> read(String groupResource, String version, String namespace, String name)
      throws IOException {
    return bodies().read(groupResource, version, namespace, name);
  }

  /**
   * Reads items of {@link #catalogue} in exactly the given order, in batches that fit the memory.
   *
   * @param inOrder items of this reader's catalogue
   * @param visitor called from this thread
   */
  public void read(List<ArchiveCatalogue.Item> inOrder, Visitor visitor) throws IOException {
    bodies().read(inOrder, visitor);
  }
}
