// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Map;

/** Two patch languages: merge patch (RFC 7386) and JSON patch (RFC 6902). */
final class Patches {
  private Patches() {}

  static JsonElement merge(JsonElement target, JsonElement patch) {
    if (!(patch instanceof JsonObject changes)) {
      return patch.deepCopy();
    }
    JsonObject result = target instanceof JsonObject o ? o.deepCopy() : new JsonObject();
    for (Map.Entry<String, JsonElement> e : changes.entrySet()) {
      if (e.getValue().isJsonNull()) {
        result.remove(e.getKey());
      } else {
        JsonElement below = result.get(e.getKey());
        result.add(e.getKey(), merge(below == null ? JsonNull.INSTANCE : below, e.getValue()));
      }
    }
    return result;
  }

  /** Applies a JSON patch; an operation that does not fit rejects the whole. */
  static JsonObject jsonPatch(JsonObject target, JsonElement patch) {
    if (!(patch instanceof JsonArray operations)) {
      throw ApiFailure.badRequest("error decoding patch: a JSON patch is an array");
    }
    JsonElement root = target.deepCopy();
    for (JsonElement e : operations) {
      if (!(e instanceof JsonObject operation)) {
        throw ApiFailure.badRequest("error decoding patch: an operation is an object");
      }
      root = apply(root, operation);
    }
    if (!(root instanceof JsonObject result)) {
      throw ApiFailure.rejectedPatch();
    }
    return result;
  }

  private static JsonElement apply(JsonElement root, JsonObject operation) {
    String path = Json.string(operation, "path");
    JsonElement value = operation.get("value");
    switch (Json.string(operation, "op")) {
      case "add" -> {
        return put(root, path, required(value).deepCopy(), true);
      }
      case "replace" -> {
        // The server lets a member of an object be replaced that is not there.
        return put(root, path, required(value).deepCopy(), false);
      }
      case "remove" -> {
        remove(root, path);
        return root;
      }
      case "test" -> {
        if (!find(root, path).equals(required(value))) {
          throw ApiFailure.rejectedPatch();
        }
        return root;
      }
      case "move", "copy" -> {
        String from = Json.string(operation, "from");
        if (Json.string(operation, "op").equals("copy")) {
          return put(root, path, copied(root, from), true);
        }
        JsonElement moved = find(root, from).deepCopy();
        remove(root, from);
        return put(root, path, moved, true);
      }
      default -> throw ApiFailure.rejectedPatch();
    }
  }

  /** What a copy takes; of a member that its object does not have, the server takes a null. */
  private static JsonElement copied(JsonElement root, String from) {
    int last = from.lastIndexOf('/');
    if (last >= 0
        && find(root, from.substring(0, last)) instanceof JsonObject parent
        && !parent.has(lastStep(from))) {
      return JsonNull.INSTANCE;
    }
    return find(root, from).deepCopy();
  }

  private static JsonElement required(@org.jspecify.annotations.Nullable JsonElement value) {
    if (value == null) {
      throw ApiFailure.rejectedPatch();
    }
    return value;
  }

  private static JsonElement put(JsonElement root, String path, JsonElement value, boolean insert) {
    if (path.isEmpty()) {
      return value;
    }
    JsonElement parent = find(root, path.substring(0, path.lastIndexOf('/')));
    String step = lastStep(path);
    if (parent instanceof JsonObject object) {
      object.add(step, value);
    } else if (parent instanceof JsonArray array) {
      if (!insert) {
        array.set(index(step, array.size()), value);
      } else {
        insert(array, step.equals("-") ? array.size() : index(step, array.size() + 1), value);
      }
    } else {
      throw ApiFailure.rejectedPatch();
    }
    return root;
  }

  private static void insert(JsonArray array, int at, JsonElement value) {
    array.asList().add(at, value);
  }

  private static void remove(JsonElement root, String path) {
    find(root, path);
    JsonElement parent = find(root, path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    if (parent instanceof JsonObject object) {
      object.remove(lastStep(path));
    } else if (parent instanceof JsonArray array) {
      array.remove(index(lastStep(path), array.size()));
    }
  }

  private static JsonElement find(JsonElement root, String path) {
    JsonElement at = root;
    if (path.isEmpty()) {
      return at;
    }
    if (!path.startsWith("/")) {
      throw ApiFailure.rejectedPatch();
    }
    for (String raw : path.substring(1).split("/", -1)) {
      String step = unescape(raw);
      if (at instanceof JsonObject object && object.has(step)) {
        at = object.get(step);
      } else if (at instanceof JsonArray array) {
        at = array.get(index(step, array.size()));
      } else {
        throw ApiFailure.rejectedPatch();
      }
    }
    return at;
  }

  private static int index(String step, int bound) {
    if (!step.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(step) >= bound) {
      throw ApiFailure.rejectedPatch();
    }
    return Integer.parseInt(step);
  }

  private static String lastStep(String path) {
    return unescape(path.substring(path.lastIndexOf('/') + 1));
  }

  private static String unescape(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
