// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * Drops from a custom resource what its structural schema does not know, and nulls where the schema
 * does not allow them. Nothing else of the schema is looked at.
 */
final class Pruning {
  private static final Set<String> ROOT = Set.of("apiVersion", "kind", "metadata");

  private Pruning() {}

  static JsonObject pruned(JsonObject schema, JsonObject object) {
    JsonObject result = (JsonObject) value(schema, object);
    for (String key : ROOT) {
      if (object.has(key)) {
        result.add(key, object.get(key));
      }
    }
    return result;
  }

  private static JsonElement embedded(JsonElement value) {
    return value instanceof JsonObject metadata ? ItemForm.metadata(metadata) : value;
  }

  private static JsonElement value(JsonObject schema, JsonElement value) {
    if (value instanceof JsonArray array) {
      JsonArray result = new JsonArray();
      array.forEach(e -> result.add(value(Json.object(schema, "items"), e)));
      return result;
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    boolean embedded = Json.string(schema, "x-kubernetes-embedded-resource").equals("true");
    boolean keeps = Json.string(schema, "x-kubernetes-preserve-unknown-fields").equals("true");
    JsonObject properties = Json.object(schema, "properties");
    JsonObject additional = Json.object(schema, "additionalProperties");
    JsonObject result = new JsonObject();
    for (Map.Entry<String, JsonElement> e : object.entrySet()) {
      if (embedded && ROOT.contains(e.getKey())) {
        result.add(e.getKey(), embedded(e.getValue()));
        continue;
      }
      boolean known = properties.has(e.getKey());
      JsonObject below = known ? Json.object(properties, e.getKey()) : additional;
      if (!known && additional.isEmpty()) {
        if (keeps) {
          result.add(e.getKey(), e.getValue());
        }
      } else if (!e.getValue().isJsonNull() || Json.string(below, "nullable").equals("true")) {
        result.add(e.getKey(), value(below, e.getValue()));
      }
    }
    return result;
  }
}
