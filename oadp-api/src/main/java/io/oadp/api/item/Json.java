// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** Reads and writes JSON without loss: explicit nulls, the text of numbers and key order stay. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  static JsonElement parse(String text) {
    try (JsonReader reader = strictReader(text)) {
      JsonElement element = JsonParser.parseReader(reader);
      requireEnd(reader);
      return element;
    } catch (IOException | JsonParseException e) {
      throw malformed(e);
    }
  }

  static void requireEnd(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new IllegalArgumentException("malformed JSON: something follows the value");
    }
  }

  static IllegalArgumentException malformed(Exception cause) {
    // Gson's messages quote no content beyond a path, so they may be shown.
    return new IllegalArgumentException("malformed JSON: " + cause.getMessage(), cause);
  }

  static JsonReader strictReader(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  static byte[] bytes(JsonElement element) {
    return GSON.toJson(element).getBytes(StandardCharsets.UTF_8);
  }
}
