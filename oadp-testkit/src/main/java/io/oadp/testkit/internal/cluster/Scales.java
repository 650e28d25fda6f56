// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sub-resource {@code scale}: a number of replicas as an object of its own. */
final class Scales {
  private static final String SPEC = "specReplicasPath";

  private Scales() {}

  /** The Scale of an item. */
  static JsonObject of(ResourceType type, StoredItem item) {
    JsonObject tree = item.tree();
    JsonObject metadata = new JsonObject();
    for (String key : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      JsonElement value = Json.object(tree, "metadata").get(key);
      if (value != null) {
        metadata.add(key, value);
      }
    }
    JsonObject spec = new JsonObject();
    long wanted = number(find(tree, path(type, SPEC, ".spec.replicas")));
    if (type.custom() && find(tree, path(type, SPEC, "")) == null) {
      throw ApiFailure.internal(
          "the spec replicas field \"" + Json.string(type.scale(), SPEC) + "\" does not exist");
    }
    if (wanted != 0) {
      spec.addProperty("replicas", wanted);
    }
    JsonObject status = new JsonObject();
    status.addProperty(
        "replicas", number(find(tree, path(type, "statusReplicasPath", ".status.replicas"))));
    String selector = selector(type, tree);
    if (!selector.isEmpty()) {
      status.addProperty("selector", selector);
    }
    JsonObject scale = new JsonObject();
    scale.addProperty("kind", "Scale");
    scale.addProperty("apiVersion", "autoscaling/v1");
    scale.add("metadata", metadata);
    scale.add("spec", spec);
    scale.add("status", status);
    return scale;
  }

  /** Sets in an item what a Scale asks for. */
  static JsonObject change(ResourceType type, JsonObject tree, JsonObject scale) {
    JsonElement given = Json.object(scale, "spec").get("replicas");
    long replicas = number(given);
    JsonObject metadata = Json.object(tree, "metadata");
    if (replicas < 0) {
      throw ApiFailure.invalidScale(Json.string(metadata, "name"), replicas);
    }
    List<String> path = path(type, SPEC, ".spec.replicas");
    JsonObject parent = tree;
    for (String step : path.subList(0, path.size() - 1)) {
      parent = Json.ensure(parent, step);
    }
    parent.addProperty(path.get(path.size() - 1), replicas);
    JsonElement version = Json.object(scale, "metadata").get("resourceVersion");
    if (version != null) {
      metadata.add("resourceVersion", version);
    }
    return tree;
  }

  private static List<String> path(ResourceType type, String key, String usual) {
    String text = type.custom() ? Json.string(type.scale(), key) : usual;
    return text.isEmpty() ? List.of() : List.of(text.substring(1).split("\\.", -1));
  }

  private static @Nullable JsonElement find(JsonObject tree, List<String> path) {
    JsonElement at = tree;
    for (String step : path) {
      at = at instanceof JsonObject object ? object.get(step) : null;
    }
    return path.isEmpty() ? null : at;
  }

  private static long number(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive p && p.isNumber() ? p.getAsLong() : 0;
  }

  private static String selector(ResourceType type, JsonObject tree) {
    if (type.custom()) {
      JsonElement text = find(tree, path(type, "labelSelectorPath", ""));
      return text instanceof JsonPrimitive p ? p.getAsString() : "";
    }
    JsonObject selector = Json.object(Json.object(tree, "spec"), "selector");
    JsonObject labels =
        type.is("replicationcontrollers") ? selector : Json.object(selector, "matchLabels");
    TreeMap<String, String> terms = new TreeMap<>();
    labels.keySet().forEach(k -> terms.put(k, k + "=" + Json.string(labels, k)));
    for (JsonElement e : Json.array(selector, "matchExpressions")) {
      if (e instanceof JsonObject expression) {
        terms.put(Json.string(expression, "key"), term(expression));
      }
    }
    return String.join(",", new ArrayList<>(terms.values()));
  }

  private static String term(JsonObject expression) {
    String key = Json.string(expression, "key");
    String values = String.join(",", Json.strings(Json.array(expression, "values")));
    return switch (Json.string(expression, "operator")) {
      case "In" -> key + " in (" + values + ")";
      case "NotIn" -> key + " notin (" + values + ")";
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }
}
