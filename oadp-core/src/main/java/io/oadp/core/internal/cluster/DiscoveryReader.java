// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.oadp.api.ClusterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks a server what it serves: in two requests where it knows aggregated discovery (Kubernetes
 * 1.27 and later), else in one request for each group and version. A group that fails is a warning,
 * since an aggregated API that is down must not keep the rest from being backed up.
 */
final class DiscoveryReader {
  private static final String ACCEPT =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
          + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
          + "application/json";

  private final Exchange exchange;
  private final List<Discovery.Group> groups = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  DiscoveryReader(Exchange exchange) {
    this.exchange = exchange;
  }

  Discovery read() {
    JsonObject core = get(exchange, "/api");
    if (isAggregated(core)) {
      readAggregated(core);
    } else {
      Map<String, List<ApiResource>> versions = new LinkedHashMap<>();
      for (JsonElement version : array(core, "versions")) {
        readLegacy("", version.getAsString(), "/api/" + version.getAsString(), versions);
      }
      groups.add(new Discovery.Group("", versions));
    }
    JsonObject named = get(exchange, "/apis");
    if (isAggregated(named)) {
      readAggregated(named);
    } else {
      objects(named, "groups").forEach(this::readLegacyGroup);
    }
    return new Discovery(groups, warnings);
  }

  private static boolean isAggregated(JsonObject answer) {
    return Answer.text(answer, "kind").equals("APIGroupDiscoveryList");
  }

  private void readAggregated(JsonObject list) {
    for (JsonObject group : objects(list, "items")) {
      String name =
          group.get("metadata") instanceof JsonObject metadata ? Answer.text(metadata, "name") : "";
      Map<String, List<ApiResource>> versions = new LinkedHashMap<>();
      for (JsonObject version : objects(group, "versions")) {
        String versionName = Answer.text(version, "version");
        if (Answer.text(version, "freshness").equals("Stale")) {
          warn(name, versionName, "the server does not reach it, so what it serves is not known");
          continue;
        }
        List<ApiResource> resources = new ArrayList<>();
        for (JsonObject resource : objects(version, "resources")) {
          String kind =
              resource.get("responseKind") instanceof JsonObject response
                  ? Answer.text(response, "kind")
                  : "";
          if (!kind.isEmpty()) {
            resources.add(
                new ApiResource(
                    name,
                    versionName,
                    Answer.text(resource, "resource"),
                    Answer.text(resource, "singularResource"),
                    kind,
                    Answer.text(resource, "scope").equals("Namespaced"),
                    Set.copyOf(texts(resource, "verbs")),
                    texts(resource, "shortNames"),
                    objects(resource, "subresources").stream()
                        .anyMatch(sub -> Answer.text(sub, "subresource").equals("status"))));
          }
        }
        versions.put(versionName, resources);
      }
      groups.add(new Discovery.Group(name, versions));
    }
  }

  private void readLegacyGroup(JsonObject group) {
    String name = Answer.text(group, "name");
    Set<String> order = new LinkedHashSet<>();
    if (group.get("preferredVersion") instanceof JsonObject best) {
      order.add(Answer.text(best, "version"));
    }
    objects(group, "versions").forEach(version -> order.add(Answer.text(version, "version")));
    Map<String, List<ApiResource>> versions = new LinkedHashMap<>();
    for (String version : order) {
      readLegacy(name, version, "/apis/" + name + "/" + version, versions);
    }
    groups.add(new Discovery.Group(name, versions));
  }

  private void readLegacy(
      String group, String version, String path, Map<String, List<ApiResource>> versions) {
    JsonObject list;
    try {
      list = get(exchange.with(RetryPolicy.ONCE_MORE), path);
    } catch (ClusterException e) {
      warn(group, version, String.valueOf(e.getMessage()));
      return;
    }
    List<JsonObject> entries = objects(list, "resources");
    Set<String> names = new LinkedHashSet<>();
    entries.forEach(entry -> names.add(Answer.text(entry, "name")));
    List<ApiResource> resources = new ArrayList<>();
    for (JsonObject entry : entries) {
      String name = Answer.text(entry, "name");
      if (!name.contains("/")) {
        resources.add(
            new ApiResource(
                group,
                version,
                name,
                Answer.text(entry, "singularName"),
                Answer.text(entry, "kind"),
                entry.get("namespaced") instanceof JsonPrimitive flag && flag.getAsBoolean(),
                Set.copyOf(texts(entry, "verbs")),
                texts(entry, "shortNames"),
                names.contains(name + "/status")));
      }
    }
    versions.put(version, resources);
  }

  private void warn(String group, String version, String why) {
    warnings.add("discovery of " + (group.isEmpty() ? "" : group + "/") + version + ": " + why);
  }

  private static JsonObject get(Exchange exchange, String path) {
    Ask ask = new Ask("asking", "the server what it serves at " + path, false);
    Answer answer = exchange.read(ask, path, ACCEPT, status -> false);
    try {
      return JsonParser.parseString(new String(answer.body(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new ClusterException(
          answer.status(),
          "",
          ask + ": the answer is no JSON object; is this the address of an API server?",
          "",
          e);
    }
  }

  private static JsonArray array(JsonObject object, String name) {
    return object.get(name) instanceof JsonArray array ? array : new JsonArray();
  }

  private static List<JsonObject> objects(JsonObject object, String name) {
    List<JsonObject> objects = new ArrayList<>();
    array(object, name).forEach(e -> objects.add(e.getAsJsonObject()));
    return objects;
  }

  private static List<String> texts(JsonObject object, String name) {
    List<String> texts = new ArrayList<>();
    array(object, name).forEach(e -> texts.add(e.getAsString()));
    return texts;
  }
}
