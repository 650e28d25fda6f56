// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The three patch languages: merge patch (RFC 7386), JSON patch (RFC 6902), and the strategic merge
 * of the built-in kinds with the usual merge keys, without its directives.
 */
final class Patches {
  /** Field of a list to the keys by which its elements are the same, the first present one. */
  private static final Map<String, List<String>> MERGE_KEYS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("secrets", List.of("name")),
          Map.entry("ports", List.of("containerPort", "port")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey")),
          Map.entry("conditions", List.of("type")),
          Map.entry("addresses", List.of("type")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("taints", List.of("key")),
          Map.entry("webhooks", List.of("name")));

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

  static JsonElement strategic(String field, JsonElement target, JsonElement patch) {
    if (patch instanceof JsonObject changes) {
      JsonObject result = target instanceof JsonObject o ? o.deepCopy() : new JsonObject();
      for (Map.Entry<String, JsonElement> e : changes.entrySet()) {
        if (e.getKey().startsWith("$")) {
          throw ApiFailure.badRequest(
              "the directive " + e.getKey() + " of strategic merge patches is not served here");
        }
        JsonElement below = result.get(e.getKey());
        if (e.getValue().isJsonNull()) {
          result.remove(e.getKey());
        } else {
          result.add(
              e.getKey(),
              strategic(e.getKey(), below == null ? JsonNull.INSTANCE : below, e.getValue()));
        }
      }
      return result;
    }
    if (patch instanceof JsonArray changes && target instanceof JsonArray list) {
      if (field.equals("finalizers")) {
        Set<String> union = new LinkedHashSet<>(Json.strings(list));
        union.addAll(Json.strings(changes));
        return Json.array(union);
      }
      List<String> keys = MERGE_KEYS.getOrDefault(field, List.of());
      return keys.isEmpty() ? changes.deepCopy() : mergedList(keys, list, changes);
    }
    return patch.deepCopy();
  }

  private static JsonArray mergedList(List<String> keys, JsonArray list, JsonArray changes) {
    JsonArray result = list.deepCopy();
    for (JsonElement change : changes) {
      if (!(change instanceof JsonObject changed)) {
        return changes.deepCopy();
      }
      String key = keys.stream().filter(changed::has).findFirst().orElse("");
      int at = key.isEmpty() ? -1 : indexOf(result, key, Json.string(changed, key));
      if (at < 0) {
        result.add(changed.deepCopy());
      } else {
        result.set(at, strategic("", result.get(at), changed));
      }
    }
    return result;
  }

  private static int indexOf(JsonArray list, String key, String value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof JsonObject o && Json.string(o, key).equals(value)) {
        return i;
      }
    }
    return -1;
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
        find(root, path);
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
        JsonElement moved = find(root, from).deepCopy();
        if (Json.string(operation, "op").equals("move")) {
          remove(root, from);
        }
        return put(root, path, moved, true);
      }
      default -> throw ApiFailure.rejectedPatch();
    }
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
