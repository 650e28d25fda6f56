// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.Map;

/**
 * One stored object, immutable. It is kept as the bytes that lists send (without {@code
 * apiVersion}, and without {@code kind} for the built-in kinds), so that a page of a list copies
 * nothing and a large population costs little more than its text.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes to it
record StoredItem(
    String namespace,
    String name,
    String uid,
    long resourceVersion,
    boolean deleting,
    Map<String, String> labels,
    byte[] bytes) {

  static StoredItem of(JsonObject tree, byte[] bytes) {
    JsonObject metadata = Json.object(tree, "metadata");
    Map<String, String> labels = new HashMap<>();
    JsonObject given = Json.object(metadata, "labels");
    for (String key : given.keySet()) {
      if (given.get(key) instanceof JsonPrimitive value) {
        labels.put(key, value.getAsString());
      }
    }
    return new StoredItem(
        Json.string(metadata, "namespace"),
        Json.string(metadata, "name"),
        Json.string(metadata, "uid"),
        Long.parseLong(Json.string(metadata, "resourceVersion")),
        metadata.has("deletionTimestamp"),
        Map.copyOf(labels),
        bytes);
  }

  /** The place in the order of lists, which is that of etcd's keys. */
  String key() {
    return key(namespace, name);
  }

  static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  /** A tree of its own for the caller, without {@code apiVersion} and {@code kind}. */
  JsonObject tree() {
    JsonObject tree = (JsonObject) Json.parse(bytes);
    tree.remove("kind");
    return tree;
  }
}
