// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who set which field. A set of fields is a set of paths such as {@code /f:data/f:a}; {@code .}
 * stands for the map itself. Lists count as one field (but finalizers), where the real server knows
 * the keys of most lists.
 */
final class ManagedFields {
  private static final Set<String> UNTRACKED_METADATA =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields");

  /** The one who writes. */
  record Writer(String manager, String apiVersion, String subresource, String time) {}

  private ManagedFields() {}

  /** Sets the entries of a new object; what the caller sent is not looked at. */
  static void create(JsonObject object, Writer writer) {
    Set<String> fields = paths(object);
    JsonObject metadata = Json.ensure(object, "metadata");
    metadata.remove("managedFields");
    if (!fields.isEmpty()) {
      JsonArray entries = new JsonArray();
      entries.add(entry(writer, fields));
      metadata.add("managedFields", entries);
    }
  }

  /**
   * Sets the entries after an update. Entries that the caller changed are taken as they are; one
   * empty entry clears them; what else changed goes to the writer.
   */
  static void update(JsonObject before, JsonObject after, Writer writer) {
    JsonObject metadata = Json.ensure(after, "metadata");
    JsonArray base = Json.array(metadata, "managedFields");
    boolean fromLive = base.isEmpty() || !writer.subresource().isEmpty();
    if (fromLive) {
      base = Json.array(Json.object(before, "metadata"), "managedFields");
    }
    JsonArray entries = new JsonArray();
    for (JsonElement e : base) {
      if (e instanceof JsonObject o && o.size() > 0) {
        entries.add(o.deepCopy());
      }
    }
    if (!entries.isEmpty()) {
      entries = merged(entries, before, after, writer);
    }
    metadata.remove("managedFields");
    if (!entries.isEmpty()) {
      metadata.add("managedFields", entries);
    }
  }

  private static JsonArray merged(
      JsonArray entries, JsonObject before, JsonObject after, Writer writer) {
    Map<String, JsonElement> was = leaves(before);
    Map<String, JsonElement> is = leaves(after);
    Set<String> changed = new TreeSet<>();
    is.forEach(
        (path, value) -> {
          if (!value.equals(was.get(path))) {
            changed.add(path);
          }
        });
    Set<String> gone = new TreeSet<>(was.keySet());
    gone.removeAll(is.keySet());
    if (changed.isEmpty() && gone.isEmpty()) {
      return entries;
    }
    JsonArray result = new JsonArray();
    boolean found = false;
    for (JsonElement e : entries) {
      JsonObject entry = (JsonObject) e;
      boolean own = isOf(entry, writer);
      Set<String> fields = new TreeSet<>();
      flatten(Json.object(entry, "fieldsV1"), "", fields);
      Set<String> now = new TreeSet<>(fields);
      now.removeAll(gone);
      if (own) {
        found = true;
        now.addAll(changed);
      } else {
        now.removeIf(f -> changed.contains(f) && !f.endsWith("/."));
      }
      if (!now.isEmpty()) {
        result.add(now.equals(fields) ? entry : own ? entry(writer, now) : with(entry, now));
      }
    }
    if (!found && !changed.isEmpty()) {
      result.add(entry(writer, changed));
    }
    return result;
  }

  private static boolean isOf(JsonObject entry, Writer writer) {
    return Json.string(entry, "manager").equals(writer.manager())
        && Json.string(entry, "operation").equals("Update")
        && Json.string(entry, "subresource").equals(writer.subresource())
        && Json.string(entry, "apiVersion").equals(writer.apiVersion());
  }

  private static JsonObject with(JsonObject entry, Set<String> fields) {
    JsonObject copy = entry.deepCopy();
    copy.add("fieldsV1", tree(fields));
    return copy;
  }

  private static JsonObject entry(Writer writer, Set<String> fields) {
    JsonObject entry = new JsonObject();
    entry.addProperty("manager", writer.manager());
    entry.addProperty("operation", "Update");
    entry.addProperty("apiVersion", writer.apiVersion());
    entry.addProperty("time", writer.time());
    entry.addProperty("fieldsType", "FieldsV1");
    entry.add("fieldsV1", tree(fields));
    if (!writer.subresource().isEmpty()) {
      entry.addProperty("subresource", writer.subresource());
    }
    return entry;
  }

  private static Set<String> paths(JsonObject object) {
    return new LinkedHashSet<>(leaves(object).keySet());
  }

  private static Map<String, JsonElement> leaves(JsonObject object) {
    Map<String, JsonElement> result = new TreeMap<>();
    for (Map.Entry<String, JsonElement> e : object.entrySet()) {
      switch (e.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          JsonObject tracked = e.getValue().getAsJsonObject().deepCopy();
          Json.removeIf(tracked, UNTRACKED_METADATA::contains);
          tracked
              .entrySet()
              .forEach(m -> leaf("/f:metadata/f:" + m.getKey(), m.getValue(), result));
        }
        default -> leaf("/f:" + escape(e.getKey()), e.getValue(), result);
      }
    }
    return result;
  }

  private static void leaf(String path, JsonElement value, Map<String, JsonElement> to) {
    if (value instanceof JsonObject object && !object.isEmpty()) {
      to.put(path + "/.", new JsonObject());
      object.entrySet().forEach(e -> leaf(path + "/f:" + escape(e.getKey()), e.getValue(), to));
    } else if (value instanceof JsonArray array && path.equals("/f:metadata/f:finalizers")) {
      to.put(path + "/.", new JsonObject());
      for (String finalizer : Json.strings(array)) {
        to.put(path + "/v:\"" + escape(finalizer) + "\"", new JsonObject());
      }
    } else {
      to.put(path, value);
    }
  }

  private static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private static void flatten(JsonObject fields, String path, Set<String> to) {
    for (Map.Entry<String, JsonElement> e : fields.entrySet()) {
      String step = path + "/" + escape(e.getKey());
      if (e.getValue() instanceof JsonObject below && !below.isEmpty()) {
        flatten(below, step, to);
      } else {
        to.add(step);
      }
    }
  }

  private static JsonObject tree(Set<String> paths) {
    JsonObject root = new JsonObject();
    for (String path : new TreeSet<>(paths)) {
      JsonObject at = root;
      for (String step : List.of(path.substring(1).split("/", -1))) {
        at = Json.ensure(at, step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return root;
  }
}
