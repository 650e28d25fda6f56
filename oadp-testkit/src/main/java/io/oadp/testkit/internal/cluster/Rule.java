// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** One rule of a role: what may be done with what. */
record Rule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> paths) {

  static List<Rule> of(JsonObject role) {
    List<Rule> rules = new ArrayList<>();
    for (JsonElement element : Json.array(role, "rules")) {
      if (element instanceof JsonObject rule) {
        rules.add(
            new Rule(
                Json.strings(Json.array(rule, "verbs")),
                Json.strings(Json.array(rule, "apiGroups")),
                Json.strings(Json.array(rule, "resources")),
                Json.strings(Json.array(rule, "resourceNames")),
                Json.strings(Json.array(rule, "nonResourceURLs"))));
      }
    }
    return rules;
  }

  boolean allows(Attributes asked) {
    if (!contains(verbs, asked.verb())) {
      return false;
    }
    if (!asked.isResource()) {
      return paths.stream().anyMatch(p -> matchesPath(p, asked.path()));
    }
    boolean resource =
        contains(resources, asked.resourcePath())
            || (!asked.subresource().isEmpty() && resources.contains("*/" + asked.subresource()));
    return contains(groups, asked.group())
        && resource
        && (names.isEmpty() || names.contains(asked.name()));
  }

  private static boolean contains(List<String> given, String value) {
    return given.contains("*") || given.contains(value);
  }

  private static boolean matchesPath(String pattern, String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }

  JsonObject resourceRule() {
    JsonObject rule = new JsonObject();
    rule.add("verbs", Json.array(verbs));
    rule.add("apiGroups", Json.array(groups));
    rule.add("resources", Json.array(resources));
    if (!names.isEmpty()) {
      rule.add("resourceNames", Json.array(names));
    }
    return rule;
  }

  JsonObject pathRule() {
    JsonObject rule = new JsonObject();
    rule.add("verbs", Json.array(verbs));
    rule.add("nonResourceURLs", Json.array(paths));
    return rule;
  }
}
