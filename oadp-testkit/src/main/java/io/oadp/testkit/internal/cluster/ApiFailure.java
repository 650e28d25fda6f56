// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ends a request with a Status. Messages, reasons and details are those of kube-apiserver, because
 * clients take decisions by them.
 */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient JsonObject status;

  private ApiFailure(int code, JsonObject status) {
    super(Json.string(status, "message"), null, false, false);
    this.code = code;
    this.status = status;
  }

  int code() {
    return code;
  }

  /**
   * Returns the reason of the Status, such as {@code NotFound}; empty where the server gives none.
   *
   * @return the reason
   */
  public String reason() {
    return Json.string(status, "reason");
  }

  JsonObject status() {
    return status;
  }

  static ApiFailure of(int code, String reason, String message) {
    return new ApiFailure(code, statusOf(code, reason, message, new JsonObject(), false));
  }

  private static ApiFailure of(int code, String reason, String message, JsonObject details) {
    return new ApiFailure(code, statusOf(code, reason, message, details, true));
  }

  static JsonObject statusOf(
      int code, String reason, String message, JsonObject details, boolean withDetails) {
    JsonObject status = new JsonObject();
    status.addProperty("kind", "Status");
    status.addProperty("apiVersion", "v1");
    status.add("metadata", new JsonObject());
    status.addProperty("status", "Failure");
    status.addProperty("message", message);
    if (!reason.isEmpty()) {
      status.addProperty("reason", reason);
    }
    if (withDetails) {
      status.add("details", details);
    }
    status.addProperty("code", code);
    return status;
  }

  static JsonObject details(ResourceType type, String name) {
    return details(name, type.group(), type.plural());
  }

  private static JsonObject details(String name, String group, String kind) {
    JsonObject details = new JsonObject();
    if (!name.isEmpty()) {
      details.addProperty("name", name);
    }
    if (!group.isEmpty()) {
      details.addProperty("group", group);
    }
    details.addProperty("kind", kind);
    return details;
  }

  private static JsonArray causes(String reason, String message, String field) {
    JsonObject cause = new JsonObject();
    cause.addProperty("reason", reason);
    cause.addProperty("message", message);
    cause.addProperty("field", field);
    JsonArray causes = new JsonArray();
    causes.add(cause);
    return causes;
  }

  static ApiFailure notFound(ResourceType type, String name) {
    return of(
        404, "NotFound", type.groupResource() + " \"" + name + "\" not found", details(type, name));
  }

  static ApiFailure namespaceNotFound(String name) {
    return of(
        404, "NotFound", "namespaces \"" + name + "\" not found", details(name, "", "namespaces"));
  }

  static ApiFailure noSuchResource() {
    return of(
        404, "NotFound", "the server could not find the requested resource", new JsonObject());
  }

  static ApiFailure methodNotAllowed() {
    return of(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        new JsonObject());
  }

  static ApiFailure alreadyExists(ResourceType type, String name, boolean beingDeleted) {
    String prefix = beingDeleted ? "object is being deleted: " : "";
    return of(
        409,
        "AlreadyExists",
        prefix + type.groupResource() + " \"" + name + "\" already exists",
        details(type, name));
  }

  static ApiFailure conflict(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiFailure conflict(ResourceType type, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + type.groupResource() + " \"" + name + "\": " + why,
        details(type, name));
  }

  /** A precondition of a DELETE that does not hold; the server names the kind here. */
  static ApiFailure precondition(ResourceType type, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + type.kind() + " \"" + name + "\": " + why,
        details(name, type.group(), type.kind()));
  }

  static ApiFailure badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  static ApiFailure forbidden(ResourceType type, String name, String why) {
    return of(
        403,
        "Forbidden",
        type.groupResource() + " \"" + name + "\" is forbidden: " + why,
        details(type, name));
  }

  static ApiFailure terminating(ResourceType type, String name, String namespace) {
    JsonObject details = details(type, name);
    details.add(
        "causes",
        causes(
            "NamespaceTerminating",
            "namespace " + namespace + " is being terminated",
            "metadata.namespace"));
    return of(
        403,
        "Forbidden",
        type.groupResource()
            + " \""
            + name
            + "\" is forbidden: unable to create new content in namespace "
            + namespace
            + " because it is being terminated",
        details);
  }

  /** One violated field; {@code problem} is "Invalid value: …", "Required value: …" and so on. */
  static ApiFailure invalid(
      ResourceType type, String name, String field, String reason, String problem) {
    JsonObject details = details(name, type.group(), type.kind());
    details.add("causes", causes(reason, problem, field));
    String subject = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    return of(
        422,
        "Invalid",
        subject + " \"" + name + "\" is invalid: " + field + ": " + problem,
        details);
  }

  /** As {@link #invalid}, naming the resource instead of the kind, as custom resources have it. */
  static ApiFailure invalidResource(
      ResourceType type, String name, String field, String reason, String problem) {
    JsonObject details = details(type, name);
    details.add("causes", causes(reason, problem, field));
    return of(
        422,
        "Invalid",
        type.groupResource() + " \"" + name + "\" is invalid: " + field + ": " + problem,
        details);
  }

  /** One reason for a refusal. */
  record Cause(String reason, String problem, String field) {}

  /** Several violated fields of a custom resource. */
  static ApiFailure invalid(ResourceType type, String name, List<Cause> problems) {
    JsonArray causes = new JsonArray();
    List<String> texts = new ArrayList<>();
    for (Cause cause : problems) {
      causes.addAll(causes(cause.reason(), cause.problem(), cause.field()));
      texts.add(cause.field() + ": " + cause.problem());
    }
    JsonObject details = details(name, type.group(), type.kind());
    details.add("causes", causes);
    String all = String.join(", ", texts);
    String subject = type.kind() + "." + type.group() + " \"" + name + "\" is invalid: ";
    return of(422, "Invalid", subject + (texts.size() > 1 ? "[" + all + "]" : all), details);
  }

  static ApiFailure invalidScale(String name, long replicas) {
    String problem = "Invalid value: " + replicas + ": must be greater than or equal to 0";
    JsonObject details = details(name, "autoscaling", "Scale");
    details.add("causes", causes("FieldValueInvalid", problem, "spec.replicas"));
    return of(
        422,
        "Invalid",
        "Scale.autoscaling \"" + name + "\" is invalid: spec.replicas: " + problem,
        details);
  }

  static ApiFailure internal(String why) {
    JsonObject cause = new JsonObject();
    cause.addProperty("message", why);
    JsonArray causes = new JsonArray();
    causes.add(cause);
    JsonObject details = new JsonObject();
    details.add("causes", causes);
    return of(500, "InternalError", "Internal error occurred: " + why, details);
  }

  static ApiFailure rejectedPatch() {
    return of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        new JsonObject());
  }

  static ApiFailure invalidDryRun(String value, String options) {
    String problem = "Unsupported value: [\"" + value + "\"]: supported values: \"All\"";
    return invalidOptions(options, "dryRun", "FieldValueNotSupported", problem);
  }

  /** A parameter of the request that does not fit. */
  static ApiFailure invalidOptions(String options, String field, String reason, String problem) {
    JsonObject details = details("", "meta.k8s.io", options);
    details.add("causes", causes(reason, problem, field));
    return of(
        422,
        "Invalid",
        options + ".meta.k8s.io \"\" is invalid: " + field + ": " + problem,
        details);
  }

  /** Server-side apply meets fields of others: who they are, to the paths of the fields. */
  static ApiFailure applyConflict(Map<String, List<String>> conflicts) {
    JsonArray causes = new JsonArray();
    StringBuilder text = new StringBuilder();
    int count = conflicts.values().stream().mapToInt(List::size).sum();
    conflicts.forEach(
        (owner, paths) -> {
          String noun = paths.size() == 1 && count == 1 ? "conflict" : "conflicts";
          text.append(text.isEmpty() ? "" : "\n").append(noun).append(" with ").append(owner);
          text.append(count == 1 ? ": " + paths.get(0) : ":");
          for (String path : paths) {
            text.append(count == 1 ? "" : "\n- " + path);
            causes.addAll(causes("FieldManagerConflict", "conflict with " + owner, path));
          }
        });
    JsonObject details = new JsonObject();
    details.add("causes", causes);
    String noun = count == 1 ? " conflict: " : " conflicts: ";
    return of(409, "Conflict", "Apply failed with " + count + noun + text, details);
  }

  /** What a user may not do; {@code message} is the whole one. */
  static ApiFailure forbidden(String name, String group, String resource, String message) {
    JsonObject details = resource.isEmpty() ? new JsonObject() : details(name, group, resource);
    return of(403, "Forbidden", message, details);
  }

  static ApiFailure invalidReview(String why) {
    JsonObject details = new JsonObject();
    details.addProperty("group", "authorization.k8s.io");
    String problem = "Invalid value: null: " + why;
    details.add("causes", causes("FieldValueInvalid", problem, "spec.resourceAttributes"));
    return of(
        422,
        "Invalid",
        ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: " + problem,
        details);
  }

  /** Options that contradict each other; {@code problems} names the fields. */
  static ApiFailure invalidOptions(String kind, String problems, JsonArray causes) {
    JsonObject details = details("", "meta.k8s.io", kind);
    details.add("causes", causes);
    return of(422, "Invalid", kind + ".meta.k8s.io \"\" is invalid: " + problems, details);
  }

  static String unparsableVersion(String version) {
    return "resourceVersion: Invalid value: \""
        + version
        + "\": strconv.ParseUint: parsing \""
        + version
        + "\": invalid syntax";
  }

  static ApiFailure expired(String continueToken) {
    ApiFailure failure =
        of(
            410,
            "Expired",
            "The provided continue parameter is too old to display a consistent list result. You"
                + " can start a new list without the continue parameter, or use the continue token"
                + " in this response to retrieve the remainder of the results. Continuing with the"
                + " provided token results in an inconsistent list - objects that were created,"
                + " modified, or deleted between the time the first chunk was returned and now may"
                + " show up in the list.");
    Json.object(failure.status, "metadata").addProperty("continue", continueToken);
    return failure;
  }

  static ApiFailure tooOld(long asked, long oldest) {
    return of(410, "Expired", "too old resource version: " + asked + " (" + oldest + ")");
  }

  static ApiFailure tooLargeResourceVersion(long asked, long current) {
    JsonObject details = new JsonObject();
    JsonObject cause = new JsonObject();
    cause.addProperty("reason", "ResourceVersionTooLarge");
    cause.addProperty("message", "Too large resource version");
    JsonArray causes = new JsonArray();
    causes.add(cause);
    details.add("causes", causes);
    details.addProperty("retryAfterSeconds", 1);
    return of(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + current,
        details);
  }
}
