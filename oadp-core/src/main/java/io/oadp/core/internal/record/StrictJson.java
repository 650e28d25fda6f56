// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;

/**
 * Reads JSON by the letter, so that the few things that JSON has and YAML 1.1 lacks are understood
 * too. Unlike Gson's own parser it sees keys that are given twice.
 */
final class StrictJson {
  private StrictJson() {}

  /**
   * Reads a text that may be JSON.
   *
   * @return the tree; empty if the text is something else
   * @throws IllegalArgumentException if it is JSON with a key given twice
   */
  static Optional<JsonElement> parse(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement tree = value(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(tree) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not JSON, perhaps YAML in flow style; the YAML reader tells
    }
  }

  private static JsonElement value(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
          String key = reader.nextName();
          if (object.has(key)) {
            throw new IllegalArgumentException("the key '" + key + "' is there twice");
          }
          object.add(key, value(reader));
        }
        reader.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          array.add(value(reader));
        }
        reader.endArray();
        return array;
      }
      case NUMBER -> {
        return JsonParser.parseString(reader.nextString()); // a number that keeps its text
      }
      case BOOLEAN -> {
        return new JsonPrimitive(reader.nextBoolean());
      }
      case NULL -> {
        reader.nextNull();
        return JsonNull.INSTANCE;
      }
      default -> {
        return new JsonPrimitive(reader.nextString());
      }
    }
  }
}
