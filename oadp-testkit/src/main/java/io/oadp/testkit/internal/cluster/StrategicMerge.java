// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Strategic merge patches: objects merge by member, lists by the keys of their {@link Shape}, and
 * the directives {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList} and {@code
 * $setElementOrder} steer both.
 */
final class StrategicMerge {
  private static final String PATCH = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  static JsonObject merge(Shape shape, JsonObject target, JsonObject patch) {
    switch (Json.string(patch, PATCH)) {
      case "delete" -> {
        return new JsonObject();
      }
      case "replace" -> {
        return members(patch);
      }
      case "", "merge" -> {}
      default -> throw ApiFailure.of(500, "", "unknown patch type: " + Json.string(patch, PATCH));
    }
    JsonObject result = target.deepCopy();
    if (patch.has(RETAIN)) {
      List<String> kept = Json.strings(Json.array(patch, RETAIN));
      Json.removeIf(result, k -> !kept.contains(k));
    }
    for (String directive : patch.keySet()) {
      if (directive.startsWith(DELETE)) {
        JsonArray list = Json.array(result, directive.substring(DELETE.length()));
        Json.array(patch, directive).forEach(e -> list.asList().removeIf(e::equals));
      } else if (directive.startsWith(ORDER) && !patch.has(directive.substring(ORDER.length()))) {
        String field = directive.substring(ORDER.length());
        Shape below = shape.member(field).orElse(Shape.ANYTHING);
        JsonArray live = Json.array(result, field);
        result.add(field, list(below, live, new JsonArray(), Json.array(patch, directive)));
      }
    }
    for (Map.Entry<String, JsonElement> e : members(patch).entrySet()) {
      Shape below = shape.member(e.getKey()).orElse(Shape.ANYTHING);
      JsonElement was = result.has(e.getKey()) ? result.get(e.getKey()) : JsonNull.INSTANCE;
      if (e.getValue().isJsonNull()) {
        result.remove(e.getKey());
      } else {
        result.add(
            e.getKey(), value(below, was, e.getValue(), Json.array(patch, ORDER + e.getKey())));
      }
    }
    return result;
  }

  private static JsonObject members(JsonObject patch) {
    JsonObject result = patch.deepCopy();
    Json.removeIf(result, k -> k.startsWith("$"));
    return result;
  }

  private static JsonElement value(
      Shape shape, JsonElement target, JsonElement patch, JsonArray order) {
    if (patch instanceof JsonObject changes) {
      JsonObject live = target instanceof JsonObject o ? o : new JsonObject();
      return merge(shape, live, changes);
    }
    if (patch instanceof JsonArray changes && shape.patch().merges()) {
      return list(shape, target instanceof JsonArray a ? a : new JsonArray(), changes, order);
    }
    return patch.deepCopy();
  }

  private static JsonArray list(Shape shape, JsonArray live, JsonArray changes, JsonArray order) {
    String key = shape.patch().key();
    Map<JsonElement, JsonElement> items = new LinkedHashMap<>();
    live.forEach(e -> items.put(id(key, e), e));
    List<JsonElement> before = new ArrayList<>(items.keySet());
    List<JsonElement> patched = new ArrayList<>();
    for (JsonElement change : changes) {
      String directive = change instanceof JsonObject o ? Json.string(o, PATCH) : "";
      if (directive.equals("replace")) {
        JsonArray rest = changes.deepCopy();
        rest.remove(change);
        return rest;
      }
      JsonElement id = id(key, change);
      if (directive.equals("delete")) {
        items.remove(id);
        continue;
      }
      patched.add(id);
      JsonElement was = items.get(id);
      items.put(
          id,
          change instanceof JsonObject o
              ? merge(shape.element(), was instanceof JsonObject l ? l : new JsonObject(), o)
              : change);
    }
    if (!order.isEmpty()) {
      patched.clear();
      order.forEach(e -> patched.add(id(key, e)));
    }
    JsonArray result = new JsonArray();
    ordered(patched, before, items.keySet()).forEach(id -> result.add(items.get(id)));
    return result;
  }

  /** Elements of the patch in its order, those of the live list alone where they were before. */
  private static List<JsonElement> ordered(
      List<JsonElement> patched, List<JsonElement> before, Set<JsonElement> present) {
    List<JsonElement> left = new ArrayList<>(patched);
    left.retainAll(present);
    List<JsonElement> right = new ArrayList<>(before);
    right.retainAll(present);
    right.removeAll(left);
    List<JsonElement> result = new ArrayList<>();
    while (!left.isEmpty() || !right.isEmpty()) {
      boolean fromRight =
          left.isEmpty()
              || (!right.isEmpty()
                  && before.contains(left.get(0))
                  && before.indexOf(right.get(0)) < before.indexOf(left.get(0)));
      result.add(fromRight ? right.remove(0) : left.remove(0));
    }
    return result;
  }

  private static JsonElement id(String key, JsonElement element) {
    if (key.isEmpty() || !(element instanceof JsonObject object)) {
      return element;
    }
    JsonElement id = object.get(key);
    boolean whole = Json.string(object, PATCH).equals("replace");
    if (id == null && !whole) {
      throw ApiFailure.of(
          500, "", "map: " + element + " does not contain declared merge key: " + key);
    }
    return id == null ? element : id;
  }
}
