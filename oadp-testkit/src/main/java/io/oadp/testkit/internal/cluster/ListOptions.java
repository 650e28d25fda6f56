// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Refuses combinations of query parameters of lists and watches that the server refuses. */
final class ListOptions {
  private record Problem(String field, String reason, String text) {
    static Problem forbidden(String field, String why) {
      return new Problem(field, "FieldValueForbidden", "Forbidden: " + why);
    }

    static Problem unsupported(String value, String supported) {
      return new Problem(
          "resourceVersionMatch",
          "FieldValueNotSupported",
          "Unsupported value: \"" + value + "\": supported values: " + supported);
    }
  }

  private static final String MATCH = "resourceVersionMatch";
  private static final String INITIAL = "sendInitialEvents";

  private final Map<String, String> query;
  private final List<Problem> problems = new ArrayList<>();

  private ListOptions(Map<String, String> query) {
    this.query = query;
  }

  static void checkList(Map<String, String> query) {
    ListOptions options = new ListOptions(query);
    options.list();
    options.refuse();
  }

  static void checkWatch(Map<String, String> query) {
    ListOptions options = new ListOptions(query);
    options.watch();
    options.refuse();
  }

  private String get(String name) {
    return query.getOrDefault(name, "");
  }

  private void list() {
    String match = get(MATCH);
    String version = get("resourceVersion");
    if (!get(INITIAL).isEmpty()) {
      problems.add(Problem.forbidden(INITIAL, "sendInitialEvents is forbidden for list"));
    }
    if (match.isEmpty()) {
      return;
    }
    if (version.isEmpty()) {
      forbidMatch("resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    if (!get("continue").isEmpty()) {
      forbidMatch("resourceVersionMatch is forbidden when continue is provided");
    }
    if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
      problems.add(Problem.unsupported(match, "\"Exact\", \"NotOlderThan\", \"\""));
    }
    if (match.equals("Exact") && version.equals("0")) {
      forbidMatch("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
    }
  }

  private void watch() {
    String match = get(MATCH);
    boolean initial = !get(INITIAL).isEmpty();
    if (initial && match.isEmpty()) {
      forbidMatch("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    if (match.isEmpty()) {
      return;
    }
    if (!initial) {
      forbidMatch(
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    }
    if (!get("continue").isEmpty()) {
      forbidMatch("resourceVersionMatch is forbidden when continue is provided");
    }
    if (!match.equals("NotOlderThan")) {
      problems.add(Problem.unsupported(match, "\"NotOlderThan\""));
    }
  }

  private void forbidMatch(String why) {
    problems.add(Problem.forbidden(MATCH, why));
  }

  private void refuse() {
    if (problems.isEmpty()) {
      return;
    }
    JsonArray causes = new JsonArray();
    List<String> texts = new ArrayList<>();
    for (Problem problem : problems) {
      JsonObject cause = new JsonObject();
      cause.addProperty("reason", problem.reason());
      cause.addProperty("message", problem.text());
      cause.addProperty("field", problem.field());
      causes.add(cause);
      texts.add(problem.field() + ": " + problem.text());
    }
    throw ApiFailure.invalidOptions(
        "ListOptions",
        texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]",
        causes);
  }
}
