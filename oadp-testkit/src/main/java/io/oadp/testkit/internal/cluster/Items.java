// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.testkit.internal.cluster.ManagedFields.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Creates, reads, changes and deletes single items by the server's rules. Every operation is one
 * step under the monitor of the storage; {@link Listener} hears of it inside that step.
 */
final class Items {
  /** How a write is made. */
  record Options(String manager, boolean dryRun, boolean apply) {
    Options(String manager, boolean dryRun) {
      this(manager, dryRun, false);
    }
  }

  /** What server-side apply made. */
  record Applied(StoredItem item, boolean created) {}

  /** What a DELETE insists on, and what becomes of what the item owns; empty texts say nothing. */
  record Deletion(String uid, String resourceVersion, String propagation) {}

  /** Hears of every change, for the controllers. */
  interface Listener {
    void created(ResourceType type, StoredItem item);

    void changed(ResourceType type, StoredItem item);

    void removed(ResourceType type, StoredItem item);
  }

  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private final Storage storage;
  private final Admission admission;
  private final Clock clock;
  private final Listener listener;
  private final Shapes shapes = new Shapes();
  private final Random random = new Random();

  Items(Storage storage, Clock clock, Listener listener) {
    this.storage = storage;
    this.admission = new Admission(storage);
    this.clock = clock;
    this.listener = listener;
  }

  StoredItem get(ResourceType type, String namespace, String name) {
    return storage
        .get(type.storage(), StoredItem.key(namespace, name))
        .orElseThrow(() -> ApiFailure.notFound(type, name));
  }

  StoredItem create(ResourceType type, String namespace, JsonObject given, Options options) {
    synchronized (storage) {
      JsonObject metadata = Json.ensure(given, "metadata");
      matchNamespace(type, namespace, metadata);
      if (!Json.string(metadata, "resourceVersion").isEmpty()) {
        throw ApiFailure.of(500, "", "resourceVersion should not be set on objects to be created");
      }
      name(type, metadata);
      String name = Json.string(metadata, "name");
      checkNamespace(type, namespace, name);
      Optional<StoredItem> existing = storage.get(type.storage(), StoredItem.key(namespace, name));
      if (existing.isPresent()) {
        throw ApiFailure.alreadyExists(type, name, existing.get().deleting());
      }
      if (type.hasStatus()) {
        given.remove("status");
      }
      for (String key : List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink")) {
        metadata.remove(key);
      }
      metadata.addProperty("uid", UUID.randomUUID().toString());
      metadata.addProperty("creationTimestamp", now());
      if (type.countsGenerations()) {
        metadata.addProperty("generation", 1);
      }
      admission.create(type, given, !options.dryRun());
      JsonObject tree = ItemForm.normalised(type, given);
      if (type.custom()) {
        SchemaRules.check(type, tree, "");
      }
      if (!options.apply()) {
        ManagedFields.create(shapes.of(type), tree, writer(type, "", options), untracked(type, ""));
      }
      if (options.dryRun()) {
        return unversioned(type, tree);
      }
      StoredItem item = store(type, tree);
      listener.created(type, item);
      return item;
    }
  }

  /**
   * Applies a configuration to an item, which is created if it is not there.
   *
   * @param config names the item
   * @param force whether to take fields from other managers
   */
  Applied apply(
      ResourceType type,
      String namespace,
      String subresource,
      JsonObject config,
      boolean force,
      Options options) {
    synchronized (storage) {
      JsonObject metadata = Json.object(config, "metadata");
      String name = Json.string(metadata, "name");
      Writer writer = writer(type, subresource, options);
      Set<String> untracked = untracked(type, subresource);
      boolean exists = storage.get(type.storage(), StoredItem.key(namespace, name)).isPresent();
      if (exists || !subresource.isEmpty()) {
        UnaryOperator<JsonObject> change =
            live -> {
              JsonObject after =
                  ManagedFields.apply(shapes.of(type), live, config, force, writer, untracked);
              for (String key : List.of("uid", "resourceVersion")) {
                if (metadata.has(key)) {
                  Json.object(after, "metadata").add(key, metadata.get(key));
                }
              }
              return after;
            };
        return new Applied(
            update(type, namespace, name, subresource, false, change, options), false);
      }
      String uid = Json.string(metadata, "uid");
      if (!uid.isEmpty()) {
        throw ApiFailure.conflict(
            type,
            name,
            "uid mismatch: the provided object specified uid "
                + uid
                + ", and no existing object was found");
      }
      JsonObject created =
          ManagedFields.apply(shapes.of(type), new JsonObject(), config, force, writer, untracked);
      for (String key : List.of("name", "namespace")) {
        if (metadata.has(key)) {
          Json.object(created, "metadata").add(key, metadata.get(key));
        }
      }
      return new Applied(create(type, namespace, created, options), true);
    }
  }

