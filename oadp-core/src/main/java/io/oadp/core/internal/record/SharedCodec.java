// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonObject;
import io.oadp.api.ConfigMapRef;
import io.oadp.api.HookErrorMode;
import io.oadp.api.SecretKeyRef;
import io.oadp.api.Violation.Code;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.LabelSelector.Operator;
import io.oadp.api.item.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts that several of Velero's objects have in common. */
final class SharedCodec {
  private SharedCodec() {}

  /** A selector that Kubernetes would refuse is noted as a violation and reads as unset. */
  static Optional<LabelSelector> labelSelector(FieldReader parent, String name) {
    return parent.object(name).flatMap(SharedCodec::labelSelector);
  }

  static List<LabelSelector> labelSelectors(FieldReader parent, String name) {
    List<LabelSelector> selectors = new ArrayList<>();
    for (FieldReader reader : parent.objects(name)) {
      labelSelector(reader).ifPresent(selectors::add);
    }
    return selectors;
  }

  private static Optional<LabelSelector> labelSelector(FieldReader reader) {
    LabelSelector.Builder builder = LabelSelector.builder();
    reader.map("matchLabels").forEach(builder::matchLabel);
    boolean readable = true;
    for (FieldReader expression : reader.objects("matchExpressions")) {
      Optional<String> key = expression.text("key");
      Optional<Operator> operator =
          expression.word(
              "operator", SharedCodec::operator, "must be In, NotIn, Exists or DoesNotExist, was ");
      String[] values = expression.texts("values").toArray(new String[0]);
      expression.end();
      if (key.isPresent() && operator.isPresent()) {
        builder.addMatchExpression(key.get(), operator.get(), values);
      } else {
        readable = false;
        if (!expression.has("key") || !expression.has("operator")) {
          expression.violation(
              expression.has("key") ? "operator" : "key", Code.REQUIRED, "must not be empty");
        }
      }
    }
    reader.end();
    if (!readable) {
      return Optional.empty();
    }
    try {
      return Optional.of(builder.build());
    } catch (IllegalArgumentException e) {
      reader.violation("", Code.INVALID, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Operator> operator(String text) {
    for (Operator operator : Operator.values()) {
      if (operator.kubernetes().equals(text)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  static JsonObject labelSelector(LabelSelector selector) {
    JsonObject tree = new JsonObject();
    Json.map(tree, "matchLabels", selector.matchLabels());
    Json.objects(
        tree, "matchExpressions", selector.matchExpressions(), SharedCodec::matchExpression);
    return tree;
  }

  private static JsonObject matchExpression(Requirement requirement) {
    JsonObject tree = new JsonObject();
    tree.addProperty("key", requirement.key());
    tree.addProperty("operator", requirement.operator().kubernetes());
    Json.texts(tree, "values", requirement.values());
    return tree;
  }

  static Optional<ConfigMapRef> configMap(FieldReader parent, String name) {
    return parent
        .object(name)
        .map(
            reader -> {
              ConfigMapRef ref =
                  ConfigMapRef.of(
                      reader.text("apiGroup").orElse(""),
                      reader.text("kind").orElse(""),
                      reader.text("name").orElse(""));
              reader.end();
              return ref;
            });
  }

  static JsonObject configMap(ConfigMapRef ref) {
    JsonObject tree = new JsonObject();
    Json.text(tree, "apiGroup", ref.apiGroup());
    tree.addProperty("kind", ref.kind());
    tree.addProperty("name", ref.name());
    return tree;
  }

  static Optional<SecretKeyRef> secretKey(FieldReader parent, String name) {
    return parent
        .object(name)
        .map(
            reader -> {
              String secret = reader.text("name").orElse("");
              String key = reader.text("key").orElse("");
              SecretKeyRef ref = SecretKeyRef.of(secret, key);
              Optional<SecretKeyRef> flagged = reader.flag("optional").map(ref::withOptional);
              reader.end();
              return flagged.orElse(ref);
            });
  }

  static JsonObject secretKey(SecretKeyRef ref) {
    JsonObject tree = new JsonObject();
    tree.addProperty("name", ref.name());
    tree.addProperty("key", ref.key());
    Json.flag(tree, "optional", ref.optional());
    return tree;
  }

  static Optional<HookErrorMode> onError(FieldReader reader) {
    return reader.word("onError", HookErrorMode::parse, "must be Continue or Fail, was ");
  }

  /** The labels and annotations that a spec carries for the object it makes. */
  static Map<String, String> annotations(FieldReader metadata) {
    Map<String, String> annotations = metadata.map("annotations");
    // kubectl's note of what it was last given: not the user's, and stale once the spec changes.
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    return annotations;
  }
}
