// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what to write instead where a test author names what the cluster does not know. */
final class Mistakes {
  private Mistakes() {}

  static void requireResource(ResourceTypes types, String groupResource) {
    int slash = groupResource.indexOf('/');
    String whole = slash < 0 ? groupResource : groupResource.substring(0, slash);
    if (whole.equals("*") || types.stored().stream().anyMatch(t -> t.is(whole))) {
      return;
    }
    int dot = whole.indexOf('.');
    String group = dot < 0 ? "" : whole.substring(dot + 1);
    if (dot > 0 && !types.isBuiltInGroup(group)) {
      return;
    }
    throw new IllegalArgumentException(unknownResource(types, whole));
  }

  private static String unknownResource(ResourceTypes types, String given) {
    String start = "no resource \"" + given + "\"";
    return suggestion(types.stored(), given)
        .map(s -> start + ": write \"" + s + "\"")
        .orElse(
            start
                + ": write the plural name with its group, such as \"configmaps\" or"
                + " \"deployments.apps\"; custom resources need their CRD applied first");
  }

  /** A resource whose kind, singular, short name or bare plural is the given one. */
  private static Optional<String> suggestion(Collection<ResourceType> types, String given) {
    String text = given.toLowerCase(Locale.ROOT);
    int dot = text.indexOf('.');
    String first = dot < 0 ? text : text.substring(0, dot);
    return types.stream()
        .filter(
            t ->
                List.of(t.plural(), t.singular(), t.kind().toLowerCase(Locale.ROOT)).contains(first)
                    || t.shortNames().contains(first))
        .map(ResourceType::groupResource)
        .findFirst();
  }

  /** Refuses an object that lacks what tells the server where it belongs. */
  static ResourceType typeOf(ResourceTypes types, JsonObject given) {
    String groupVersion = Json.string(given, "apiVersion");
    String kind = Json.string(given, "kind");
    if (kind.isEmpty() || groupVersion.isEmpty()) {
      throw new IllegalArgumentException(
          "the object has no "
              + (kind.isEmpty() ? "kind" : "apiVersion")
              + ": start it with \"apiVersion\" and \"kind\", such as v1 and ConfigMap");
    }
    Optional<ResourceType> type =
        types.typesOf(groupVersion).stream()
            .filter(t -> t.kind().equals(kind) && t.verbs().contains("get"))
            .findFirst();
    if (type.isEmpty()) {
      throw ApiFailure.of(
          404,
          "NotFound",
          "no matches for kind \"%s\" in version \"%s\"%s"
              .formatted(kind, groupVersion, kindHint(types, groupVersion, kind)));
    }
    requireName(type.get(), given);
    return type.get();
  }

  private static String kindHint(ResourceTypes types, String groupVersion, String kind) {
    return types.stored().stream()
        .filter(t -> t.kind().equalsIgnoreCase(kind) || t.plural().equalsIgnoreCase(kind))
        .findFirst()
        .map(t -> ": write kind " + t.kind() + " in version " + t.groupVersion())
        .orElseGet(
            () ->
                types.isBuiltInGroup(ResourceTypes.groupOf(groupVersion))
                    ? ": the group has no such kind"
                    : ": apply its CustomResourceDefinition first and wait until it is served");
  }

  private static void requireName(ResourceType type, JsonObject given) {
    JsonObject metadata = Json.object(given, "metadata");
    String name = Json.string(metadata, "name");
    if (name.isEmpty() && Json.string(metadata, "generateName").isEmpty()) {
      throw new IllegalArgumentException(
          "a " + type.kind() + " without name: set metadata.name or metadata.generateName");
    }
    if (type.namespaced() && Json.string(metadata, "namespace").isEmpty()) {
      throw new IllegalArgumentException(
          "the %s \"%s\" has no namespace: set metadata.namespace, such as default"
              .formatted(type.kind(), name));
    }
  }
}
