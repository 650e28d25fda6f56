// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A set of fields as a tree. Steps are written as in {@code fieldsV1}: {@code f:} a member, {@code
 * k:} an element of a list by its keys, {@code v:} a value of a set; {@code .} stands for the
 * member itself beside what is below it. Mutable while it is built, never afterwards.
 */
final class FieldSet {
  private final Map<String, FieldSet> below = new TreeMap<>();
  private boolean member;

  static FieldSet parse(JsonObject fieldsV1) {
    FieldSet result = new FieldSet();
    for (Map.Entry<String, JsonElement> e : fieldsV1.entrySet()) {
      if (e.getKey().equals(".")) {
        result.member = true;
      } else {
        JsonObject inner = e.getValue() instanceof JsonObject o ? o : new JsonObject();
        FieldSet child = parse(inner);
        child.member |= inner.isEmpty();
        result.below.put(e.getKey(), child);
      }
    }
    return result;
  }

  JsonObject toJson() {
    JsonObject result = new JsonObject();
    if (member && !below.isEmpty()) {
      result.add(".", new JsonObject());
    }
    below.forEach((step, child) -> result.add(step, child.toJson()));
    return result;
  }

  FieldSet ensure(String step) {
    return below.computeIfAbsent(step, s -> new FieldSet());
  }

  void add() {
    member = true;
  }

  void remove(String step) {
    below.remove(step);
  }

  Optional<FieldSet> at(String step) {
    return Optional.ofNullable(below.get(step));
  }

  /** Takes out steps below which nothing belongs to the set. */
  FieldSet prune() {
    below.values().forEach(FieldSet::prune);
    below.values().removeIf(FieldSet::isEmpty);
    return this;
  }

  boolean isEmpty() {
    return !member && below.values().stream().allMatch(FieldSet::isEmpty);
  }

  /** Whether the step belongs to the set; a member also when only something below it does. */
  boolean covers(String step) {
    FieldSet child = below.get(step);
    return child != null && (child.member || (step.startsWith("f:") && !child.isEmpty()));
  }

  FieldSet union(FieldSet other) {
    FieldSet result = new FieldSet();
    result.member = member || other.member;
    below.forEach((s, c) -> result.below.put(s, c.union(other.child(s))));
    other.below.forEach((s, c) -> result.below.putIfAbsent(s, c));
    return result;
  }

  FieldSet minus(FieldSet other) {
    return filtered(other, false);
  }

  FieldSet intersection(FieldSet other) {
    return filtered(other, true);
  }

  private FieldSet filtered(FieldSet other, boolean kept) {
    FieldSet result = new FieldSet();
    result.member = member && other.member == kept;
    below.forEach(
        (step, child) -> {
          FieldSet inner = child.filtered(other.child(step), kept);
          if (!inner.isEmpty()) {
            result.below.put(step, inner);
          }
        });
    return result;
  }

  private FieldSet child(String step) {
    FieldSet child = below.get(step);
    return child == null ? new FieldSet() : child;
  }

  /** The paths as error messages write them, such as {@code .data.k}. */
  List<String> paths() {
    List<String> result = new ArrayList<>();
    collect("", result);
    return result;
  }

  private void collect(String path, List<String> to) {
    if (member) {
      to.add(path);
    }
    below.forEach((step, child) -> child.collect(path + readable(step), to));
  }

  /** A step as error messages write it. */
  static String readable(String step) {
    String rest = step.substring(2);
    return switch (step.substring(0, 2)) {
      case "f:" -> "." + rest;
      case "v:" -> "[=" + rest + "]";
      case "k:" -> {
        List<String> keys = new ArrayList<>();
        ((JsonObject) Json.parse(rest))
            .entrySet()
            .forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
        yield "[" + String.join(",", keys) + "]";
      }
      default -> "[" + rest + "]";
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && toJson().equals(set.toJson()) && member == set.member;
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }
}
