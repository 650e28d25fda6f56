// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The form in which the real server answers. Built-in kinds go through typed structs: members in
 * the order of the struct, nulls and empty maps of the metadata gone. Custom resources are maps:
 * every member in alphabetical order, nulls kept below the metadata.
 */
final class ItemForm {
  private static final List<String> METADATA =
      List.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "labels",
          "annotations",
          "ownerReferences",
          "finalizers",
          "managedFields");

  private ItemForm() {}

  /** The stored form of a tree, without {@code apiVersion} and {@code kind}. */
  static JsonObject normalised(ResourceType type, JsonObject given) {
    return normalised(type, given, true);
  }

  /** An item in the form of the version in which it is asked for. */
  static StoredItem served(ResourceType type, StoredItem item) {
    return type.storedOtherwise()
        ? StoredItem.of(item.tree(), bytes(type, normalised(type, item.tree(), false)))
        : item;
  }

  private static JsonObject normalised(ResourceType type, JsonObject given, boolean defaults) {
    JsonObject metadata = metadata(Json.object(given, "metadata"));
    JsonObject result = new JsonObject();
    if (type.custom()) {
      JsonObject known = Pruning.pruned(type.schema(), given);
      if (defaults) {
        SchemaRules.fillIn(type.schema(), known);
      }
      for (String key : sortedKeys(known)) {
        if (key.equals("metadata")) {
          result.add(key, Json.sorted(metadata));
        } else if (!key.equals("apiVersion") && !key.equals("kind")) {
          result.add(key, Json.sorted(known.get(key)));
        }
      }
      return result;
    }
    result.add("metadata", metadata);
    for (Map.Entry<String, JsonElement> e : given.entrySet()) {
      switch (e.getKey()) {
        case "apiVersion", "kind", "metadata", "type", "status" -> {}
        case "data", "binaryData" -> add(result, e.getKey(), Json.sorted(e.getValue()));
        default -> add(result, e.getKey(), e.getValue());
      }
    }
    for (String last : List.of("type", "status")) {
      if (given.has(last)) {
        add(result, last, given.get(last));
      }
    }
    return result;
  }

  private static void add(JsonObject to, String key, JsonElement value) {
    if (!value.isJsonNull()) {
      to.add(key, Json.withoutNulls(value));
    }
  }

  /** The members of metadata that the server knows. */
  static JsonObject metadata(JsonObject given) {
    JsonObject result = new JsonObject();
    for (String key : METADATA) {
      JsonElement value = given.get(key);
      if (value == null || value.isJsonNull() || isEmpty(value)) {
        continue;
      }
      boolean map = key.equals("labels") || key.equals("annotations");
      result.add(key, Json.withoutNulls(map ? Json.sorted(value) : value));
    }
    return result;
  }

  private static boolean isEmpty(JsonElement value) {
    return (value.isJsonObject() && value.getAsJsonObject().isEmpty())
        || (value.isJsonArray() && value.getAsJsonArray().isEmpty())
        || (value.isJsonPrimitive() && value.getAsString().isEmpty());
  }

  /** The bytes that are stored; see {@link ResourceType#opening()}. */
  static byte[] bytes(ResourceType type, JsonObject normalised) {
    if (!type.custom()) {
      return Json.bytes(normalised);
    }
    JsonObject withKind = new JsonObject();
    List<String> keys = new ArrayList<>(normalised.keySet());
    keys.add("kind");
    Collections.sort(keys);
    for (String key : keys) {
      if (key.equals("kind")) {
        withKind.addProperty("kind", type.kind());
      } else {
        withKind.add(key, normalised.get(key));
      }
    }
    return Json.bytes(withKind);
  }

  private static List<String> sortedKeys(JsonObject object) {
    List<String> keys = new ArrayList<>(object.keySet());
    Collections.sort(keys);
    return keys;
  }
}
