// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** Applies an {@link ItemEdit} to a tree that nobody else sees yet. */
final class TreeEdit implements ItemEdit {
  private final JsonObject tree;

  TreeEdit(JsonObject tree) {
    this.tree = tree;
  }

  private TreeEdit put(String pointer, JsonElement value) {
    JsonPointer.of(pointer).put(tree, value);
    return this;
  }

  @Override
  public ItemEdit set(String pointer, String value) {
    return put(pointer, new JsonPrimitive(value));
  }

  @Override
  public ItemEdit set(String pointer, long value) {
    return put(pointer, new JsonPrimitive(value));
  }

  @Override
  public ItemEdit set(String pointer, boolean value) {
    return put(pointer, new JsonPrimitive(value));
  }

  @Override
  public ItemEdit setJson(String pointer, String json) {
    return put(pointer, Json.parse(json));
  }

  @Override
  public ItemEdit remove(String pointer) {
    JsonPointer.of(pointer).remove(tree);
    return this;
  }

  @Override
  public ItemEdit label(String key, String value) {
    return put("/metadata/labels/" + JsonPointer.escape(key), new JsonPrimitive(value));
  }

  @Override
  public ItemEdit removeLabel(String key) {
    return removeEntry("/metadata/labels", key);
  }

  @Override
  public ItemEdit annotate(String key, String value) {
    return put("/metadata/annotations/" + JsonPointer.escape(key), new JsonPrimitive(value));
  }

  @Override
  public ItemEdit removeAnnotation(String key) {
    return removeEntry("/metadata/annotations", key);
  }

  /** Removes a map's entry, and the map with its last one, as the API server stores it. */
  private ItemEdit removeEntry(String map, String key) {
    JsonElement found = JsonPointer.of(map).find(tree);
    if (found instanceof JsonObject entries && entries.remove(key) != null && entries.isEmpty()) {
      remove(map);
    }
    return this;
  }

  @Override
  public ItemEdit rename(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an item's name must not be empty");
    }
    return put("/metadata/name", new JsonPrimitive(name));
  }
}
