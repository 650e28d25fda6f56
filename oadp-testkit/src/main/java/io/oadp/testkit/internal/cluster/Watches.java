// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into the events of watches. An item that comes to match a selector is ADDED, one
 * that ceases to match is DELETED in the state in which it last matched.
 */
final class Watches {
  /** The event after which the stream ends. */
  static final byte[] END = {};

  /** One watch that runs. */
  static final class Running {
    private final Storage storage;
    private final ResourceType type;
    private final boolean bookmarks;
    private final Runnable end;

    Running(Storage storage, ResourceType type, boolean bookmarks, Runnable end) {
      this.storage = storage;
      this.type = type;
      this.bookmarks = bookmarks;
      this.end = end;
    }

    void end() {
      end.run();
    }

    /** What tells the client how far it is, if it wants to be told. */
    Optional<byte[]> bookmark() {
      return bookmarks
          ? Optional.of(Watches.bookmark(type, storage.revision(), false))
          : Optional.empty();
    }
  }

  private final Storage storage;

  Watches(Storage storage) {
    this.storage = storage;
  }

  Running start(
      ResourceType type, String namespace, Map<String, String> query, Consumer<byte[]> events) {
    ListOptions.checkWatch(query);
    Predicate<StoredItem> selection = Lists.selection(type, query);
    Predicate<StoredItem> inside =
        item -> (namespace.isEmpty() || item.namespace().equals(namespace)) && selection.test(item);
    String since = query.getOrDefault("resourceVersion", "");
    String initial = query.getOrDefault("sendInitialEvents", "");
    boolean bookmarks = isTrue(query.getOrDefault("allowWatchBookmarks", ""));
    Lists.number(query.getOrDefault("timeoutSeconds", ""));
    long from = since.isEmpty() ? 0 : number(since);
    boolean fromStart = initial.isEmpty() ? from == 0 : isTrue(initial);
    Consumer<Storage.Change> report = change -> report(type, inside, change, events);
    synchronized (storage) {
      Runnable end;
      if (fromStart) {
        storage.live(type.storage(), namespace).stream()
            .filter(selection)
            .forEach(i -> events.accept(event(type, "ADDED", i)));
        if (bookmarks) {
          events.accept(bookmark(type, storage.revision(), true));
        }
        end = storage.watch(storage.revision(), report);
      } else {
        end = resume(from, report, events);
      }
      return new Running(storage, type, bookmarks, end);
    }
  }

  /** A version that is too old shows as an event, since the answer has begun by then. */
  private Runnable resume(long from, Consumer<Storage.Change> report, Consumer<byte[]> events) {
    try {
      return storage.watch(from, report);
    } catch (ApiFailure failure) {
      events.accept(event("ERROR", failure.status()));
      events.accept(END);
      return () -> {};
    }
  }

  static boolean isTrue(String flag) {
    return !flag.isEmpty() && !flag.equals("0") && !flag.equalsIgnoreCase("false");
  }

  private static long number(String version) {
    if (!version.matches("\\d{1,18}")) {
      throw ApiFailure.of(500, "", ApiFailure.unparsableVersion(version));
    }
    return Long.parseLong(version);
  }

  private static void report(
      ResourceType type,
      Predicate<StoredItem> inside,
      Storage.Change change,
      Consumer<byte[]> events) {
    if (!change.storage().equals(type.storage())) {
      return;
    }
    StoredItem now = change.item();
    @Nullable StoredItem before = change.before();
    boolean was = before != null && inside.test(before);
    boolean is = inside.test(now);
    if (change.type().equals("DELETED")) {
      if (was || is) {
        events.accept(event(type, "DELETED", now));
      }
    } else if (is) {
      events.accept(event(type, was ? "MODIFIED" : "ADDED", now));
    } else if (was && before != null) {
      JsonObject last = before.tree();
      Json.object(last, "metadata")
          .addProperty("resourceVersion", Long.toString(now.resourceVersion()));
      events.accept(event(type, "DELETED", StoredItem.of(last, ItemForm.bytes(type, last))));
    }
  }

  private static byte[] event(ResourceType type, String kind, StoredItem item) {
    return ("{\"type\":\"" + kind + "\",\"object\":" + ApiServer.text(type, item) + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] event(String kind, JsonElement object) {
    JsonObject event = new JsonObject();
    event.addProperty("type", kind);
    event.add("object", object);
    return (new String(Json.bytes(event), StandardCharsets.UTF_8) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bookmark(ResourceType type, long revision, boolean initial) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("resourceVersion", Long.toString(revision));
    if (initial) {
      JsonObject annotations = new JsonObject();
      annotations.addProperty("k8s.io/initial-events-end", "true");
      metadata.add("annotations", annotations);
    }
    JsonObject object = new JsonObject();
    object.addProperty("kind", type.kind());
    object.addProperty("apiVersion", type.groupVersion());
    object.add("metadata", metadata);
    return event("BOOKMARK", object);
  }
}
