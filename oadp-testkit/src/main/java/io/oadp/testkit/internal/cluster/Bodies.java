// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Reads the bodies of requests, and refuses those that are not what their path asks for. */
final class Bodies {
  private Bodies() {}

  /** The object of a POST or PUT, of the type that the path names. */
  static JsonObject object(ResourceType type, Request request) {
    String media = request.contentType();
    if (!media.isEmpty() && !media.equals(Answer.JSON)) {
      throw ApiFailure.of(
          415,
          "UnsupportedMediaType",
          "the body of the request was in an unknown format - accepted media types include:"
              + " application/json");
    }
    String text = new String(request.body(), StandardCharsets.UTF_8);
    JsonElement body;
    try {
      body = Json.parse(text);
    } catch (JsonParseException e) {
      throw unrecognized(type, "couldn't get version/kind; json parse error: " + Json.problem(e));
    }
    if (!(body instanceof JsonObject object)) {
      throw unrecognized(type, "couldn't get version/kind; json parse error: not an object");
    }
    String kind = Json.string(object, "kind");
    String version = Json.string(object, "apiVersion");
    if (type.custom() && kind.isEmpty()) {
      throw unrecognized(type, "Object 'Kind' is missing in '" + text + "'");
    }
    boolean otherKind = !kind.isEmpty() && !kind.equals(type.kind());
    boolean otherVersion = !version.isEmpty() && !version.equals(type.groupVersion());
    if (otherKind || otherVersion) {
      throw ApiFailure.badRequest(
          (kind.isEmpty() ? type.kind() : kind)
              + " in version \""
              + ResourceTypes.versionOf(version)
              + "\" cannot be handled as a "
              + type.kind());
    }
    if (type.is("configmaps") || type.is("secrets")) {
      Json.object(object, "data").asMap().values().forEach(v -> requireText(type, v));
    }
    return object;
  }

  private static void requireText(ResourceType type, JsonElement value) {
    if (!value.isJsonNull() && !(value instanceof JsonPrimitive p && p.isString())) {
      throw ApiFailure.badRequest(
          type.kind()
              + " in version \""
              + type.version()
              + "\" cannot be handled as a "
              + type.kind()
              + ": json: cannot unmarshal into Go struct field "
              + type.kind()
              + ".data of type string");
    }
  }

  private static ApiFailure unrecognized(ResourceType type, String why) {
    return ApiFailure.badRequest(
        "the object provided is unrecognized (must be of type " + type.kind() + "): " + why);
  }

  /** The Scale of a PUT. */
  static JsonObject scale(Request request) {
    try {
      if (Json.parse(request.body()) instanceof JsonObject scale) {
        return scale;
      }
    } catch (JsonParseException e) {
      throw ApiFailure.badRequest("the Scale is not JSON: " + Json.problem(e));
    }
    throw ApiFailure.badRequest("the Scale is not an object");
  }

  /**
   * What a PATCH does to an object.
   *
   * @param shape of the type; only some languages need it
   */
  static UnaryOperator<JsonObject> patch(
      ResourceType type, Supplier<Shape> shape, Request request) {
    String language = request.contentType();
    boolean strategic = language.equals("application/strategic-merge-patch+json");
    if (strategic && type.custom()) {
      throw ApiFailure.of(
          415,
          "UnsupportedMediaType",
          "the body of the request was in an unknown format - accepted media types include:"
              + " application/json-patch+json, application/merge-patch+json,"
              + " application/apply-patch+yaml");
    }
    JsonElement patch;
    try {
      patch = Json.parse(request.body());
    } catch (JsonParseException e) {
      throw ApiFailure.badRequest("error decoding patch: " + Json.problem(e));
    }
    return switch (language) {
      case "application/merge-patch+json" -> live -> changed(Patches.merge(live, patch));
      case "application/json-patch+json" -> live -> Patches.jsonPatch(live, patch);
      case "application/strategic-merge-patch+json" ->
          live -> StrategicMerge.merge(shape.get(), live, changed(patch));
      default -> throw ApiFailure.of(415, "UnsupportedMediaType", "415: Unsupported Media Type");
    };
  }

  private static JsonObject changed(JsonElement result) {
    if (result instanceof JsonObject object) {
      return object;
    }
    throw ApiFailure.badRequest("error decoding patch: a merge patch is an object");
  }
}
