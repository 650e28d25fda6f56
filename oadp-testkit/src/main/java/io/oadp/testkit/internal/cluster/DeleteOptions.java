// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;

/** Reads how a DELETE is meant, from its body or else from its query, and what happens to items. */
final class DeleteOptions {
  private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

  private DeleteOptions() {}

  static Items.Deletion of(Request request) {
    JsonObject given = body(request);
    if (request.body().length == 0) {
      given.addProperty("propagationPolicy", request.parameter("propagationPolicy"));
    }
    JsonObject preconditions = Json.object(given, "preconditions");
    return new Items.Deletion(
        Json.string(preconditions, "uid"),
        Json.string(preconditions, "resourceVersion"),
        policy(given));
  }

  /** Whether the body asks for a dry run; a query may do so too. */
  static boolean isDryRun(Request request) {
    return Json.strings(Json.array(body(request), "dryRun")).contains("All");
  }

  private static JsonObject body(Request request) {
    if (request.body().length == 0) {
      return new JsonObject();
    }
    try {
      return Json.parse(request.body()) instanceof JsonObject o ? o : new JsonObject();
    } catch (JsonParseException e) {
      throw ApiFailure.badRequest(
          "couldn't get version/kind; json parse error: " + Json.problem(e));
    }
  }

  private static String policy(JsonObject given) {
    String policy = Json.string(given, "propagationPolicy");
    String orphan = Json.string(given, "orphanDependents");
    if (!policy.isEmpty() && !orphan.isEmpty()) {
      throw invalid(
          "FieldValueInvalid",
          "Invalid value: \""
              + policy
              + "\": orphanDependents and deletionPropagation cannot be both set");
    }
    if (!policy.isEmpty() && !POLICIES.contains(policy)) {
      throw invalid(
          "FieldValueNotSupported",
          "Unsupported value: \""
              + policy
              + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
    }
    return orphan.isEmpty() ? policy : orphan.equals("true") ? "Orphan" : "Background";
  }

  private static ApiFailure invalid(String reason, String problem) {
    JsonObject cause = new JsonObject();
    cause.addProperty("reason", reason);
    cause.addProperty("message", problem);
    cause.addProperty("field", "propagationPolicy");
    JsonArray causes = new JsonArray();
    causes.add(cause);
    return ApiFailure.invalidOptions("DeleteOptions", "propagationPolicy: " + problem, causes);
  }

  /** Sets the finalizers by which the garbage collector knows what to do with what is owned. */
  static void finalizers(ResourceType type, JsonObject metadata, String given) {
    List<String> both = List.of(GarbageCollector.FOREGROUND, GarbageCollector.ORPHAN);
    boolean orphans = type.is("jobs.batch") || type.is("replicationcontrollers");
    List<String> present = Json.strings(Json.array(metadata, "finalizers"));
    String policy =
        given.isEmpty() && orphans && present.stream().noneMatch(both::contains) ? "Orphan" : given;
    if (policy.isEmpty() || type.is(Admission.NAMESPACES)) {
      return;
    }
    GarbageCollector.withoutFinalizers(metadata, both);
    if (!policy.equals("Background")) {
      JsonArray finalizers = Json.array(metadata, "finalizers").deepCopy();
      finalizers.add(
          policy.equals("Orphan") ? GarbageCollector.ORPHAN : GarbageCollector.FOREGROUND);
      metadata.add("finalizers", finalizers);
    }
  }
}
