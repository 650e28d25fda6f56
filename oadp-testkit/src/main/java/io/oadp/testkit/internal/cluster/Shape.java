// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How a value merges: which parts have owners of their own, and by which keys the elements of a
 * list are the same. Shapes are resolved late, because types contain themselves.
 */
final class Shape {
  /** What a value is. */
  enum Sort {
    PLAIN,
    ANYTHING,
    STRUCT,
    MAP,
    LIST
  }

  /** How a strategic merge patch treats a list: {@code key} is empty for plain values. */
  record ListPatch(boolean merges, String key) {
    static final ListPatch REPLACE = new ListPatch(false, "");
  }

  static final Shape PLAIN = new Shape(Sort.PLAIN, false, List.of(), false, ListPatch.REPLACE);
  static final Shape ANYTHING =
      new Shape(Sort.ANYTHING, false, List.of(), false, ListPatch.REPLACE);

  private final Sort sort;
  private final boolean atomic;
  private final List<String> keys;
  private final boolean set;
  private final ListPatch patch;
  private final Map<String, Supplier<Shape>> fields = new TreeMap<>();
  private final Map<String, JsonElement> always = new TreeMap<>();
  private Optional<Supplier<Shape>> element = Optional.empty();

  private Shape(Sort sort, boolean atomic, List<String> keys, boolean set, ListPatch patch) {
    this.sort = sort;
    this.atomic = atomic;
    this.keys = keys;
    this.set = set;
    this.patch = patch;
  }

  static Shape struct(boolean atomic) {
    return new Shape(Sort.STRUCT, atomic, List.of(), false, ListPatch.REPLACE);
  }

  static Shape map(boolean atomic, Supplier<Shape> element) {
    Shape shape = new Shape(Sort.MAP, atomic, List.of(), false, ListPatch.REPLACE);
    shape.element = Optional.of(element);
    return shape;
  }

  static Shape list(List<String> keys, boolean set, ListPatch patch, Supplier<Shape> element) {
    Shape shape = new Shape(Sort.LIST, keys.isEmpty() && !set, keys, set, patch);
    shape.element = Optional.of(element);
    return shape;
  }

  /** Adds a member of a struct. */
  void field(String name, Supplier<Shape> shape) {
    fields.put(name, shape);
  }

  /** Says that a member of a struct is never absent, only empty. */
  void always(String name, boolean list) {
    always.put(name, list ? new JsonArray() : new JsonObject());
  }

  /** The members that are never absent, with their empty values. */
  Map<String, JsonElement> always() {
    return always;
  }

  /** Lets a struct have members that it does not declare. */
  void allowOthers(Supplier<Shape> shape) {
    element = Optional.of(shape);
  }

  Sort sort() {
    return sort;
  }

  List<String> keys() {
    return keys;
  }

  ListPatch patch() {
    return patch;
  }

  /** Whether a value has one owner as a whole. */
  boolean isLeaf(JsonElement value) {
    return switch (sort) {
      case PLAIN -> true;
      case ANYTHING -> !value.isJsonObject();
      case STRUCT, MAP -> atomic || !value.isJsonObject();
      case LIST -> atomic || !value.isJsonArray();
    };
  }

  /** The shape of a member, if there may be one of that name. */
  Optional<Shape> member(String name) {
    if (sort == Sort.ANYTHING) {
      return Optional.of(ANYTHING);
    }
    return Optional.ofNullable(fields.get(name)).or(() -> element).map(Supplier::get);
  }

  boolean declares(String name) {
    return fields.containsKey(name);
  }

  Shape element() {
    return element.map(Supplier::get).orElse(ANYTHING);
  }

  /** The step that names an element of a list. */
  String step(JsonElement value) {
    if (set || !(value instanceof JsonObject object)) {
      return "v:" + value;
    }
    JsonObject names = new JsonObject();
    for (String key : keys.stream().sorted().toList()) {
      if (object.has(key)) {
        names.add(key, object.get(key));
      } else if (key.equals("protocol")) {
        names.addProperty(key, "TCP");
      }
    }
    return "k:" + names;
  }

  /** The shape of the custom resources of a structural schema. */
  static Shape ofSchema(JsonObject schema, Supplier<Shape> metadata, boolean root) {
    if (Json.string(schema, "x-kubernetes-int-or-string").equals("true")) {
      return PLAIN;
    }
    boolean atomicMap = Json.string(schema, "x-kubernetes-map-type").equals("atomic");
    switch (Json.string(schema, "type")) {
      case "array" -> {
        String kind = Json.string(schema, "x-kubernetes-list-type");
        JsonArray keys = Json.array(schema, "x-kubernetes-list-map-keys");
        return list(
            kind.equals("map") ? Json.strings(keys) : List.of(),
            kind.equals("set"),
            ListPatch.REPLACE,
            () -> ofSchema(Json.object(schema, "items"), metadata, false));
      }
      case "object" -> {
        if (schema.get("additionalProperties") instanceof JsonObject values) {
          return map(atomicMap, () -> ofSchema(values, metadata, false));
        }
      }
      case "" -> {
        if (!root) {
          return ANYTHING;
        }
      }
      default -> {
        return PLAIN;
      }
    }
    Shape shape = struct(atomicMap);
    JsonObject properties = Json.object(schema, "properties");
    for (String name : properties.keySet()) {
      shape.field(name, () -> ofSchema(Json.object(properties, name), metadata, false));
    }
    if (root || Json.string(schema, "x-kubernetes-embedded-resource").equals("true")) {
      shape.field("apiVersion", () -> PLAIN);
      shape.field("kind", () -> PLAIN);
      shape.field("metadata", metadata);
    }
    if (Json.string(schema, "x-kubernetes-preserve-unknown-fields").equals("true")) {
      shape.allowOthers(() -> ANYTHING);
    }
    return shape;
  }
}
