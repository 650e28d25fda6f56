// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bodies by ranged reads. A batch of the asked order is located, the members it needs are read in
 * the order of the archive, neighbours in one request, and what was asked for is handed on in the
 * order it was asked. Every member is held against its SHA-256. Thread-safe.
 */
final class IndexedBodies implements BodySource {
  /** Bytes between two wanted members that are read along rather than asked around. */
  private static final long GAP_BYTES = 64 << 10;

  private static final int LOCATION_BYTES = 256;
  private static final int MIN_SLICE = 256;
  private static final int MAX_SLICE = 100_000;
  private static final long MEMBER_SLACK_BYTES = 4 << 20;

  private final ObjectStore store;
  private final String key;
  private final long tarballBytes;
  private final IndexReader index;
  private final long memoryBytes;
  private final long maxItemBytes;
  private final Map<String, String> preferredVersions = new HashMap<>();

  IndexedBodies(
      ObjectStore store,
      String key,
      long tarballBytes,
      IndexReader index,
      long memoryBytes,
      long maxItemBytes) {
    this.store = store;
    this.key = key;
    this.tarballBytes = tarballBytes;
    this.index = index;
    this.memoryBytes = memoryBytes;
    this.maxItemBytes = maxItemBytes;
    for (IndexFacts.Kind kind : index.header().facts().kinds()) {
      if (kind.preferred()) {
        preferredVersions.put(kind.groupResource(), kind.version());
      }
    }
  }

  /** The item at the plain path. */
  Optional<byte[]> readPreferred(String groupResource, String namespace, String name)
      throws IOException {
    String version = preferredVersions.get(groupResource);
    return version == null ? Optional.empty() : read(groupResource, version, namespace, name);
  }

  @Override
  public Optional<byte[]> read(String groupResource, String version, String namespace, String name)
      throws IOException {
    KeyDigest digest = KeyDigest.of(groupResource, version, namespace, name);
    Optional<IndexLocation> location = index.find(digest);
    if (location.isEmpty()) {
      return Optional.empty();
    }
    Wanted wanted =
        new Wanted(
            new ArchiveCatalogue.Item(groupResource, namespace, name, -1, -1), location.get());
    check(wanted);
    fetch(List.of(wanted));
    if (wanted.body == null) {
      throw wanted.failure != null ? wanted.failure : corrupt(wanted, "was not found in it", null);
    }
    return Optional.of(wanted.body);
  }

  @Override
  public void read(List<ArchiveCatalogue.Item> inOrder, ArchiveReader.Visitor visitor)
      throws IOException {
    if (inOrder.size() >= IndexLayout.pages(index.records())) {
      index.keepAll(memoryBytes / 4);
    }
    int slice = (int) Math.max(MIN_SLICE, Math.min(MAX_SLICE, memoryBytes / 8 / LOCATION_BYTES));
    for (int from = 0; from < inOrder.size(); from += slice) {
      List<ArchiveCatalogue.Item> items =
          inOrder.subList(from, Math.min(inOrder.size(), from + slice));
      readSlice(locate(items), visitor);
    }
  }

  private List<Wanted> locate(List<ArchiveCatalogue.Item> items) throws IOException {
    List<KeyDigest> digests = new ArrayList<>(items.size());
    for (ArchiveCatalogue.Item item : items) {
      String version = preferredVersions.getOrDefault(item.groupResource(), "");
      digests.add(KeyDigest.of(item.groupResource(), version, item.namespace(), item.name()));
    }
    @Nullable IndexLocation[] locations = index.find(digests);
    List<Wanted> wanted = new ArrayList<>(items.size());
    for (int i = 0; i < locations.length; i++) {
      Wanted one = new Wanted(items.get(i), locations[i]);
      check(one);
      wanted.add(one);
    }
    return wanted;
  }

