// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The items of every kind, one revision counter over all, and the past that lists and watches may
 * still ask for. Every method holds the monitor; callers that read and then write hold it
 * themselves around both.
 */
final class Storage {
  /** One change; {@code before} is the item as it was, unless it is new. */
  record Change(String storage, String type, StoredItem item, @Nullable StoredItem before) {
    long revision() {
      return item.resourceVersion();
    }
  }

  /** The items of a kind in order, as they were at one revision. */
  record Snapshot(long revision, List<StoredItem> items) {}

  private static final int KEPT_SNAPSHOTS = 32;
  private static final int KEPT_CHANGES = 20_000;

  private final Map<String, NavigableMap<String, StoredItem>> items = new HashMap<>();
  private final Map<String, NavigableMap<Long, Snapshot>> snapshots = new HashMap<>();
  private final Map<String, Population> populations = new HashMap<>();
  private final Map<String, Snapshot> latest = new HashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final List<Consumer<Change>> watchers = new ArrayList<>();
  private long revision = 100;
  private long forgotten;

  synchronized long revision() {
    return revision;
  }

  synchronized long nextRevision() {
    return ++revision;
  }

  synchronized Optional<StoredItem> get(String storage, String key) {
    StoredItem stored = of(storage).get(key);
    Population generated = populations.get(storage);
    return stored == null && generated != null ? generated.find(key) : Optional.ofNullable(stored);
  }

  /** Shows items that are not stored, from the next revision on. */
  synchronized void show(String storage, Population population) {
    nextRevision();
    populations.put(storage, population);
    latest.remove(storage);
  }

  private List<StoredItem> visible(String storage, Collection<StoredItem> stored) {
    Population generated = populations.get(storage);
    return generated == null ? List.copyOf(stored) : generated.with(stored);
  }

  private void refuseGenerated(String storage, StoredItem item) {
    Population generated = populations.get(storage);
    if (generated != null && generated.find(item.key()).isPresent()) {
      throw ApiFailure.of(
          405,
          "MethodNotAllowed",
          "\"" + item.key() + "\" is of a generated population, which can be read only");
    }
  }

  synchronized void put(String storage, StoredItem item) {
    refuseGenerated(storage, item);
    StoredItem before = of(storage).put(item.key(), item);
    changed(storage, before == null ? "ADDED" : "MODIFIED", item, before);
  }

  /** Removes an item; {@code last} is its final state, which watches see. */
  synchronized void remove(String storage, StoredItem last) {
    refuseGenerated(storage, last);
    StoredItem before = of(storage).remove(last.key());
    changed(storage, "DELETED", last, before);
  }

  /** Live items of a kind, in order; of one namespace unless that is empty. */
  synchronized List<StoredItem> live(String storage, String namespace) {
    NavigableMap<String, StoredItem> all = of(storage);
    return new ArrayList<>(
        namespace.isEmpty()
            ? all.values()
            : all.subMap(namespace + "/", true, namespace + "0", false).values());
  }

  /** Now, kept so that later pages can come back to it. */
  synchronized Snapshot snapshot(String storage) {
    Snapshot last = latest.get(storage);
    Snapshot now =
        new Snapshot(
            revision, last != null ? last.items() : visible(storage, of(storage).values()));
    latest.put(storage, now);
    NavigableMap<Long, Snapshot> kept = snapshots.computeIfAbsent(storage, s -> new TreeMap<>());
    kept.put(now.revision(), now);
    if (kept.size() > KEPT_SNAPSHOTS) {
      kept.pollFirstEntry();
    }
    return now;
  }

  /** The past as it was kept, or told from the changes since; nothing where it is forgotten. */
  synchronized Optional<Snapshot> snapshotAt(String storage, long atRevision) {
    NavigableMap<Long, Snapshot> kept = snapshots.getOrDefault(storage, new TreeMap<>());
    Snapshot found = kept.get(atRevision);
    if (found != null) {
      return Optional.of(found);
    }
    if (atRevision < forgotten) {
      return Optional.empty();
    }
    NavigableMap<String, StoredItem> past = new TreeMap<>(of(storage));
    for (Iterator<Change> i = changes.descendingIterator(); i.hasNext(); ) {
      Change change = i.next();
      if (change.revision() > atRevision && change.storage().equals(storage)) {
        undo(past, change);
      }
    }
    return Optional.of(new Snapshot(atRevision, visible(storage, past.values())));
  }

  private static void undo(Map<String, StoredItem> items, Change change) {
    StoredItem before = change.before();
    if (before == null) {
      items.remove(change.item().key());
    } else {
      items.put(before.key(), before);
    }
  }

  /** Forgets the past, as etcd's compaction does. */
  synchronized void compact() {
    snapshots.clear();
    changes.clear();
    forgotten = nextRevision();
  }

  /**
   * Reports every change after {@code since} and then each new one, under the monitor.
   *
   * @return ends the reports
   */
  synchronized Runnable watch(long since, Consumer<Change> watcher) {
    if (since < forgotten) {
      throw ApiFailure.tooOld(since, forgotten);
    }
    for (Change change : changes) {
      if (change.revision() > since) {
        watcher.accept(change);
      }
    }
    // A client may name a version that is yet to come.
    Consumer<Change> fresh =
        change -> {
          if (change.revision() > since) {
            watcher.accept(change);
          }
        };
    watchers.add(fresh);
    return () -> unwatch(fresh);
  }

  private synchronized void unwatch(Consumer<Change> watcher) {
    watchers.remove(watcher);
  }

  private NavigableMap<String, StoredItem> of(String storage) {
    return items.computeIfAbsent(storage, s -> new TreeMap<>());
  }

  private void changed(String storage, String type, StoredItem item, @Nullable StoredItem before) {
    latest.remove(storage);
    Change change = new Change(storage, type, item, before);
    changes.add(change);
    if (changes.size() > KEPT_CHANGES) {
      forgotten = changes.remove().revision();
    }
    watchers.forEach(w -> w.accept(change));
  }
}
