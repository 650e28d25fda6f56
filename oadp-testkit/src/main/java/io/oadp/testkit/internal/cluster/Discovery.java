// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.testkit.internal.cluster.ResourceType.Subresource;
import java.util.List;
import java.util.Optional;

/** The documents by which a client finds out what is served, in both forms. */
final class Discovery {
  static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final ResourceTypes types;

  Discovery(ResourceTypes types) {
    this.types = types;
  }

  static boolean wantsAggregated(Request request) {
    String accept = request.header("accept").replace(" ", "");
    return accept.contains("as=APIGroupDiscoveryList")
        && accept.contains("g=apidiscovery.k8s.io")
        && List.of(accept.split("[;,]", -1)).contains("v=v2");
  }

  JsonObject versions(String address) {
    JsonObject result = new JsonObject();
    result.addProperty("kind", "APIVersions");
    JsonArray versions = new JsonArray();
    versions.add("v1");
    result.add("versions", versions);
    JsonObject server = new JsonObject();
    server.addProperty("clientCIDR", "0.0.0.0/0");
    server.addProperty("serverAddress", address);
    JsonArray addresses = new JsonArray();
    addresses.add(server);
    result.add("serverAddressByClientCIDRs", addresses);
    return result;
  }

  JsonObject groupList() {
    JsonObject result = head("APIGroupList", "v1");
    JsonArray groups = new JsonArray();
    types.groups().forEach(g -> groups.add(group(g)));
    result.add("groups", groups);
    return result;
  }

  Optional<JsonObject> groupDocument(String group) {
    if (group.isEmpty() || types.versionsOf(group).isEmpty()) {
      return Optional.empty();
    }
    JsonObject result = head("APIGroup", "v1");
    group(group).entrySet().forEach(e -> result.add(e.getKey(), e.getValue()));
    return Optional.of(result);
  }

  private JsonObject group(String group) {
    JsonObject result = new JsonObject();
    result.addProperty("name", group);
    JsonArray versions = new JsonArray();
    List<String> all = types.versionsOf(group);
    all.forEach(gv -> versions.add(version(gv)));
    result.add("versions", versions);
    result.add("preferredVersion", version(all.get(0)));
    return result;
  }

  private static JsonObject version(String groupVersion) {
    JsonObject result = new JsonObject();
    result.addProperty("groupVersion", groupVersion);
    result.addProperty("version", ResourceTypes.versionOf(groupVersion));
    return result;
  }

  Optional<JsonObject> resourceList(String groupVersion) {
    if (types.typesOf(groupVersion).isEmpty()) {
      return Optional.empty();
    }
    JsonObject result = new JsonObject();
    result.addProperty("kind", "APIResourceList");
    if (!groupVersion.equals("v1")) {
      result.addProperty("apiVersion", "v1");
    }
    result.addProperty("groupVersion", groupVersion);
    JsonArray resources = new JsonArray();
    for (ResourceType type : types.typesOf(groupVersion)) {
      resources.add(resource(type));
      type.subresources().forEach(s -> resources.add(subresource(type, s)));
    }
    result.add("resources", resources);
    return Optional.of(result);
  }

  private static JsonObject resource(ResourceType type) {
    JsonObject result = new JsonObject();
    result.addProperty("name", type.plural());
    result.addProperty("singularName", type.singular());
    result.addProperty("namespaced", type.namespaced());
    result.addProperty("kind", type.kind());
    result.add("verbs", Json.array(type.verbs()));
    addUnlessEmpty(result, "shortNames", type.shortNames());
    addUnlessEmpty(result, "categories", type.categories());
    return result;
  }

