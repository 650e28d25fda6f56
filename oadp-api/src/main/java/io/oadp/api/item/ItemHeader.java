// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What identifies an item, read from its JSON without building a tree. Most items of a backup are
 * never looked at beyond this.
 */
record ItemHeader(
    GroupVersionKind kind,
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    boolean beingDeleted) {

  /** Reads the header; with {@code whole}, the rest of the text is checked for syntax too. */
  static ItemHeader read(String json, boolean whole) {
    try (JsonReader reader = Json.strictReader(json)) {
      Fields fields = new Fields();
      reader.beginObject();
      while (reader.hasNext() && (whole || !fields.complete())) {
        switch (reader.nextName()) {
          case "apiVersion" -> fields.apiVersion = text(reader);
          case "kind" -> fields.kind = text(reader);
          case "metadata" -> fields.readMetadata(reader);
          default -> reader.skipValue();
        }
      }
      if (whole) {
        reader.endObject();
        Json.requireEnd(reader);
      }
      return fields.header();
    } catch (IOException | IllegalStateException | JsonParseException e) {
      throw Json.malformed(e);
    }
  }

  private static String text(JsonReader reader) throws IOException {
    if (reader.peek() == JsonToken.NULL) {
      reader.nextNull();
      return "";
    }
    if (reader.peek() != JsonToken.STRING) {
      throw new IllegalArgumentException("malformed item: " + reader.getPath() + " is no text");
    }
    return reader.nextString();
  }

  private static Map<String, String> texts(JsonReader reader) throws IOException {
    if (reader.peek() == JsonToken.NULL) {
      reader.nextNull();
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      map.put(reader.nextName(), text(reader));
    }
    reader.endObject();
    return Collections.unmodifiableMap(map);
  }

  private static final class Fields {
    private String apiVersion = "";
    private String kind = "";
    private boolean metadata;
    private String namespace = "";
    private String name = "";
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private boolean beingDeleted;

    boolean complete() {
      return metadata && !apiVersion.isEmpty() && !kind.isEmpty();
    }

    void readMetadata(JsonReader reader) throws IOException {
      metadata = true;
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "name" -> name = text(reader);
          case "namespace" -> namespace = text(reader);
          case "labels" -> labels = texts(reader);
          case "annotations" -> annotations = texts(reader);
          case "deletionTimestamp" -> beingDeleted = !text(reader).isEmpty();
          default -> reader.skipValue();
        }
      }
      reader.endObject();
    }

    ItemHeader header() {
      if (apiVersion.isEmpty() || kind.isEmpty()) {
        throw new IllegalArgumentException(
            "malformed item: it needs apiVersion and kind, such as \"v1\" and \"ConfigMap\"");
      }
      if (!metadata) {
        throw new IllegalArgumentException("malformed item: it has no metadata");
      }
      return new ItemHeader(
          GroupVersionKind.of(apiVersion, kind),
          namespace,
          name,
          labels,
          annotations,
          beingDeleted);
    }
  }
}