  Shape shape(ResourceType type) {
    return shapes.of(type);
  }

  /** The parts that a write to this path cannot change, and so does not own. */
  private static Set<String> untracked(ResourceType type, String subresource) {
    if (subresource.equals("status")) {
      return type.custom() ? Set.of("spec", "metadata") : Set.of("spec");
    }
    if (type.is(Admission.NAMESPACES)) {
      return Set.of("spec", "status");
    }
    return subresource.isEmpty() && type.hasStatus() ? Set.of("status") : Set.of();
  }

  private static void matchNamespace(ResourceType type, String namespace, JsonObject metadata) {
    String given = Json.string(metadata, "namespace");
    if (!type.namespaced()) {
      metadata.remove("namespace");
    } else if (!given.isEmpty() && !given.equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    } else {
      metadata.addProperty("namespace", namespace);
    }
  }

  private void name(ResourceType type, JsonObject metadata) {
    if (!Json.string(metadata, "name").isEmpty()) {
      return;
    }
    String prefix = Json.string(metadata, "generateName");
    if (prefix.isEmpty()) {
      throw ApiFailure.invalid(
          type,
          "",
          "metadata.name",
          "FieldValueRequired",
          "Required value: name or generateName is required");
    }
    StringBuilder name = new StringBuilder(prefix);
    for (int i = 0; i < 5; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    metadata.addProperty("name", name.toString());
  }

  private void checkNamespace(ResourceType type, String namespace, String name) {
    if (!type.namespaced()) {
      return;
    }
    StoredItem owner =
        storage
            .get(Admission.NAMESPACES, namespace)
            .orElseThrow(() -> ApiFailure.namespaceNotFound(namespace));
    if (owner.deleting()) {
      throw ApiFailure.terminating(type, name, namespace);
    }
  }

  /**
   * Replaces an item by what {@code change} makes of its tree.
   *
   * @param subresource {@code status}, {@code finalize}, or empty for the object itself
   * @param replace whether this is a PUT, for which some kinds ask for a resourceVersion
   */
  StoredItem update(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      boolean replace,
      UnaryOperator<JsonObject> change,
      Options options) {
    synchronized (storage) {
      StoredItem live = get(type, namespace, name);
      JsonObject before = ItemForm.served(type, live).tree();
      JsonObject given = change.apply(before.deepCopy());
      checkIdentity(type, live, Json.ensure(given, "metadata"), replace);
      JsonObject after = merged(type, before, given, subresource);
      if (options.apply()) {
        Json.ensure(after, "metadata")
            .add("managedFields", Json.array(Json.object(given, "metadata"), "managedFields"));
      }
      checkFinalizers(type, live, Json.object(before, "metadata"), Json.object(after, "metadata"));
      JsonObject tree = ItemForm.normalised(type, after);
      if (type.countsGenerations() && !specOf(type, before).equals(specOf(type, tree))) {
        Json.object(tree, "metadata").addProperty("generation", generation(before) + 1);
      }
      if (type.custom()) {
        SchemaRules.check(type, tree, subresource.equals("status") ? "status" : "");
      }
      if (!options.apply() && !(type.custom() && subresource.equals("scale"))) {
        ManagedFields.update(
            shapes.of(type),
            before,
            tree,
            writer(type, subresource, options),
            untracked(type, subresource));
      }
      tree = ItemForm.normalised(type, tree);
      if (tree.equals(before)) {
        return live;
      }
      if (options.dryRun()) {
        return unversioned(type, tree);
      }
      if (live.deleting() && isFinal(type, tree)) {
        return remove(type, tree);
      }
      StoredItem item = store(type, tree);
      listener.changed(type, item);
      return item;
    }
  }

  private static void checkIdentity(
      ResourceType type, StoredItem live, JsonObject metadata, boolean replace) {
    String name = Json.string(metadata, "name");
    if (!name.equals(live.name())) {
      throw ApiFailure.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + live.name()
              + ")");
    }
    matchNamespace(type, live.namespace(), metadata);
    String uid = Json.string(metadata, "uid");
    if (!uid.isEmpty() && !uid.equals(live.uid())) {
      throw ApiFailure.conflict(
          type,
          name,
          "StorageError: invalid object, Code: 4, Key: /registry/"
              + type.storage()
              + "/"
              + live.key()
              + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in"
              + " precondition: "
              + uid
              + ", UID in object meta: "
              + live.uid());
    }
    String version = Json.string(metadata, "resourceVersion");
    if (version.isEmpty() && replace && type.custom()) {
      throw ApiFailure.invalidResource(
          type,
          name,
          "metadata.resourceVersion",
          "FieldValueInvalid",
          "Invalid value: 0: must be specified for an update");
    }
    if (!version.isEmpty() && !version.equals(Long.toString(live.resourceVersion()))) {
      throw ApiFailure.conflict(type, name);
    }
  }

