// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import io.oadp.api.Problem;
import io.oadp.api.Problem.Severity;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tarball against itself and against our index, in one pass: digests, structure, and of
 * every item its JSON, its path and its place in the index. What is wrong is told, not thrown, so
 * that one look shows everything. Used once, by one thread.
 */
public final class ArchiveVerifier {
  private static final int MAX_ITEM_BYTES = 64 << 20;
  private static final long MAX_INDEX_BYTES = 512L << 20;

  private final ObjectStore store;
  private final String backupName;
  private final Consumer<Problem> problems;
  private final ArchiveCatalogue.Builder catalogue = new ArchiveCatalogue.Builder();
  private final Set<KeyDigest> placed = new HashSet<>();
  private final Map<String, String> resourceOfKind = new HashMap<>();
  private final Set<ResourceIdentifier> inOtherVersions = new HashSet<>();
  private final Map<String, String> preferredVersions = new HashMap<>();
  private @Nullable IndexReader index;
  private MemberCheck members = new MemberCheck("", ByteBuffer.allocate(0));
  private long items;
  private boolean resources;
  private boolean version;
  private EntryPath previous = new EntryPath("", "", "", "");
  private byte[] previousBody = {};

  /**
   * Prepares the look.
   *
   * @param problems told of everything that is wrong
   */
  public ArchiveVerifier(ObjectStore store, String backupName, Consumer<Problem> problems) {
    this.store = store;
    this.backupName = backupName;
    this.problems = problems;
  }

  /**
   * What a tarball turned out to be.
   *
   * @param catalogue of what was seen
   * @param complete whether the pass came to the end
   * @param indexed whether there is an index of ours to hold it against
   * @param bytes of the tarball; -1 if there is none
   * @param resourceOfKind the groupResource of each {@code group/Kind} seen
   * @param inOtherVersions items seen in versions that are not preferred
   */
  public record Result(
      ArchiveCatalogue catalogue,
      boolean complete,
      boolean indexed,
      long bytes,
      Map<String, String> resourceOfKind,
      Set<ResourceIdentifier> inOtherVersions) {
    /** Whether an item that no plain path has stands in the directory of a version. */
    public boolean inOtherVersion(String groupResource, String namespace, String name) {
      return inOtherVersions.contains(ResourceIdentifier.of(groupResource, namespace, name));
    }
  }

  private void error(String text) {
    problems.accept(Problem.ofRun(Severity.ERROR, text));
  }

  private void warn(String text) {
    problems.accept(Problem.ofRun(Severity.WARNING, text));
  }

  /**
   * Looks.
   *
   * @throws IOException if the store fails
   */
  public Result run() throws IOException {
    String key = ArchivePaths.tarballKey(backupName);
    Optional<ObjectInfo> tarball = store.stat(key);
    if (tarball.isEmpty()) {
      error(key + " is not there: the backup has no items to restore");
      return new Result(catalogue.build(), false, false, -1, Map.of(), Set.of());
    }
    openIndex(tarball.get());
    boolean complete = false;
    try {
      new ArchiveScan(store, tarball.get(), this::warn).run(this::entry, members);
      complete = true;
      atEnd(key);
    } catch (CorruptBackupException e) {
      error(e.getMessage() + "; what is behind was not looked at");
    }
    digests(key);
    return new Result(
        catalogue.build(),
        complete,
        index != null,
        tarball.get().sizeBytes(),
        Map.copyOf(resourceOfKind),
        Set.copyOf(inOtherVersions));
  }

  private void openIndex(ObjectInfo tarball) throws IOException {
    IndexReader opened =
        IndexReader.open(store, backupName, tarball.sizeBytes(), this::error).orElse(null);
    if (opened == null) {
      return;
    }
    try {
      members = new MemberCheck(ArchivePaths.indexKey(backupName), opened.memberTable());
      if (members.rawBytes() != opened.header().rawBytes()) {
        error(ArchivePaths.indexKey(backupName) + " has members of a wrong uncompressed length");
      }
      opened.keepAll(MAX_INDEX_BYTES);
    } catch (CorruptBackupException e) {
      error(String.valueOf(e.getMessage()));
      return;
    }
    for (IndexFacts.Kind kind : opened.header().facts().kinds()) {
      if (kind.preferred()) {
        preferredVersions.put(kind.groupResource(), kind.version());
      }
    }
    index = opened;
  }