  private void readSlice(List<Wanted> slice, ArchiveReader.Visitor visitor) throws IOException {
    for (int from = 0; from < slice.size(); ) {
      int to = from;
      long bytes = 0;
      while (to < slice.size()
          && (to == from || bytes + slice.get(to).bytes() <= memoryBytes / 2)) {
        bytes += slice.get(to).bytes();
        to++;
      }
      List<Wanted> batch = slice.subList(from, to);
      fetch(batch);
      for (Wanted wanted : batch) {
        if (wanted.body != null) {
          visitor.item(wanted.item, wanted.body);
          wanted.body = null;
        } else {
          visitor.failed(
              wanted.item,
              wanted.failure != null
                  ? wanted.failure
                  : corrupt(wanted, "is listed, but is not in it", null));
        }
      }
      from = to;
    }
  }

  /** Fails what must not be read, so that the rest can trust the numbers. */
  private void check(Wanted wanted) {
    IndexLocation location = wanted.location;
    if (location == null) {
      return;
    }
    if (location.size() > maxItemBytes
        || location.memberBytes() > maxItemBytes + MEMBER_SLACK_BYTES
        || location.memberRawBytes() > maxItemBytes + MEMBER_SLACK_BYTES) {
      wanted.failure =
          corrupt(
              wanted,
              "has " + location.size() + " bytes, and more than " + maxItemBytes + " are not read",
              null);
    } else if (!location.isPlausible(tarballBytes)) {
      wanted.failure = corrupt(wanted, "has an impossible place in the index", null);
    }
  }

  private CorruptBackupException corrupt(Wanted wanted, String what, @Nullable Throwable cause) {
    String message = wanted.item + " " + what;
    return cause == null
        ? new CorruptBackupException(key, message)
        : new CorruptBackupException(key, message, cause);
  }

  private void fetch(List<Wanted> batch) throws IOException {
    List<Wanted> byPlace = new ArrayList<>();
    for (Wanted wanted : batch) {
      if (wanted.location != null && wanted.failure == null) {
        byPlace.add(wanted);
      }
    }
    byPlace.sort(Comparator.comparingLong(Wanted::memberOffset));
    long most = Math.min(IndexReader.MAX_RANGE_BYTES, memoryBytes / 4);
    for (int from = 0; from < byPlace.size(); ) {
      long begin = byPlace.get(from).memberOffset();
      long end = byPlace.get(from).memberEnd();
      int to = from + 1;
      while (to < byPlace.size()
          && byPlace.get(to).memberOffset() <= end + GAP_BYTES
          && byPlace.get(to).memberEnd() - begin <= Math.max(most, end - begin)) {
        end = Math.max(end, byPlace.get(to).memberEnd());
        to++;
      }
      byte[] range = IndexReader.range(store, key, begin, end - begin);
      extract(byPlace.subList(from, to), range, begin);
      from = to;
    }
  }

  private void extract(List<Wanted> inRange, byte[] range, long begin) {
    long inflated = -1;
    byte[] raw = {};
    @Nullable IOException failure = null;
    for (Wanted wanted : inRange) {
      IndexLocation location = wanted.requireLocation();
      if (location.memberOffset() != inflated) {
        inflated = location.memberOffset();
        failure = null;
        int at = (int) (location.memberOffset() - begin);
        // Where the object ends early, zeros take the place, and the SHA-256 tells.
        byte[] member = Arrays.copyOfRange(range, at, at + location.memberBytes());
        try {
          raw = location.inflate(member);
        } catch (IOException e) {
          failure = e;
        }
      }
      if (failure != null) {
        wanted.failure = corrupt(wanted, "cannot be read: " + failure.getMessage(), failure);
      } else {
        wanted.body = location.body(raw);
      }
    }
  }

  /** One asked item on its way. */
  private static final class Wanted {
    private final ArchiveCatalogue.Item item;
    private final @Nullable IndexLocation location;
    private byte @Nullable [] body;
    private @Nullable CorruptBackupException failure;

    Wanted(ArchiveCatalogue.Item item, @Nullable IndexLocation location) {
      this.item = item;
      this.location = location;
    }

    IndexLocation requireLocation() {
      if (location == null) {
        throw new IllegalStateException("only located items are fetched");
      }
      return location;
    }

    long memberOffset() {
      return requireLocation().memberOffset();
    }

    long memberEnd() {
      return requireLocation().memberEnd();
    }

    long bytes() {
      return location == null || failure != null ? 0 : location.size();
    }
  }
}
