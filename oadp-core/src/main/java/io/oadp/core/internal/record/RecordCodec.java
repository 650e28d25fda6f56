// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.oadp.api.OadpException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the stored documents of backups and restores have in common. */
final class RecordCodec {
  private static final String API_VERSION = "velero.io/v1";

  private RecordCodec() {}

  /** Parses a document and checks the little that everything else rests on. */
  static JsonObject parse(byte[] json, String kind) {
    JsonElement tree;
    try {
      // A decoder that reports, since replacement characters would be stored as if they were meant.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      tree = JsonParser.parseString(text);
    } catch (CharacterCodingException e) {
      throw new OadpException(document(kind) + " is not UTF-8: it is damaged", e);
    } catch (JsonParseException e) {
      throw new OadpException(document(kind) + " is not JSON: it is damaged or cut off", e);
    }
    if (!(tree instanceof JsonObject object)) {
      throw new OadpException(document(kind) + " is no JSON object");
    }
    String apiVersion = text(object.get("apiVersion"));
    if (!text(object.get("kind")).equals(kind) || !apiVersion.startsWith("velero.io/")) {
      throw new OadpException(
          document(kind)
              + " must be of kind "
              + kind
              + " in "
              + API_VERSION
              + ", was of kind '"
              + text(object.get("kind"))
              + "' in '"
              + apiVersion
              + "'");
    }
    return object;
  }

  private static String document(String kind) {
    return "The stored document of a " + kind;
  }

  static String text(@Nullable JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : "";
  }

  static JsonObject child(JsonObject tree, String name) {
    return tree.get(name) instanceof JsonObject child ? child : new JsonObject();
  }

  static String name(JsonObject tree, String kind) {
    String name = text(child(tree, "metadata").get("name"));
    if (name.isEmpty()) {
      throw new OadpException(document(kind) + " has no metadata.name");
    }
    return name;
  }

  static JsonObject metadata(
      String name,
      Optional<String> namespace,
      Optional<String> uid,
      Optional<Instant> creationTimestamp,
      Map<String, String> labels,
      Map<String, String> annotations) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", name);
    Json.text(metadata, "namespace", namespace);
    Json.text(metadata, "uid", uid);
    Json.instant(metadata, "creationTimestamp", creationTimestamp);
    Json.map(metadata, "labels", labels);
    Json.map(metadata, "annotations", annotations);
    return metadata;
  }

  /** Assembles a document; what the original one has beside the known parts comes last. */
  static JsonObject document(
      String kind, JsonObject metadata, JsonObject spec, JsonObject status, JsonObject original) {
    JsonObject tree = new JsonObject();
    tree.addProperty("kind", kind);
    tree.addProperty("apiVersion", API_VERSION);
    tree.add("metadata", metadata);
    tree.add("spec", spec);
    tree.add("status", status);
    for (Map.Entry<String, JsonElement> field : original.entrySet()) {
      if (!tree.has(field.getKey())) {
        tree.add(field.getKey(), field.getValue().deepCopy());
      }
    }
    return tree;
  }

  static byte[] bytes(JsonObject tree) {
    return Json.PRETTY.toJson(tree).getBytes(StandardCharsets.UTF_8);
  }

  /** The document a record was read from, without fields if it was made here. */
  static JsonObject original(Optional<String> json) {
    return json.map(text -> JsonParser.parseString(text).getAsJsonObject())
        .orElseGet(JsonObject::new);
  }
}
