// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Answers lists. A page is cut out of the snapshot that its continue token names, so that all pages
 * of one list show one moment; a token whose snapshot is gone is answered with 410 and a token that
 * goes on with the present state.
 */
final class Lists {
  private static final long PRESENT = -1;

  private record Token(long revision, String start) {
    String text() {
      JsonObject token = new JsonObject();
      token.addProperty("v", "meta.k8s.io/v1");
      token.addProperty("rv", revision);
      token.addProperty("start", start);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    static Token of(String text) {
      try {
        byte[] json = Base64.getUrlDecoder().decode(text.replace("=", ""));
        if (Json.parse(json) instanceof JsonObject o && o.has("rv")) {
          return new Token(o.get("rv").getAsLong(), Json.string(o, "start"));
        }
        throw new JsonParseException("not a token");
      } catch (JsonParseException e) {
        throw invalid(Json.problem(e));
      } catch (IllegalArgumentException e) {
        throw invalid("not base64");
      }
    }
  }

  private static ApiFailure invalid(String why) {
    return ApiFailure.badRequest("invalid continue token: continue key is not valid: " + why);
  }

  private final Storage storage;

  Lists(Storage storage) {
    this.storage = storage;
  }

  static Predicate<StoredItem> selection(ResourceType type, Map<String, String> query) {
    return Selectors.labels(query.getOrDefault("labelSelector", ""))
        .and(Selectors.fields(type, query.getOrDefault("fieldSelector", "")));
  }

