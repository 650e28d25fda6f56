// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

/** Reads and checks what server-side apply sends: its options and its configuration. */
final class Applying {
  static final String LANGUAGE = "application/apply-patch+yaml";

  private Applying() {}

  /** Refuses the options of a PATCH that do not fit its language. */
  static void checkOptions(Request request) {
    boolean apply = request.contentType().equals(LANGUAGE);
    if (apply && request.parameter("fieldManager").isEmpty()) {
      throw ApiFailure.invalidOptions(
          "PatchOptions",
          "fieldManager",
          "FieldValueRequired",
          "Required value: is required for apply patch");
    }
    if (!apply && !request.parameter("force").isEmpty()) {
      throw ApiFailure.invalidOptions(
          "PatchOptions",
          "force",
          "FieldValueForbidden",
          "Forbidden: may not be specified for non-apply patch");
    }
  }

  static boolean forced(Request request) {
    return request.parameter("force").equals("true") || request.parameter("force").equals("1");
  }

  /** The configuration for the object of that name. */
  static JsonObject config(ResourceType type, String kind, Shape shape, String name, byte[] body) {
    JsonElement parsed;
    try {
      parsed = Json.parse(body);
    } catch (JsonParseException e) {
      throw ApiFailure.badRequest(
          "error decoding YAML: the fake cluster reads a configuration as JSON only: "
              + Json.problem(e));
    }
    if (!(parsed instanceof JsonObject config)) {
      throw ApiFailure.badRequest(
          "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
              + " unmarshal array into Go value of type map[string]interface {}");
    }
    JsonObject metadata = Json.object(config, "metadata");
    String given = Json.string(metadata, "name");
    if (given.isEmpty()) {
      throw ApiFailure.badRequest(
          "the name of the object ("
              + name
              + " based on URL) was undeterminable: name must be"
              + " provided");
    }
    if (!given.equals(name)) {
      throw ApiFailure.badRequest(
          "the name of the object ("
              + given
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
    String version = Json.string(config, "apiVersion");
    String sent = kindOf(version, Json.string(config, "kind"));
    if (!sent.equals(kindOf(type.groupVersion(), kind))) {
      throw ApiFailure.badRequest("invalid object type: " + sent);
    }
    if (!Json.array(metadata, "managedFields").isEmpty()) {
      throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }
    String undeclared = Typed.undeclared(shape, config, "");
    if (!undeclared.isEmpty()) {
      String place = Json.string(metadata, "namespace") + "/" + name;
      throw ApiFailure.of(
          500,
          "",
          "failed to create typed patch object ("
              + place
              + "; "
              + sent
              + "): "
              + undeclared
              + ": field not declared in schema");
    }
    return config;
  }

  private static String kindOf(String groupVersion, String kind) {
    String version = groupVersion.isEmpty() ? "" : ResourceTypes.versionOf(groupVersion);
    return ResourceTypes.groupOf(groupVersion) + "/" + version + ", Kind=" + kind;
  }
}