  private boolean entry(TarScanner.Entry entry, TarScanner scanner) throws IOException {
    EntryPath path = EntryPath.parse(entry.path());
    resources |= entry.path().startsWith("resources/");
    if (!entry.regular()) {
      warn("the archive has an entry that is no file: " + entry.path());
      return true;
    }
    if (path == null) {
      if (entry.path().equals(ArchivePaths.VERSION_PATH)) {
        version = true;
      } else {
        warn("the archive has an entry that no reader knows: " + entry.path());
      }
      return true;
    }
    ResourceIdentifier id =
        ResourceIdentifier.of(path.groupResource(), path.namespace(), path.name());
    boolean plain = path.versionDirectory().isEmpty();
    if (plain) {
      items++;
      catalogue.item(
          path.groupResource(), path.namespace(), path.name(), entry.sizeBytes(), entry.number());
    } else {
      catalogue.version(path.groupResource(), path.version(), path.isPreferred());
      if (!path.isPreferred()) {
        inOtherVersions.add(id);
      }
    }
    if (plain || !path.isPreferred()) {
      place(path, id, scanner.position(), entry.sizeBytes());
    }
    if (entry.sizeBytes() > MAX_ITEM_BYTES) {
      error(id, "it has " + entry.sizeBytes() + " bytes, and more than 64 MiB are not read");
    } else {
      body(path, id, scanner.readBody());
    }
    return true;
  }

  private void error(ResourceIdentifier id, String text) {
    problems.accept(Problem.ofItem(Severity.ERROR, id, text));
  }

  private void body(EntryPath path, ResourceIdentifier id, byte[] body) {
    boolean copy =
        path.isPreferred()
            && previous.versionDirectory().isEmpty()
            && previous.groupResource().equals(path.groupResource())
            && previous.namespace().equals(path.namespace())
            && previous.name().equals(path.name());
    boolean same = copy && Arrays.equals(previousBody, body);
    if (copy && !same) {
      error(id, "its two copies in the archive differ");
    }
    previous = path;
    previousBody = body;
    try {
      KubernetesItem item = KubernetesItem.parse(body);
      for (String problem : StoredItemCheck.problems(path, item)) {
        if (!same || problem.contains("apiVersion")) {
          error(id, "at " + place(path) + ": " + problem);
        }
      }
      resourceOfKind.put(item.kind().group() + "/" + item.kind().kind(), path.groupResource());
    } catch (IllegalArgumentException e) {
      if (!same) {
        error(id, "at " + place(path) + ": it cannot be read: " + e.getMessage());
      }
    }
  }

  private static String place(EntryPath path) {
    return path.versionDirectory().isEmpty() ? "its plain path" : path.versionDirectory();
  }

  /** Whether the index leads to where the item is. */
  private void place(EntryPath path, ResourceIdentifier id, long position, long size)
      throws IOException {
    IndexReader reader = index;
    if (reader == null) {
      return;
    }
    String inVersion =
        path.versionDirectory().isEmpty()
            ? preferredVersions.getOrDefault(path.groupResource(), "")
            : path.version();
    KeyDigest digest = KeyDigest.of(path.groupResource(), inVersion, path.namespace(), path.name());
    Optional<IndexLocation> found = reader.find(digest);
    if (found.isEmpty()) {
      error(id, "the index does not name it");
      return;
    }
    placed.add(digest);
    IndexLocation location = found.get();
    long start = members.rawStart(location.memberNumber());
    if (start < 0 || start + location.offset() != position || location.size() != size) {
      error(id, "the index leads to another place than where it is");
    }
  }

  private void atEnd(String key) {
    if (!version) {
      warn(key + " has no " + ArchivePaths.VERSION_PATH);
    }
    if (!resources) {
      warn(key + " holds no items");
    }
    long twice = items - catalogue.build().itemCount();
    if (twice > 0) {
      warn(key + " has " + twice + " items at paths that others have too; the later ones count");
    }
    IndexReader reader = index;
    if (reader != null && reader.records() > placed.size()) {
      error(
          ArchivePaths.indexKey(backupName)
              + " names "
              + reader.records()
              + " items, and the archive has "
              + placed.size()
              + " of them");
    }
  }

  private void digests(String key) {
    String actual = members.sha256();
    IndexReader reader = index;
    if (reader == null) {
      return;
    }
    for (String member : members.damaged()) {
      error(key + ": gzip member " + member + " does not have the SHA-256 that the index names");
    }
    if (!actual.equals(reader.header().tarballSha256())) {
      error(key + " does not have the SHA-256 that the index names");
    }
  }
}