  private static JsonObject subresource(ResourceType type, Subresource subresource) {
    JsonObject result = new JsonObject();
    result.addProperty("name", type.plural() + "/" + subresource.name());
    result.addProperty("singularName", "");
    result.addProperty("namespaced", type.namespaced());
    if (!subresource.groupVersion().isEmpty()) {
      result.addProperty("group", ResourceTypes.groupOf(subresource.groupVersion()));
      result.addProperty("version", ResourceTypes.versionOf(subresource.groupVersion()));
    }
    result.addProperty("kind", subresource.kind());
    result.add("verbs", Json.array(subresource.verbs()));
    return result;
  }

  private static void addUnlessEmpty(JsonObject to, String key, List<String> values) {
    if (!values.isEmpty()) {
      to.add(key, Json.array(values));
    }
  }

  /** The aggregated form: of the core group for {@code /api}, of all others for {@code /apis}. */
  JsonObject aggregated(boolean core) {
    JsonObject result = head("APIGroupDiscoveryList", "apidiscovery.k8s.io/v2");
    result.add("metadata", new JsonObject());
    JsonArray items = new JsonArray();
    (core ? List.of("") : types.groups()).forEach(g -> items.add(aggregatedGroup(g)));
    result.add("items", items);
    return result;
  }

  private JsonObject aggregatedGroup(String group) {
    JsonObject metadata = new JsonObject();
    if (!group.isEmpty()) {
      metadata.addProperty("name", group);
    }
    JsonArray versions = new JsonArray();
    for (String groupVersion : types.versionsOf(group)) {
      JsonArray resources = new JsonArray();
      types.typesOf(groupVersion).forEach(t -> resources.add(aggregatedResource(t)));
      JsonObject version = new JsonObject();
      version.addProperty("version", ResourceTypes.versionOf(groupVersion));
      version.add("resources", resources);
      version.addProperty("freshness", "Current");
      versions.add(version);
    }
    JsonObject result = new JsonObject();
    result.add("metadata", metadata);
    result.add("versions", versions);
    return result;
  }

  private static JsonObject aggregatedResource(ResourceType type) {
    JsonObject result = new JsonObject();
    result.addProperty("resource", type.plural());
    String own = type.custom() ? type.groupVersion() : "";
    result.add("responseKind", responseKind(own, type.kind()));
    result.addProperty("scope", type.namespaced() ? "Namespaced" : "Cluster");
    result.addProperty("singularResource", type.singular());
    result.add("verbs", Json.array(type.verbs()));
    addUnlessEmpty(result, "shortNames", type.shortNames());
    addUnlessEmpty(result, "categories", type.categories());
    JsonArray subresources = new JsonArray();
    for (Subresource s : type.subresources()) {
      JsonObject subresource = new JsonObject();
      subresource.addProperty("subresource", s.name());
      subresource.add(
          "responseKind",
          responseKind(s.groupVersion().isEmpty() ? own : s.groupVersion(), s.kind()));
      subresource.add("verbs", Json.array(s.verbs()));
      subresources.add(subresource);
    }
    if (!subresources.isEmpty()) {
      result.add("subresources", subresources);
    }
    return result;
  }

  private static JsonObject responseKind(String groupVersion, String kind) {
    JsonObject result = new JsonObject();
    result.addProperty("group", ResourceTypes.groupOf(groupVersion));
    result.addProperty("version", ResourceTypes.versionOf(groupVersion));
    result.addProperty("kind", kind);
    return result;
  }

  private static JsonObject head(String kind, String apiVersion) {
    JsonObject result = new JsonObject();
    result.addProperty("kind", kind);
    result.addProperty("apiVersion", apiVersion);
    return result;
  }

  static JsonObject version() {
    JsonObject result = new JsonObject();
    result.addProperty("major", "1");
    result.addProperty("minor", "36");
    result.addProperty("gitVersion", "v1.36.3");
    result.addProperty("gitCommit", "fake");
    result.addProperty("gitTreeState", "clean");
    result.addProperty("buildDate", "1970-01-01T00:00:00Z");
    result.addProperty("goVersion", "go1.26");
    result.addProperty("compiler", "gc");
    result.addProperty("platform", "linux/amd64");
    return result;
  }
}
