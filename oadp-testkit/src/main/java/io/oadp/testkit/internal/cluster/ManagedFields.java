// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.testkit.internal.cluster.Typed.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who set which field: kept at every write, and what server-side apply decides by. */
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

  /** The one who writes; {@code apply} tells server-side apply from all other writes. */
  record Writer(String manager, boolean apply, String apiVersion, String subresource, String time) {
    String operation() {
      return apply ? "Apply" : "Update";
    }
  }

  private record Entry(JsonObject json, FieldSet fields) {
    static Entry parse(JsonObject json) {
      return new Entry(json, FieldSet.parse(Json.object(json, "fieldsV1")));
    }

    boolean isOf(Writer writer) {
      return string("manager").equals(writer.manager())
          && string("operation").equals(writer.operation())
          && string("subresource").equals(writer.subresource())
          && (writer.apply() || string("apiVersion").equals(writer.apiVersion()));
    }

    String string(String key) {
      return Json.string(json, key);
    }

    Entry with(FieldSet changed) {
      if (changed.equals(fields)) {
        return this;
      }
      JsonObject copy = json.deepCopy();
      copy.add("fieldsV1", changed.toJson());
      return new Entry(copy, changed);
    }

    /** As a conflict names it. */
    String readable() {
      String version = string("operation").equals("Apply") ? "" : " using " + string("apiVersion");
      String part =
          string("subresource").isEmpty()
              ? ""
              : " with subresource \"" + string("subresource") + "\"";
      return "\"" + string("manager") + "\"" + part + version;
    }
  }

  private static final Comparator<Entry> ORDER =
      Comparator.<Entry, String>comparing(e -> e.string("operation"))
          .thenComparing(e -> e.string("time"))
          .thenComparing(e -> e.string("manager"))
          .thenComparing(e -> e.string("apiVersion"))
          .thenComparing(e -> e.string("subresource"));

  private ManagedFields() {}

  /** Sets the entries of a new object; what the caller sent is not looked at. */
  static void create(Shape shape, JsonObject object, Writer writer, Set<String> untracked) {
    Comparison all = Typed.compare(shape, new JsonObject(), tracked(object, untracked));
    set(object, List.of(entry(writer, all.added(), Optional.of(writer.time()))));
  }

  /**
   * Sets the entries after an update. Entries that the caller changed are taken as they are; one
   * empty entry clears them; what else changed goes to the writer.
   */
  static void update(
      Shape shape, JsonObject before, JsonObject after, Writer writer, Set<String> untracked) {
    JsonArray given = Json.array(Json.ensure(after, "metadata"), "managedFields");
    boolean fromLive = given.isEmpty() || !writer.subresource().isEmpty();
    List<Entry> entries = entries(fromLive ? entriesOf(before) : given);
    if (entries.isEmpty()) {
      set(after, entries);
      return;
    }
    Comparison change = Typed.compare(shape, tracked(before, untracked), tracked(after, untracked));
    FieldSet changed = change.added().union(change.modified());
    List<Entry> result = new ArrayList<>();
    Optional<Entry> own = own(entries, writer);
    for (Entry entry : entries) {
      if (!entry.isOf(writer)) {
        result.add(entry.with(entry.fields().minus(changed).minus(change.removed())));
      }
    }
    FieldSet now =
        own.map(Entry::fields).orElseGet(FieldSet::new).minus(change.removed()).union(changed);
    boolean same = own.filter(e -> e.fields().equals(now)).isPresent() && changed.isEmpty();
    result.add(same ? own.orElseThrow() : entry(writer, now, Optional.of(writer.time())));
    set(after, result);
  }

  /**
   * Lays an applied configuration over the live object.
   *
   * @param live the object as it is, or an empty one
   * @param force whether to take fields from others
   * @return the new object with its entries
   * @throws ApiFailure if others own fields to which the configuration gives other values
   */
  static JsonObject apply(
      Shape shape,
      JsonObject live,
      JsonObject config,
      boolean force,
      Writer writer,
      Set<String> untracked) {
    List<Entry> entries = entries(entriesOf(live));
    if (entries.isEmpty() && live.has("metadata")) {
      Writer unknown =
          new Writer("before-first-apply", false, writer.apiVersion(), "", writer.time());
      FieldSet all = Typed.compare(shape, new JsonObject(), tracked(live, untracked)).added();
      entries = List.of(entry(unknown, all, Optional.of(writer.time())));
    }
    JsonObject wanted = tracked(config, untracked);
    if (Json.object(wanted, "metadata").isEmpty()) {
      wanted.remove("metadata");
    }
    FieldSet fields = Typed.fields(shape, wanted);
    Optional<Entry> own = own(entries, writer);
    FieldSet owned = fields;
    for (Entry entry : entries) {
      owned = entry.isOf(writer) ? owned : owned.union(entry.fields());
    }
    JsonObject result = (JsonObject) Typed.merge(shape, live, wanted);
    if (own.isPresent()) {
      Typed.drop(shape, result, own.get().fields(), owned);
    }
    Comparison change = Typed.compare(shape, tracked(live, untracked), tracked(result, untracked));
    FieldSet changed = change.added().union(change.modified());
    if (!force) {
      refuseConflicts(entries, writer, changed);
    }
    List<Entry> after = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.isOf(writer)) {
        after.add(entry.with(entry.fields().minus(changed).minus(change.removed())));
      }
    }
    boolean unchanged = changed.isEmpty() && change.removed().isEmpty();
    Optional<String> time = unchanged ? own.map(e -> e.string("time")) : Optional.of(writer.time());
    after.add(entry(writer, fields, time));
    Json.ensure(result, "metadata");
    set(result, after);
    return result;
  }

  private static void refuseConflicts(List<Entry> entries, Writer writer, FieldSet changed) {
    Map<String, List<String>> conflicts = new LinkedHashMap<>();
    for (Entry entry : entries) {
      List<String> paths = entry.fields().intersection(changed).paths();
      if (!entry.isOf(writer) && !paths.isEmpty()) {
        conflicts.put(entry.readable(), paths);
      }
    }
    if (!conflicts.isEmpty()) {
      throw ApiFailure.applyConflict(conflicts);
    }
  }

  private static JsonArray entriesOf(JsonObject object) {
    return Json.array(Json.object(object, "metadata"), "managedFields");
  }

  private static List<Entry> entries(JsonArray array) {
    List<Entry> result = new ArrayList<>();
    for (JsonElement e : array) {
      if (e instanceof JsonObject o && !o.isEmpty()) {
        result.add(Entry.parse(o));
      }
    }
    return result;
  }

  private static Optional<Entry> own(List<Entry> entries, Writer writer) {
    return entries.stream().filter(e -> e.isOf(writer)).findFirst();
  }

  private static Entry entry(Writer writer, FieldSet fields, Optional<String> time) {
    JsonObject entry = new JsonObject();
    entry.addProperty("manager", writer.manager());
    entry.addProperty("operation", writer.operation());
    entry.addProperty("apiVersion", writer.apiVersion());
    time.filter(t -> !t.isEmpty()).ifPresent(t -> entry.addProperty("time", t));
    entry.addProperty("fieldsType", "FieldsV1");
    entry.add("fieldsV1", fields.toJson());
    if (!writer.subresource().isEmpty()) {
      entry.addProperty("subresource", writer.subresource());
    }
    return new Entry(entry, fields);
  }

  private static void set(JsonObject object, List<Entry> entries) {
    JsonArray array = new JsonArray();
    entries.stream()
        .filter(e -> !e.fields().isEmpty())
        .sorted(ORDER)
        .forEach(e -> array.add(e.json()));
    JsonObject metadata = Json.ensure(object, "metadata");
    metadata.remove("managedFields");
    if (!array.isEmpty()) {
      metadata.add("managedFields", array);
    }
  }

  /** The part of an object that has owners. */
  private static JsonObject tracked(JsonObject object, Set<String> untracked) {
    JsonObject result = new JsonObject();
    for (Map.Entry<String, JsonElement> e : object.entrySet()) {
      switch (e.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          JsonObject metadata = ((JsonObject) e.getValue()).deepCopy();
          Json.removeIf(
              metadata, k -> UNTRACKED_METADATA.contains(k) || untracked.contains("metadata"));
          result.add("metadata", metadata);
        }
        default -> {
          if (!untracked.contains(e.getKey())) {
            result.add(e.getKey(), e.getValue());
          }
        }
      }
    }
    if (!result.has("metadata")) {
      result.add("metadata", new JsonObject());
    }
    return result;
  }
}
