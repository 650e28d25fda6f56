// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks trees along their {@link Shape}: their fields, their differences, their merge. */
final class Typed {
  /** What is different between two trees. */
  record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {}

  private Typed() {}

  /** The fields that an applied configuration has an opinion of. */
  static FieldSet fields(Shape shape, JsonElement value) {
    FieldSet result = new FieldSet();
    collect(shape, value, result);
    return result;
  }

  private static void collect(Shape shape, JsonElement value, FieldSet to) {
    if (shape.isLeaf(value)) {
      to.add();
      return;
    }
    children(shape, value)
        .forEach(
            (step, child) -> {
              Shape below = below(shape, step);
              FieldSet set = to.ensure(step);
              collect(below, child, set);
              boolean empty = child instanceof JsonObject o && o.isEmpty();
              boolean declared = step.startsWith("f:") && shape.declares(step.substring(2));
              if (empty || child.isJsonNull() || !declared) {
                set.add();
              }
            });
    to.prune();
  }

  /** The first member that its shape does not know, as a path; empty if there is none. */
  static String undeclared(Shape shape, JsonElement value, String path) {
    if (value instanceof JsonObject object && shape.sort() != Shape.Sort.PLAIN) {
      for (Map.Entry<String, JsonElement> e : object.entrySet()) {
        String here = path + "." + e.getKey();
        Optional<Shape> below = shape.member(e.getKey());
        String found = below.map(b -> undeclared(b, e.getValue(), here)).orElse(here);
        if (!found.isEmpty()) {
          return found;
        }
      }
    } else if (value instanceof JsonArray array && shape.sort() == Shape.Sort.LIST) {
      for (JsonElement e : array) {
        String place = shape.isLeaf(value) ? "[]" : FieldSet.readable(shape.step(e));
        String found = undeclared(shape.element(), e, path + place);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }

  static Comparison compare(Shape shape, JsonObject before, JsonObject after) {
    Comparison result = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
    compareChildren(shape, before, after, result);
    return new Comparison(
        result.added().prune(), result.modified().prune(), result.removed().prune());
  }

  private static void compare(
      Shape shape, @Nullable JsonElement before, @Nullable JsonElement after, Comparison to) {
    boolean leaf =
        (before == null || shape.isLeaf(before) || isEmpty(before))
            && (after == null || shape.isLeaf(after) || isEmpty(after));
    if (before != null && after != null) {
      if (leaf || shape.isLeaf(before) != shape.isLeaf(after)) {
        if (!before.equals(after)) {
          to.modified().add();
        }
        return;
      }
    }
    if (!leaf) {
      compareChildren(shape, before, after, to);
    }
    if (before == null) {
      to.added().add();
    } else if (after == null) {
      to.removed().add();
    }
  }

  private static void compareChildren(
      Shape shape, @Nullable JsonElement before, @Nullable JsonElement after, Comparison to) {
    Map<String, JsonElement> was = before == null ? Map.of() : complete(shape, before);
    Map<String, JsonElement> is = after == null ? Map.of() : complete(shape, after);
    Set<String> steps = new LinkedHashSet<>(was.keySet());
    steps.addAll(is.keySet());
    for (String step : steps) {
      compare(
          below(shape, step),
          was.get(step),
          is.get(step),
          new Comparison(
              to.added().ensure(step), to.modified().ensure(step), to.removed().ensure(step)));
    }
  }

  private static boolean isEmpty(JsonElement value) {
    return (value instanceof JsonObject o && o.isEmpty())
        || (value instanceof JsonArray a && a.isEmpty());
  }

  private static Map<String, JsonElement> complete(Shape shape, JsonElement value) {
    Map<String, JsonElement> result = children(shape, value);
    shape.always().forEach((name, empty) -> result.putIfAbsent("f:" + name, empty));
    return result;
  }

  private static Map<String, JsonElement> children(Shape shape, JsonElement value) {
    Map<String, JsonElement> result = new LinkedHashMap<>();
    if (value instanceof JsonObject object) {
      object.entrySet().forEach(e -> result.put("f:" + e.getKey(), e.getValue()));
    } else if (value instanceof JsonArray array) {
      array.forEach(e -> result.putIfAbsent(shape.step(e), e));
    }
    return result;
  }

  private static Shape below(Shape shape, String step) {
    return step.startsWith("f:")
        ? shape.member(step.substring(2)).orElse(Shape.ANYTHING)
        : shape.element();
  }

  /** The live tree with an applied configuration laid over it. */
  static JsonElement merge(Shape shape, JsonElement live, JsonElement config) {
    if (shape.isLeaf(config) || shape.isLeaf(live)) {
      return config.deepCopy();
    }
    if (config instanceof JsonObject wanted && live instanceof JsonObject object) {
      JsonObject result = object.deepCopy();
      for (Map.Entry<String, JsonElement> e : wanted.entrySet()) {
        JsonElement was = object.get(e.getKey());
        Shape below = below(shape, "f:" + e.getKey());
        result.add(e.getKey(), merge(below, was == null ? JsonNull.INSTANCE : was, e.getValue()));
      }
      return result;
    }
    return mergedList(shape, children(shape, live), children(shape, config));
  }

  /** Elements of both in the order of the configuration, those of the live list before them. */
  private static JsonArray mergedList(
      Shape shape, Map<String, JsonElement> live, Map<String, JsonElement> config) {
    JsonArray result = new JsonArray();
    List<String> waiting = new ArrayList<>(config.keySet());
    Set<String> done = new HashSet<>();
    for (Map.Entry<String, JsonElement> e : live.entrySet()) {
      if (!config.containsKey(e.getKey())) {
        result.add(e.getValue().deepCopy());
        continue;
      }
      while (!done.contains(e.getKey())) {
        String next = waiting.remove(0);
        done.add(next);
        result.add(mergedElement(shape, live.get(next), config.get(next)));
      }
    }
    waiting.forEach(w -> result.add(mergedElement(shape, live.get(w), config.get(w))));
    return result;
  }

  private static JsonElement mergedElement(
      Shape shape, @Nullable JsonElement live, @Nullable JsonElement config) {
    JsonElement wanted = config == null ? JsonNull.INSTANCE : config;
    return live == null ? wanted.deepCopy() : merge(shape.element(), live, wanted);
  }

  /**
   * Drops what a manager applied last time and nobody owns any more.
   *
   * @param last what the manager applied
   * @param owned what anybody owns now
   */
  static void drop(Shape shape, JsonElement value, FieldSet last, FieldSet owned) {
    if (shape.isLeaf(value)) {
      return;
    }
    for (Map.Entry<String, JsonElement> e : children(shape, value).entrySet()) {
      String step = e.getKey();
      Optional<FieldSet> applied = last.at(step);
      if (applied.isEmpty()) {
        continue;
      }
      if (last.covers(step) && !owned.covers(step)) {
        if (value instanceof JsonObject object) {
          object.remove(step.substring(2));
        } else {
          value.getAsJsonArray().remove(e.getValue());
        }
      } else {
        drop(
            below(shape, step),
            e.getValue(),
            applied.get(),
            owned.at(step).orElseGet(FieldSet::new));
      }
    }
  }
}
