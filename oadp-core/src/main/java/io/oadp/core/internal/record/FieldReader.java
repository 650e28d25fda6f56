// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.oadp.api.Violation;
import io.oadp.api.Violation.Code;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field. A value of a wrong type reads as unset and is noted as a
 * violation, which whoever reads strictly looks at and whoever reads leniently does not. Because
 * every known field is asked for, {@link #end} can tell the unknown ones; and a reader made by
 * {@link #probe} learns all known paths just by being read, so that they are listed nowhere else.
 */
final class FieldReader {
  private final JsonObject tree;
  private final String path;
  private final Collection<Violation> violations;
  private final @Nullable SortedMap<String, String> probed;
  private final Set<String> known = new TreeSet<>();

  private FieldReader(
      JsonObject tree,
      String path,
      Collection<Violation> violations,
      @Nullable SortedMap<String, String> probed) {
    this.tree = tree;
    this.path = path;
    this.violations = violations;
    this.probed = probed;
  }

  /** A reader of the object at a path, which notes what is wrong in the collection given. */
  static FieldReader of(JsonObject tree, String path, Collection<Violation> violations) {
    return new FieldReader(tree, path, violations, null);
  }

  /** A reader of an object without fields, which notes paths and types of what it is asked for. */
  static FieldReader probe(String path, SortedMap<String, String> probed) {
    return new FieldReader(new JsonObject(), path, new ArrayList<>(), probed);
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  Optional<String> text(String name) {
    return value(name, "string", element -> text(path(name), element));
  }

  Optional<Boolean> flag(String name) {
    return value(
        name,
        "boolean",
        element ->
            element instanceof JsonPrimitive primitive && primitive.isBoolean()
                ? Optional.of(primitive.getAsBoolean())
                : wrong(path(name), "a boolean, true or false", element));
  }

  Optional<Integer> number(String name) {
    return value(
        name,
        "integer",
        element -> {
          if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
              return Optional.of(primitive.getAsBigDecimal().intValueExact());
            } catch (ArithmeticException | NumberFormatException e) {
              return wrong(path(name), "an integer of at most 32 bits", element);
            }
          }
          return wrong(path(name), "an integer", element);
        });
  }

  Optional<Duration> duration(String name) {
    return value(
        name,
        "string",
        element -> {
          if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
            return wrong(path(name), "a duration such as 720h0m0s", element);
          }
          try {
            return Optional.of(GoDuration.parse(primitive.getAsString()));
          } catch (IllegalArgumentException e) {
            violations.add(new Violation(path(name), Code.INVALID, String.valueOf(e.getMessage())));
            return Optional.empty();
          }
        });
  }

  Optional<Instant> instant(String name) {
    return value(
        name,
        "string",
        element -> {
          if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            try {
              return Optional.of(OffsetDateTime.parse(primitive.getAsString()).toInstant());
            } catch (DateTimeException e) {
              return wrong(path(name), "a time such as 2026-01-31T12:00:00Z", element);
            }
          }
          return wrong(path(name), "a time such as 2026-01-31T12:00:00Z", element);
        });
  }

  /** A text that must be one of a few words. */
  <T> Optional<T> word(String name, Function<String, Optional<T>> parse, String otherwise) {
    Optional<String> text = text(name).filter(value -> !value.isEmpty());
    Optional<T> parsed = text.flatMap(parse);
    if (text.isPresent() && parsed.isEmpty()) {
      violation(name, Code.INVALID, otherwise + text.get());
    }
    return parsed;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonArray array =
        value(name, "array", element -> array(name, element)).orElseGet(JsonArray::new);
    probe(name + "[]", "string");
    for (int at = 0; at < array.size(); at++) {
      text(path(name) + "[" + at + "]", array.get(at)).ifPresent(texts::add);
    }
    return texts;
  }

  Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    probe(name + ".*", "string");
    JsonObject object =
        value(name, "object", element -> object(path(name), element)).orElseGet(JsonObject::new);
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      text(path(name) + "." + entry.getKey(), entry.getValue())
          .ifPresent(text -> map.put(entry.getKey(), text));
    }
    return map;
  }

  Optional<FieldReader> object(String name) {
    Optional<JsonObject> object = value(name, "object", element -> object(path(name), element));
    if (probed != null) {
      return Optional.of(probe(path(name), probed));
    }
    return object.map(child -> of(child, path(name), violations));
  }

  List<FieldReader> objects(String name) {
    JsonArray array =
        value(name, "array", element -> array(name, element)).orElseGet(JsonArray::new);
    if (probed != null) {
      probe(name + "[]", "object");
      return List.of(probe(path(name) + "[]", probed));
    }
    List<FieldReader> readers = new ArrayList<>();
    for (int at = 0; at < array.size(); at++) {
      String entry = path(name) + "[" + at + "]";
      object(entry, array.get(at)).ifPresent(child -> readers.add(of(child, entry, violations)));
    }
    return readers;
  }

  /** A list of objects whose fields are not ours to know. */
  List<JsonObject> trees(String name) {
    JsonArray array =
        value(name, "array", element -> array(name, element)).orElseGet(JsonArray::new);
    probe(name + "[]", "object");
    List<JsonObject> trees = new ArrayList<>();
    for (int at = 0; at < array.size(); at++) {
      object(path(name) + "[" + at + "]", array.get(at)).ifPresent(trees::add);
    }
    return trees;
  }

  /** Knows fields without reading them. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  void violation(String name, Code code, String text) {
    violations.add(new Violation(path(name), code, text));
  }

  boolean has(String name) {
    JsonElement element = tree.get(name);
    return element != null && !element.isJsonNull();
  }

  /** Ends the reading: what was not asked for is unknown. */
  void end() {
    for (String name : tree.keySet()) {
      if (!known.contains(name)) {
        violations.add(
            new Violation(
                path(name),
                Code.UNKNOWN_FIELD,
                "unknown field"
                    + NearestName.of(name, known)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElseGet(() -> "; known here are " + String.join(", ", known))));
      }
    }
  }

  private <T> Optional<T> value(String name, String type, Function<JsonElement, Optional<T>> read) {
    known.add(name);
    probe(name, type);
    JsonElement element = tree.get(name);
    return element == null || element.isJsonNull() ? Optional.empty() : read.apply(element);
  }

  private void probe(String name, String type) {
    if (probed != null) {
      probed.put(path(name), type);
    }
  }

  private Optional<String> text(String at, JsonElement element) {
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return Optional.of(primitive.getAsString());
    }
    return wrong(at, "a string", element);
  }

  private Optional<JsonArray> array(String name, JsonElement element) {
    return element instanceof JsonArray array
        ? Optional.of(array)
        : wrong(path(name), "a list", element);
  }

  private Optional<JsonObject> object(String at, JsonElement element) {
    return element instanceof JsonObject object
        ? Optional.of(object)
        : wrong(at, "an object", element);
  }

  private <T> Optional<T> wrong(String at, String expected, JsonElement element) {
    String hint =
        expected.equals("a string") && element.isJsonPrimitive()
            ? "; write it in quotes (YAML takes plain yes, no, on, off, y and n for booleans)"
            : "";
    violations.add(
        new Violation(
            at, Code.WRONG_TYPE, "must be " + expected + ", was " + describe(element) + hint));
    return Optional.empty();
  }

  private static String describe(JsonElement element) {
    if (element instanceof JsonPrimitive primitive) {
      if (primitive.isString()) {
        return "a string";
      }
      return (primitive.isBoolean() ? "the boolean " : "the number ") + primitive.getAsString();
    }
    if (element.isJsonNull()) {
      return "null";
    }
    return element.isJsonArray() ? "a list" : "an object";
  }

  static SortedMap<String, String> newProbe() {
    return new TreeMap<>();
  }
}
