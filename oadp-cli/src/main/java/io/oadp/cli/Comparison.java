// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares objects before and after, leaving aside what a server assigns to each new object, and
 * the labels by which a restore marks what it made.
 */
final class Comparison {
  private static final List<String> ASSIGNED =
      List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");
  private static final List<String> SERVICE_ADDRESSES =
      List.of("clusterIP", "clusterIPs", "healthCheckNodePort");

  private final Map<ResourceIdentifier, JsonObject> before = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();
  private int equal;

  /** Notes an object as it has to be. */
  void expect(ResourceIdentifier id, KubernetesItem item) {
    before.put(id, comparable(id, item));
  }

  Set<ResourceIdentifier> expected() {
    return before.keySet();
  }

  /** Compares an object with what was noted. */
  void found(ResourceIdentifier id, KubernetesItem item) {
    JsonObject expected = before.get(id);
    if (expected == null) {
      differences.add(id + ": was not expected");
      return;
    }
    List<String> paths = new ArrayList<>();
    compare("", expected, comparable(id, item), paths);
    if (paths.isEmpty()) {
      equal++;
    } else {
      differences.add(id + ": " + String.join(", ", paths));
    }
  }

  void missing(ResourceIdentifier id) {
    differences.add(id + ": is not there");
  }

  int equalCount() {
    return equal;
  }

  /** A line for each object that differs, with the places. */
  List<String> differences() {
    return differences;
  }

  private static JsonObject comparable(ResourceIdentifier id, KubernetesItem item) {
    JsonObject tree = item.toTree();
    tree.remove("status");
    JsonObject metadata = tree.getAsJsonObject("metadata");
    ASSIGNED.forEach(metadata::remove);
    dropMarks(metadata, "labels");
    dropMarks(metadata, "annotations");
    if (id.groupResource().equals("services") && tree.get("spec") instanceof JsonObject spec) {
      SERVICE_ADDRESSES.forEach(spec::remove);
    }
    return tree;
  }

  private static void dropMarks(JsonObject metadata, String field) {
    if (!(metadata.get(field) instanceof JsonObject marks)) {
      return;
    }
    List.copyOf(marks.keySet()).stream()
        .filter(key -> key.startsWith("velero.io/") || key.startsWith("deployment.kubernetes.io/"))
        .forEach(marks::remove);
    if (marks.isEmpty()) {
      metadata.remove(field);
    }
  }

  private static void compare(
      String path, JsonElement expected, JsonElement actual, List<String> paths) {
    if (expected instanceof JsonObject one && actual instanceof JsonObject other) {
      Set<String> keys = new TreeSet<>(one.keySet());
      keys.addAll(other.keySet());
      for (String key : keys) {
        String below = path + "/" + key;
        if (!one.has(key)) {
          paths.add(below + " is new");
        } else if (!other.has(key)) {
          paths.add(below + " is missing");
        } else {
          compare(below, one.get(key), other.get(key), paths);
        }
      }
    } else if (expected instanceof JsonArray one
        && actual instanceof JsonArray other
        && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        compare(path + "/" + i, one.get(i), other.get(i), paths);
      }
    } else if (!expected.equals(actual)) {
      paths.add(path + " differs");
    }
  }
}