  private JsonObject merged(
      ResourceType type, JsonObject before, JsonObject given, String subresource) {
    JsonObject after = given;
    if (!subresource.isEmpty() && !subresource.equals("scale")) {
      after = before.deepCopy();
      String part = subresource.equals("finalize") ? "spec" : "status";
      after.remove(part);
      if (given.has(part)) {
        after.add(part, given.get(part));
      }
      if (type.is("pods")) {
        for (String key : List.of("labels", "annotations")) {
          JsonObject to = Json.ensure(after, "metadata");
          to.add(key, Json.object(Json.object(given, "metadata"), key).deepCopy());
        }
      }
    } else if (type.hasStatus()) {
      after.remove("status");
      if (before.has("status")) {
        after.add("status", before.get("status").deepCopy());
      }
    }
    JsonObject from = Json.object(before, "metadata");
    JsonObject to = Json.ensure(after, "metadata");
    for (String key :
        List.of(
            "uid",
            "creationTimestamp",
            "resourceVersion",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      to.remove(key);
      if (from.has(key)) {
        to.add(key, from.get(key));
      }
    }
    to.remove("selfLink");
    if (subresource.isEmpty()) {
      admission.update(type, before, after);
    }
    return after;
  }

  private static void checkFinalizers(
      ResourceType type, StoredItem live, JsonObject before, JsonObject after) {
    List<String> added = new ArrayList<>(Json.strings(Json.array(after, "finalizers")));
    added.removeAll(Json.strings(Json.array(before, "finalizers")));
    if (live.deleting() && !added.isEmpty()) {
      throw ApiFailure.invalid(
          type,
          live.name(),
          "metadata.finalizers",
          "FieldValueForbidden",
          "Forbidden: no new finalizers can be added if the object is being deleted, found new"
              + " finalizers []string{\""
              + String.join("\", \"", added)
              + "\"}");
    }
  }

  private static JsonObject specOf(ResourceType type, JsonObject tree) {
    JsonObject copy = tree.deepCopy();
    copy.remove("metadata");
    if (type.hasStatus()) {
      copy.remove("status");
    }
    return copy;
  }

  private static long generation(JsonObject tree) {
    String text = Json.string(Json.object(tree, "metadata"), "generation");
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /**
   * Deletes an item, or marks it where finalizers hold it.
   *
   * @return its last state
   */
  StoredItem delete(
      ResourceType type, String namespace, String name, Deletion deletion, Options options) {
    synchronized (storage) {
      StoredItem live = get(type, namespace, name);
      if (type.is(Admission.NAMESPACES) && IMMORTAL.contains(name)) {
        throw ApiFailure.forbidden(type, name, "this namespace may not be deleted");
      }
      check(type, live, deletion);
      if (live.deleting()) {
        return live;
      }
      JsonObject tree = live.tree();
      JsonObject metadata = Json.object(tree, "metadata");
      boolean definition = type.is(Admission.CRDS);
      if (definition) {
        JsonArray finalizers = Json.array(metadata, "finalizers");
        finalizers.add(Admission.CRD_FINALIZER);
        metadata.add("finalizers", finalizers);
      }
      DeleteOptions.finalizers(type, metadata, deletion.propagation());
      metadata.addProperty("deletionTimestamp", now());
      if (!definition && !type.is(Admission.NAMESPACES)) {
        metadata.addProperty("deletionGracePeriodSeconds", 0);
        if (type.countsGenerations()) {
          metadata.addProperty("generation", generation(tree) + 1);
        }
      }
      if (options.dryRun() && isFinal(type, tree)) {
        return live;
      }
      if (isFinal(type, tree)) {
        return remove(type, type.is("pods") ? tree : live.tree());
      }
      if (type.is(Admission.NAMESPACES)) {
        Json.ensure(tree, "status").addProperty("phase", "Terminating");
      }
      if (options.dryRun()) {
        return item(type, tree);
      }
      StoredItem item = store(type, ItemForm.normalised(type, tree));
      listener.changed(type, item);
      return item;
    }
  }

  private static void check(ResourceType type, StoredItem live, Deletion wanted) {
    if (!wanted.uid().isEmpty() && !wanted.uid().equals(live.uid())) {
      throw ApiFailure.precondition(
          type,
          live.name(),
          "the UID in the precondition ("
              + wanted.uid()
              + ") does not match the UID in record ("
              + live.uid()
              + "). The object might have been deleted and then recreated");
    }
    String version = Long.toString(live.resourceVersion());
    if (!wanted.resourceVersion().isEmpty() && !wanted.resourceVersion().equals(version)) {
      throw ApiFailure.precondition(
          type,
          live.name(),
          "the ResourceVersion in the precondition ("
              + wanted.resourceVersion()
              + ") does not match the ResourceVersion in record ("
              + version
              + "). The object might have been modified");
    }
  }

  /** Deletes the items of a kind that match; of one namespace unless that is empty. */
  List<StoredItem> deleteAll(
      ResourceType type, String namespace, Predicate<StoredItem> which, Options options) {
    return deleteAll(type, namespace, which, "", options);
  }

  List<StoredItem> deleteAll(
      ResourceType type,
      String namespace,
      Predicate<StoredItem> which,
      String propagation,
      Options options) {
    synchronized (storage) {
      List<StoredItem> matching =
          storage.live(type.storage(), namespace).stream().filter(which).toList();
      Deletion none = new Deletion("", "", propagation);
      matching.forEach(i -> delete(type, i.namespace(), i.name(), none, options));
      return matching;
    }
  }

  private static boolean isFinal(ResourceType type, JsonObject tree) {
    return Json.array(Json.object(tree, "metadata"), "finalizers").isEmpty()
        && (!type.is(Admission.NAMESPACES)
            || Json.array(Json.object(tree, "spec"), "finalizers").isEmpty());
  }

  private StoredItem remove(ResourceType type, JsonObject tree) {
    StoredItem last = versioned(type, tree);
    storage.remove(type.storage(), last);
    admission.removed(type, last);
    listener.removed(type, last);
    return last;
  }

  private StoredItem store(ResourceType type, JsonObject tree) {
    StoredItem item = versioned(type, tree);
    storage.put(type.storage(), item);
    return item;
  }

  private StoredItem versioned(ResourceType type, JsonObject tree) {
    Json.object(tree, "metadata")
        .addProperty("resourceVersion", Long.toString(storage.nextRevision()));
    return item(type, tree);
  }

  private static StoredItem item(ResourceType type, JsonObject tree) {
    JsonObject ordered = ItemForm.normalised(type, tree);
    if (type.storedOtherwise()) {
      ordered = ItemForm.normalised(type.stored(), ordered);
    }
    return StoredItem.of(ordered, ItemForm.bytes(type, ordered));
  }

  /** An item of a generated population; its uid is told from its place. */
  StoredItem generated(ResourceType type, JsonObject tree, long revision) {
    JsonObject metadata = Json.ensure(tree, "metadata");
    String key =
        type.storage()
            + "/"
            + Json.string(metadata, "namespace")
            + "/"
            + Json.string(metadata, "name");
    metadata.addProperty(
        "uid", UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
    metadata.addProperty("creationTimestamp", now());
    metadata.addProperty("resourceVersion", Long.toString(revision));
    return item(type, tree);
  }

  /** The answer to a dry run: a new object has no resourceVersion there. */
  private static StoredItem unversioned(ResourceType type, JsonObject tree) {
    JsonObject metadata = Json.object(tree, "metadata");
    boolean created = !metadata.has("resourceVersion");
    if (!created) {
      return item(type, tree);
    }
    metadata.addProperty("resourceVersion", "0");
    StoredItem item = item(type, tree);
    JsonObject bare = item.tree();
    Json.object(bare, "metadata").remove("resourceVersion");
    return new StoredItem(
        item.namespace(),
        item.name(),
        item.uid(),
        0,
        false,
        item.labels(),
        ItemForm.bytes(type, bare));
  }

  private Writer writer(ResourceType type, String subresource, Options options) {
    // The server keeps no time of changes to a scale.
    String time = subresource.equals("scale") ? "" : now();
    return new Writer(options.manager(), options.apply(), type.groupVersion(), subresource, time);
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
