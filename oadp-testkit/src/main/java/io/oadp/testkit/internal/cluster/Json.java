// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** JSON trees: strict reading, compact writing that keeps nulls and the text of numbers. */
final class Json {
  private Json() {}

  /**
   * Reads exactly one JSON value.
   *
   * @throws JsonParseException if the text is not one JSON value
   */
  static JsonElement parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement value = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("more than one value");
      }
      return value;
    } catch (IOException e) {
      throw new JsonParseException(e);
    }
  }

  /** What is wrong with a text, without the advice to users of the parser. */
  static String problem(JsonParseException e) {
    String message = String.valueOf(e.getMessage());
    int at = message.indexOf(" at line ");
    int end = message.indexOf('\n');
    return at < 0
        ? message
        : "invalid JSON" + message.substring(at, end < 0 ? message.length() : end);
  }

  static JsonElement parse(byte[] text) {
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  static byte[] bytes(JsonElement value) {
    // The text of a tree keeps nulls, numbers and characters; a Gson would only cost its start.
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The object under {@code key}, or an empty one that is not attached. */
  static JsonObject object(JsonObject parent, String key) {
    return parent.get(key) instanceof JsonObject o ? o : new JsonObject();
  }

  /** The object under {@code key}, put there if it is missing. */
  static JsonObject ensure(JsonObject parent, String key) {
    if (parent.get(key) instanceof JsonObject o) {
      return o;
    }
    JsonObject created = new JsonObject();
    parent.add(key, created);
    return created;
  }

  static JsonArray array(JsonObject parent, String key) {
    return parent.get(key) instanceof JsonArray a ? a : new JsonArray();
  }

  /** The text under {@code key}, or an empty one. */
  static String string(JsonObject parent, String key) {
    return parent.get(key) instanceof JsonPrimitive p ? p.getAsString() : "";
  }

  static List<String> strings(JsonArray array) {
    List<String> result = new ArrayList<>(array.size());
    for (JsonElement e : array) {
      if (e.isJsonPrimitive()) {
        result.add(e.getAsString());
      }
    }
    return result;
  }

  static JsonArray array(Iterable<String> values) {
    JsonArray result = new JsonArray();
    values.forEach(result::add);
    return result;
  }

  /** A deep copy without the members that are null. */
  static JsonElement withoutNulls(JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject result = new JsonObject();
      for (Map.Entry<String, JsonElement> e : object.entrySet()) {
        if (!e.getValue().isJsonNull()) {
          result.add(e.getKey(), withoutNulls(e.getValue()));
        }
      }
      return result;
    }
    if (value instanceof JsonArray array) {
      JsonArray result = new JsonArray(array.size());
      array.forEach(e -> result.add(withoutNulls(e)));
      return result;
    }
    return value;
  }

  /** A deep copy with the members of every object in alphabetical order. */
  static JsonElement sorted(JsonElement value) {
    if (value instanceof JsonObject object) {
      List<String> keys = new ArrayList<>(object.keySet());
      Collections.sort(keys);
      JsonObject result = new JsonObject();
      keys.forEach(k -> result.add(k, sorted(object.get(k))));
      return result;
    }
    if (value instanceof JsonArray array) {
      JsonArray result = new JsonArray(array.size());
      array.forEach(e -> result.add(sorted(e)));
      return result;
    }
    return value;
  }

  static void removeIf(JsonObject object, Predicate<String> keys) {
    object.keySet().removeIf(keys);
  }
}
