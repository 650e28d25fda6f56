// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows owner references when asked: items whose owners are all gone are deleted, references to
 * owners that are gone are dropped, and deletions in the foreground and with orphans are finished.
 */
final class GarbageCollector {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";
  private static final Items.Options OPTIONS = new Items.Options("kube-controller-manager", false);

  private record Owned(ResourceType type, StoredItem item, JsonObject metadata) {
    List<JsonObject> owners() {
      List<JsonObject> result = new ArrayList<>();
      for (JsonElement owner : Json.array(metadata, "ownerReferences")) {
        if (owner instanceof JsonObject o) {
          result.add(o);
        }
      }
      return result;
    }

    boolean finalizedBy(String finalizer) {
      return item.deleting()
          && Json.strings(Json.array(metadata, "finalizers")).contains(finalizer);
    }

    boolean isOwnedBy(StoredItem owner) {
      return owners().stream().anyMatch(o -> Json.string(o, "uid").equals(owner.uid()));
    }

    boolean blocks(StoredItem owner) {
      return owners().stream()
          .anyMatch(
              o ->
                  Json.string(o, "uid").equals(owner.uid())
                      && Json.string(o, "blockOwnerDeletion").equals("true"));
    }
  }

  private final Storage storage;
  private final ResourceTypes types;
  private final Items items;

  GarbageCollector(Storage storage, ResourceTypes types, Items items) {
    this.storage = storage;
    this.types = types;
    this.items = items;
  }

  /** Works until nothing is left to do. */
  void collect() {
    synchronized (storage) {
      long before;
      do {
        before = storage.revision();
        pass();
      } while (storage.revision() != before);
    }
  }

  private void pass() {
    List<Owned> all = all();
    for (Owned owned : all) {
      if (storage
          .get(owned.type().storage(), owned.item().key())
          .filter(owned.item()::equals)
          .isEmpty()) {
        continue; // changed in this pass; the next one sees it
      }
      if (owned.finalizedBy(ORPHAN)) {
        all.stream()
            .filter(d -> d.isOwnedBy(owned.item()))
            .forEach(d -> dropOwners(d, o -> uid(o).equals(owned.item().uid())));
        dropFinalizer(owned, ORPHAN);
      } else if (owned.finalizedBy(FOREGROUND)
          && all.stream().noneMatch(d -> d.blocks(owned.item()))) {
        dropFinalizer(owned, FOREGROUND);
      } else if (!owned.item().deleting() && !owned.owners().isEmpty()) {
        follow(owned, all);
      }
    }
  }

  private List<Owned> all() {
    List<Owned> all = new ArrayList<>();
    for (ResourceType type : types.stored()) {
      if (type.verbs().contains("delete")) {
        for (StoredItem item : storage.live(type.storage(), "")) {
          all.add(new Owned(type, item, Json.object(item.tree(), "metadata")));
        }
      }
    }
    return all;
  }

  private void follow(Owned owned, List<Owned> all) {
    List<JsonObject> gone = new ArrayList<>();
    boolean waited = false;
    for (JsonObject reference : owned.owners()) {
      Optional<ResourceType> type = ownerType(reference);
      if (type.isEmpty() || (type.get().namespaced() && !owned.type().namespaced())) {
        return; // the server cannot tell either, and leaves the item alone
      }
      Optional<StoredItem> owner = owner(type.get(), owned.item(), reference);
      boolean foreground =
          owner.isPresent()
              && all.stream()
                  .anyMatch(o -> o.item().equals(owner.get()) && o.finalizedBy(FOREGROUND));
      waited |= foreground;
      if (owner.isEmpty() || foreground) {
        gone.add(reference);
      }
    }
    if (gone.size() < owned.owners().size()) {
      if (!gone.isEmpty()) {
        dropOwners(owned, gone::contains);
      }
      return;
    }
    boolean owns = all.stream().anyMatch(d -> d.isOwnedBy(owned.item()));
    delete(owned, waited && owns ? "Foreground" : "");
  }

  private Optional<ResourceType> ownerType(JsonObject reference) {
    return types.typesOf(Json.string(reference, "apiVersion")).stream()
        .filter(t -> t.kind().equals(Json.string(reference, "kind")))
        .findFirst();
  }

  private Optional<StoredItem> owner(ResourceType type, StoredItem item, JsonObject reference) {
    String namespace = type.namespaced() ? item.namespace() : "";
    return storage
        .get(type.storage(), StoredItem.key(namespace, Json.string(reference, "name")))
        .filter(o -> o.uid().equals(uid(reference)));
  }

  private static String uid(JsonObject reference) {
    return Json.string(reference, "uid");
  }

  private void delete(Owned owned, String policy) {
    StoredItem item = owned.item();
    Items.Deletion deletion = new Items.Deletion(item.uid(), "", policy);
    items.delete(owned.type(), item.namespace(), item.name(), deletion, OPTIONS);
  }

  private void dropOwners(Owned owned, Predicate<JsonObject> which) {
    change(
        owned,
        metadata -> {
          JsonArray left = new JsonArray();
          for (JsonElement owner : Json.array(metadata, "ownerReferences")) {
            if (!(owner instanceof JsonObject o && which.test(o))) {
              left.add(owner);
            }
          }
          metadata.remove("ownerReferences");
          if (!left.isEmpty()) {
            metadata.add("ownerReferences", left);
          }
        });
  }

  private void dropFinalizer(Owned owned, String finalizer) {
    change(owned, metadata -> withoutFinalizers(metadata, List.of(finalizer)));
  }

  static void withoutFinalizers(JsonObject metadata, List<String> unwanted) {
    List<String> left =
        Json.strings(Json.array(metadata, "finalizers")).stream()
            .filter(f -> !unwanted.contains(f))
            .toList();
    metadata.remove("finalizers");
    if (!left.isEmpty()) {
      metadata.add("finalizers", Json.array(left));
    }
  }

  private void change(Owned owned, java.util.function.Consumer<JsonObject> change) {
    StoredItem item = owned.item();
    items.update(
        owned.type(),
        item.namespace(),
        item.name(),
        "",
        false,
        tree -> {
          change.accept(Json.object(tree, "metadata"));
          return tree;
        },
        OPTIONS);
  }
}