  Answer list(ResourceType type, String namespace, Map<String, String> query) {
    ListOptions.checkList(query);
    boolean selective =
        !query.getOrDefault("labelSelector", "").isEmpty()
            || !query.getOrDefault("fieldSelector", "").isEmpty();
    Predicate<StoredItem> selection = selection(type, query);
    String continueText = query.getOrDefault("continue", "");
    // The server answers "any version will do" from its cache, which knows no pages.
    boolean cached =
        continueText.isEmpty() && query.getOrDefault("resourceVersion", "").equals("0");
    long limit = cached ? 0 : number(query.getOrDefault("limit", ""));
    String start = "";
    Storage.Snapshot snapshot;
    if (continueText.isEmpty()) {
      snapshot = snapshot(type, query);
    } else {
      if (!query.getOrDefault("resourceVersion", "0").matches("0?")) {
        throw ApiFailure.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      Token token = Token.of(continueText);
      start = token.start();
      snapshot =
          token.revision() == PRESENT
              ? storage.snapshot(type.storage())
              : storage
                  .snapshotAt(type.storage(), token.revision())
                  .orElseThrow(() -> ApiFailure.expired(new Token(PRESENT, token.start()).text()));
    }
    return page(type, namespace, snapshot, start, limit, selection, selective);
  }

  private Storage.Snapshot snapshot(ResourceType type, Map<String, String> query) {
    String given = query.getOrDefault("resourceVersion", "");
    if (given.isEmpty() || given.equals("0")) {
      return storage.snapshot(type.storage());
    }
    if (!given.matches("\\d{1,18}")) {
      throw ApiFailure.badRequest(
          "invalid resource version: " + ApiFailure.unparsableVersion(given));
    }
    long asked = Long.parseLong(given);
    if (asked > storage.revision()) {
      throw ApiFailure.tooLargeResourceVersion(asked, storage.revision());
    }
    if (query.getOrDefault("resourceVersionMatch", "").equals("Exact")) {
      return storage
          .snapshotAt(type.storage(), asked)
          .orElseThrow(() -> ApiFailure.tooOld(asked, storage.revision()));
    }
    return storage.snapshot(type.storage());
  }

  /** Refuses what a read of one item may not ask for. */
  void checkVersion(String given) {
    if (given.isEmpty()) {
      return;
    }
    if (!given.matches("\\d{1,18}")) {
      throw ApiFailure.of(500, "", ApiFailure.unparsableVersion(given));
    }
    if (Long.parseLong(given) > storage.revision()) {
      throw ApiFailure.tooLargeResourceVersion(Long.parseLong(given), storage.revision());
    }
  }

  private static Answer page(
      ResourceType type,
      String namespace,
      Storage.Snapshot snapshot,
      String start,
      long limit,
      Predicate<StoredItem> selection,
      boolean selective) {
    List<StoredItem> items = snapshot.items();
    int at = indexOf(items, namespace.isEmpty() ? "" : namespace + "/");
    int end = namespace.isEmpty() ? items.size() : indexOf(items, namespace + "0");
    at = start.isEmpty() ? at : Math.max(at, indexOf(items, start));
    Answer answer = new Answer(200, Answer.JSON);
    byte[] opening = type.opening();
    Body body = new Body(type, opening);
    while (at < end && (limit == 0 || body.count < limit)) {
      StoredItem item = items.get(at++);
      if (selection.test(item)) {
        body.add(item);
      }
    }
    JsonObject metadata = new JsonObject();
    boolean more = at < end && (!selective || anyLeft(items, at, end, selection));
    String next = more ? new Token(snapshot.revision(), items.get(at - 1).key() + "\0").text() : "";
    if (more || type.custom()) {
      metadata.addProperty("continue", next);
    }
    if (more && !selective) {
      metadata.addProperty("remainingItemCount", end - at);
    }
    return body.finish(answer, Long.toString(snapshot.revision()), metadata);
  }

  private static boolean anyLeft(
      List<StoredItem> items, int at, int end, Predicate<StoredItem> selection) {
    return items.subList(at, end).stream().anyMatch(selection);
  }

  /** The first item that does not come before {@code key}. */
  static int indexOf(List<StoredItem> items, String key) {
    int low = 0;
    int high = items.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items.get(middle).key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A list of items that are not in a snapshot, such as those that a DELETE removed. */
  static Answer of(ResourceType type, List<StoredItem> items, long revision) {
    Body body = new Body(type, type.opening());
    items.forEach(body::add);
    JsonObject metadata = new JsonObject();
    if (type.custom()) {
      metadata.addProperty("continue", "");
    }
    return body.finish(new Answer(200, Answer.JSON), Long.toString(revision), metadata);
  }

  static long number(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("-?\\d{1,18}")) {
      throw ApiFailure.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    return Math.max(0, Long.parseLong(text));
  }

  /**
   * Collects the items. In lists of built-in kinds the metadata comes first and the items carry no
   * {@code apiVersion} and {@code kind}; lists of custom resources are in alphabetical order.
   */
  private static final class Body {
    private static final byte[] COMMA = ",".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BRACE = "{".getBytes(StandardCharsets.UTF_8);

    private final ResourceType type;
    private final byte[] opening;
    private final java.util.ArrayList<StoredItem> items = new java.util.ArrayList<>();
    private int count;

    Body(ResourceType type, byte[] opening) {
      this.type = type;
      this.opening = opening;
    }

    void add(StoredItem item) {
      items.add(item);
      count++;
    }

    Answer finish(Answer answer, String revision, JsonObject more) {
      JsonObject metadata = new JsonObject();
      if (type.custom()) {
        more.entrySet().forEach(e -> metadata.add(e.getKey(), e.getValue()));
        metadata.addProperty("resourceVersion", revision);
        answer.add("{\"apiVersion\":\"" + type.groupVersion() + "\",\"items\":[");
      } else {
        metadata.addProperty("resourceVersion", revision);
        more.entrySet().forEach(e -> metadata.add(e.getKey(), e.getValue()));
        answer.add(
            "{\"kind\":\""
                + type.listKind()
                + "\",\"apiVersion\":\""
                + type.groupVersion()
                + "\",\"metadata\":");
        answer.add(Json.bytes(metadata)).add(",\"items\":[");
      }
      byte[] start = type.custom() ? opening : BRACE;
      for (int i = 0; i < items.size(); i++) {
        if (i > 0) {
          answer.add(COMMA);
        }
        answer.addObject(start, ItemForm.served(type, items.get(i)));
      }
      if (type.custom()) {
        answer.add("],\"kind\":\"" + type.listKind() + "\",\"metadata\":");
        return answer.add(Json.bytes(metadata)).add("}\n");
      }
      return answer.add("]}\n");
    }
  }
}
