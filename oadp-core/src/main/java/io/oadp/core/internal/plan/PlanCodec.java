// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The parts of a plan as JSON, the same in reports and in stored plans. */
final class PlanCodec {
  private PlanCodec() {}

  static JsonObject write(PlannedItem item) {
    JsonObject tree = new JsonObject();
    tree.addProperty("decision", word(item.decision()));
    tree.add("target", write(item.target()));
    if (!item.source().equals(item.target())) {
      tree.add("source", write(item.source()));
    }
    tree.addProperty("origin", word(item.origin()));
    tree.add("reasons", texts(item.reasons()));
    tree.add("actions", texts(item.actions()));
    if (!item.waitsFor().isEmpty()) {
      JsonArray first = new JsonArray();
      item.waitsFor().forEach(id -> first.add(write(id)));
      tree.add("waitsFor", first);
    }
    if (!item.differences().isEmpty()) {
      JsonArray differences = new JsonArray();
      item.differences().forEach(difference -> differences.add(write(difference)));
      tree.add("differences", differences);
    }
    return tree;
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonElement write(ResourceIdentifier id) {
    JsonObject tree = new JsonObject();
    tree.addProperty("resource", id.groupResource());
    if (!id.isClusterScoped()) {
      tree.addProperty("namespace", id.namespace());
    }
    tree.addProperty("name", id.name());
    return tree;
  }

  private static JsonElement write(FieldDifference difference) {
    JsonObject tree = new JsonObject();
    tree.addProperty("pointer", difference.pointer());
    if (!difference.live().isEmpty()) {
      tree.addProperty("live", difference.live());
    }
    if (!difference.desired().isEmpty()) {
      tree.addProperty("desired", difference.desired());
    }
    return tree;
  }

  static JsonObject write(Problem problem) {
    JsonObject tree = new JsonObject();
    tree.addProperty("severity", word(problem.severity()));
    tree.addProperty("scope", word(problem.scope()));
    if (!problem.namespace().isEmpty()) {
      tree.addProperty("namespace", problem.namespace());
    }
    problem.item().ifPresent(item -> tree.add("item", write(item)));
    if (!problem.action().isEmpty()) {
      tree.addProperty("action", problem.action());
    }
    tree.addProperty("text", problem.text());
    return tree;
  }

  /** {@code NEEDED_NAMESPACE} is {@code neededNamespace}. */
  static String word(Enum<?> constant) {
    StringBuilder text = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      String lower = part.toLowerCase(Locale.ROOT);
      text.append(
          text.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return text.toString();
  }

  /** A field that must be there. */
  static JsonElement value(JsonObject tree, String field) {
    JsonElement value = tree.get(field);
    if (value == null) {
      throw new IllegalArgumentException("there is no field " + field);
    }
    return value;
  }

  static JsonObject object(JsonObject tree, String field) {
    return value(tree, field).getAsJsonObject();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonObject tree, String field) {
    String written = text(tree, field);
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(written)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("there is no " + field + " '" + written + "'");
  }

  static PlannedItem readItem(JsonObject tree) {
    ResourceIdentifier target = identifier(object(tree, "target"));
    return new PlannedItem(
        tree.has("source") ? identifier(object(tree, "source")) : target,
        target,
        constant(Decision.class, tree, "decision"),
        constant(PlannedItem.Origin.class, tree, "origin"),
        list(tree, "reasons", JsonElement::getAsString),
        list(tree, "actions", JsonElement::getAsString),
        list(tree, "waitsFor", id -> identifier(id.getAsJsonObject())),
        list(tree, "differences", d -> difference(d.getAsJsonObject())));
  }

  private static <T> List<T> list(JsonObject tree, String field, Function<JsonElement, T> element) {
    List<T> list = new ArrayList<>();
    if (tree.has(field)) {
      tree.getAsJsonArray(field).forEach(e -> list.add(element.apply(e)));
    }
    return list;
  }

  private static ResourceIdentifier identifier(JsonObject tree) {
    return ResourceIdentifier.of(
        value(tree, "resource").getAsString(),
        text(tree, "namespace"),
        value(tree, "name").getAsString());
  }

  private static FieldDifference difference(JsonObject tree) {
    return new FieldDifference(text(tree, "pointer"), text(tree, "live"), text(tree, "desired"));
  }

  private static String text(JsonObject tree, String field) {
    return tree.has(field) ? tree.get(field).getAsString() : "";
  }

  static Problem readProblem(JsonObject tree) {
    Problem.Severity severity = constant(Problem.Severity.class, tree, "severity");
    Problem.Scope scope = constant(Problem.Scope.class, tree, "scope");
    String text = text(tree, "text");
    Problem problem;
    if (tree.has("item")) {
      problem = Problem.ofItem(severity, identifier(object(tree, "item")), text);
    } else if (scope == Problem.Scope.RUN) {
      problem = Problem.ofRun(severity, text);
    } else {
      problem = Problem.ofNamespace(severity, text(tree, "namespace"), text);
    }
    return problem.withAction(text(tree, "action"));
  }
}
