// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes fields into JSON trees, leaving out what is empty, as Go's {@code omitempty} does. */
final class Json {
  /** Two spaces of indentation, no final newline: the form of Velero's documents. */
  static final Gson PRETTY =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  /** One line, lossless. */
  static final Gson PLAIN = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  static void text(JsonObject tree, String name, Optional<String> value) {
    value.filter(text -> !text.isEmpty()).ifPresent(text -> tree.addProperty(name, text));
  }

  static void flag(JsonObject tree, String name, Optional<Boolean> value) {
    value.ifPresent(flag -> tree.addProperty(name, flag));
  }

  static void count(JsonObject tree, String name, int value) {
    if (value != 0) {
      tree.addProperty(name, value);
    }
  }

  static void duration(JsonObject tree, String name, Optional<Duration> value) {
    value.ifPresent(duration -> tree.addProperty(name, GoDuration.format(duration)));
  }

  /** Kubernetes keeps whole seconds. */
  static void instant(JsonObject tree, String name, Optional<Instant> value) {
    value.ifPresent(
        time -> tree.addProperty(name, time.truncatedTo(ChronoUnit.SECONDS).toString()));
  }

  static void texts(JsonObject tree, String name, Collection<String> values) {
    objects(tree, name, values, JsonPrimitive::new);
  }

  /** Go writes the keys of a map in order. */
  static void map(JsonObject tree, String name, Map<String, String> values) {
    JsonObject map = new JsonObject();
    new TreeMap<>(values).forEach(map::addProperty);
    object(tree, name, map);
  }

  static void object(JsonObject tree, String name, JsonObject object) {
    if (!object.isEmpty()) {
      tree.add(name, object);
    }
  }

  static <T> void objects(
      JsonObject tree, String name, Collection<T> values, Function<T, JsonElement> write) {
    if (!values.isEmpty()) {
      tree.add(name, array(values, write));
    }
  }

  static <T> JsonArray array(Collection<T> values, Function<T, JsonElement> write) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(write.apply(value)));
    return array;
  }

  static <T> void value(
      JsonObject tree, String name, Optional<T> value, Function<T, JsonElement> write) {
    value.ifPresent(present -> tree.add(name, write.apply(present)));
  }
}
