// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** Answers the kinds that only ask a question, such as SelfSubjectAccessReview. */
final class Reviews {
  private final Access access;

  Reviews(Access access) {
    this.access = access;
  }

  JsonObject answer(ResourceType type, JsonObject given, User user) {
    JsonObject result = new JsonObject();
    result.addProperty("kind", type.kind());
    result.addProperty("apiVersion", type.groupVersion());
    given.entrySet().stream()
        .filter(e -> !result.has(e.getKey()))
        .forEach(e -> result.add(e.getKey(), e.getValue()));
    JsonObject spec = Json.object(given, "spec");
    switch (type.kind()) {
      case "SelfSubjectAccessReview" -> result.add("status", allowed(user, spec));
      case "SubjectAccessReview", "LocalSubjectAccessReview" ->
          result.add("status", allowed(User.named(Json.string(spec, "user")), spec));
      case "SelfSubjectRulesReview" -> {
        result.add("status", rules(user, Json.string(spec, "namespace")));
        result.add("spec", new JsonObject());
      }
      case "SelfSubjectReview" -> result.add("status", self(user));
      default -> {}
    }
    return result;
  }

  private JsonObject allowed(User user, JsonObject spec) {
    JsonObject resource = Json.object(spec, "resourceAttributes");
    JsonObject path = Json.object(spec, "nonResourceAttributes");
    if ((resource.size() == 0) == (path.size() == 0)) {
      throw ApiFailure.invalidReview(
          "exactly one of nonResourceAttributes or resourceAttributes must be specified");
    }
    Optional<String> reason = access.reason(user, Attributes.of(resource, path));
    JsonObject status = new JsonObject();
    status.addProperty("allowed", reason.isPresent());
    reason.filter(r -> !r.isEmpty()).ifPresent(r -> status.addProperty("reason", r));
    return status;
  }

  private JsonObject rules(User user, String namespace) {
    List<Rule> rules = access.rules(user, namespace);
    JsonArray resources = new JsonArray();
    rules.stream().filter(r -> r.paths().isEmpty()).forEach(r -> resources.add(r.resourceRule()));
    JsonArray paths = new JsonArray();
    rules.stream().filter(r -> !r.paths().isEmpty()).forEach(r -> paths.add(r.pathRule()));
    JsonObject status = new JsonObject();
    status.add("resourceRules", resources);
    status.add("nonResourceRules", paths);
    status.addProperty("incomplete", false);
    return status;
  }

  private static JsonObject self(User user) {
    JsonObject info = new JsonObject();
    info.addProperty("username", user.name());
    info.add("groups", Json.array(user.groups()));
    JsonObject status = new JsonObject();
    status.add("userInfo", info);
    return status;
  }
}
