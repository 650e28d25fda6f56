// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.item.KubernetesItem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A ServiceAccount that exists is merged, not left: every namespace has one named default, and what
 * the backup's one refers to would be lost. What is there wins.
 */
final class ServiceAccountMerge {
  private ServiceAccountMerge() {}

  /** The merge patch that adds what is missing; empty if nothing is. */
  static Optional<String> patch(KubernetesItem live, KubernetesItem desired) {
    JsonObject from = desired.toTree();
    JsonObject to = live.toTree();
    JsonObject patch = new JsonObject();
    for (String list : List.of("secrets", "imagePullSecrets")) {
      addMissing(list, to, from, patch);
    }
    JsonObject metadata = new JsonObject();
    for (String map : List.of("labels", "annotations")) {
      JsonObject missing = missing(map, to, from);
      if (!missing.isEmpty()) {
        metadata.add(map, missing);
      }
    }
    if (!metadata.isEmpty()) {
      patch.add("metadata", metadata);
    }
    return patch.isEmpty() ? Optional.empty() : Optional.of(patch.toString());
  }

  /** What counts of the live one once the patch is applied. */
  static JsonObject merged(KubernetesItem live, KubernetesItem desired) {
    JsonObject merged = Likeness.counted(live);
    patch(live, desired)
        .ifPresent(patch -> apply(merged, JsonParser.parseString(patch).getAsJsonObject()));
    return merged;
  }

  /** The patch removes nothing, so that nulls have no meaning in it. */
  private static void apply(JsonObject tree, JsonObject patch) {
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      if (entry.getValue() instanceof JsonObject inner
          && tree.get(entry.getKey()) instanceof JsonObject there) {
        apply(there, inner);
      } else {
        tree.add(entry.getKey(), entry.getValue());
      }
    }
  }

  private static void addMissing(String list, JsonObject to, JsonObject from, JsonObject patch) {
    if (!(from.get(list) instanceof JsonArray wanted)) {
      return;
    }
    JsonArray merged = to.get(list) instanceof JsonArray there ? there : new JsonArray();
    Set<String> names = new HashSet<>();
    merged.forEach(e -> name(e).ifPresent(names::add));
    int before = merged.size();
    for (JsonElement reference : wanted) {
      if (name(reference).map(names::add).orElse(false)) {
        merged.add(reference);
      }
    }
    if (merged.size() > before) {
      patch.add(list, merged);
    }
  }

  private static Optional<String> name(JsonElement reference) {
    return reference instanceof JsonObject object
            && object.has("name")
            && object.get("name").isJsonPrimitive()
        ? Optional.of(object.get("name").getAsString())
        : Optional.empty();
  }

  private static JsonObject missing(String map, JsonObject to, JsonObject from) {
    JsonObject there = metadata(to, map);
    JsonObject missing = new JsonObject();
    metadata(from, map)
        .entrySet()
        .forEach(
            e -> {
              String key = e.getKey();
              if (!there.has(key)
                  && !key.equals(Likeness.BACKUP_LABEL)
                  && !key.equals(Likeness.RESTORE_LABEL)) {
                missing.add(key, e.getValue());
              }
            });
    return missing;
  }

  private static JsonObject metadata(JsonObject tree, String map) {
    return tree.get("metadata") instanceof JsonObject metadata
            && metadata.get(map) instanceof JsonObject found
        ? found
        : new JsonObject();
  }
}
