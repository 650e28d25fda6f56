// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.testkit.internal.cluster.ResourceType.Subresource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is served: the built-in table and the versions of established CRDs. Group versions keep the
 * order of discovery, in which the first version of a group is the preferred one.
 */
final class ResourceTypes {
  private static final List<String> CUSTOM_VERBS =
      List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

  private static final List<String> PART_VERBS = List.of("get", "patch", "update");

  private final Map<String, Map<String, ResourceType>> builtIn = readTable();
  private volatile Map<String, Map<String, ResourceType>> custom = Map.of();

  Optional<ResourceType> find(String groupVersion, String plural) {
    Map<String, ResourceType> types = builtIn.get(groupVersion);
    if (types == null) {
      types = custom.getOrDefault(groupVersion, Map.of());
    }
    return Optional.ofNullable(types.get(plural));
  }

  boolean isBuiltInGroup(String group) {
    return builtIn.keySet().stream().anyMatch(gv -> groupOf(gv).equals(group));
  }

  /** Group versions of one group, the preferred one first. */
  List<String> versionsOf(String group) {
    return groupVersions().stream().filter(gv -> groupOf(gv).equals(group)).toList();
  }

  /** Every group but the core one, in the order of discovery. */
  List<String> groups() {
    return groupVersions().stream()
        .map(ResourceTypes::groupOf)
        .filter(g -> !g.isEmpty())
        .distinct()
        .toList();
  }

  Collection<ResourceType> typesOf(String groupVersion) {
    Map<String, ResourceType> types = builtIn.get(groupVersion);
    return types != null
        ? types.values()
        : custom.getOrDefault(groupVersion, Map.<String, ResourceType>of()).values();
  }

  /** One type for each place where items are stored. */
  Collection<ResourceType> stored() {
    Map<String, ResourceType> result = new LinkedHashMap<>();
    for (String gv : groupVersions()) {
      for (ResourceType type : typesOf(gv)) {
        result.putIfAbsent(type.storage(), type);
      }
    }
    return result.values();
  }

  private List<String> groupVersions() {
    List<String> all = new ArrayList<>(builtIn.keySet());
    all.addAll(custom.keySet());
    return all;
  }

  static String groupOf(String groupVersion) {
    int slash = groupVersion.indexOf('/');
    return slash < 0 ? "" : groupVersion.substring(0, slash);
  }

  static String versionOf(String groupVersion) {
    return groupVersion.substring(groupVersion.indexOf('/') + 1);
  }

  /** Serves exactly the given established CRDs from now on. */
  void serve(Collection<JsonObject> definitions) {
    Map<String, List<ResourceType>> byGroup = new TreeMap<>();
    for (JsonObject definition : definitions) {
      JsonObject spec = Json.object(definition, "spec");
      for (JsonElement version : Json.array(spec, "versions")) {
        if (version instanceof JsonObject v && isTrue(v, "served")) {
          byGroup
              .computeIfAbsent(Json.string(spec, "group"), g -> new ArrayList<>())
              .add(customType(spec, v));
        }
      }
    }
    Map<String, Map<String, ResourceType>> result = new LinkedHashMap<>();
    byGroup.forEach(
        (group, types) -> {
          types.sort(
              Comparator.comparing(ResourceType::version, ResourceTypes::compareVersions)
                  .thenComparing(ResourceType::plural));
          for (ResourceType type : types) {
            result
                .computeIfAbsent(type.groupVersion(), gv -> new LinkedHashMap<>())
                .put(type.plural(), type);
          }
        });
    custom = result;
  }

  private static JsonObject schema(JsonObject version) {
    return Json.object(Json.object(version, "schema"), "openAPIV3Schema").deepCopy();
  }

  private static JsonObject storageSchema(JsonObject spec) {
    for (JsonElement version : Json.array(spec, "versions")) {
      if (version instanceof JsonObject v && isTrue(v, "storage")) {
        return schema(v);
      }
    }
    return new JsonObject();
  }

  private static ResourceType customType(JsonObject spec, JsonObject version) {
    JsonObject names = Json.object(spec, "names");
    String group = Json.string(spec, "group");
    String name = Json.string(version, "name");
    String kind = Json.string(names, "kind");
    List<Subresource> subresources = new ArrayList<>();
    if (Json.object(version, "subresources").has("status")) {
      subresources.add(new Subresource("status", kind, "", PART_VERBS));
    }
    JsonObject scale = Json.object(Json.object(version, "subresources"), "scale").deepCopy();
    if (!scale.isEmpty()) {
      subresources.add(new Subresource("scale", "Scale", "autoscaling/v1", PART_VERBS));
    }
    JsonObject schema = schema(version);
    JsonObject storageSchema = isTrue(version, "storage") ? schema : storageSchema(spec);
    return new ResourceType(
        group,
        name,
        Json.string(names, "plural"),
        Json.string(names, "singular"),
        kind,
        Json.string(names, "listKind"),
        Json.string(spec, "scope").equals("Namespaced"),
        CUSTOM_VERBS,
        Json.strings(Json.array(names, "shortNames")),
        Json.strings(Json.array(names, "categories")),
        subresources,
        true,
        schema,
        storageSchema,
        scale);
  }

  private static boolean isTrue(JsonObject object, String key) {
    return Json.string(object, key).equals("true");
  }

  /** Kubernetes' order of versions: v2, v1, v2beta1, v1beta1, v1alpha1, then others by name. */
  static int compareVersions(String a, String b) {
    int[] left = rank(a);
    int[] right = rank(b);
    for (int i = 0; i < left.length; i++) {
      if (left[i] != right[i]) {
        return Integer.compare(right[i], left[i]);
      }
    }
    return a.compareTo(b);
  }

  private static int[] rank(String version) {
    java.util.regex.Matcher m =
        java.util.regex.Pattern.compile("v(\\d{1,8})(?:(alpha|beta)(\\d{1,8}))?").matcher(version);
    if (!m.matches()) {
      return new int[] {0, 0, 0};
    }
    String stage = m.group(2);
    int level = stage == null ? 3 : stage.equals("beta") ? 2 : 1;
    int minor = stage == null ? 0 : Integer.parseInt(m.group(3));
    return new int[] {level, Integer.parseInt(m.group(1)), minor};
  }

  private static Map<String, Map<String, ResourceType>> readTable() {
    Map<String, Map<String, ResourceType>> result = new LinkedHashMap<>();
    try (InputStream in =
            Objects.requireNonNull(ResourceTypes.class.getResourceAsStream("resources.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String groupVersion = "";
      List<Subresource> subresources = List.of();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        if (!line.startsWith(" ")) {
          groupVersion = line;
          result.put(line, new LinkedHashMap<>());
          continue;
        }
        // The parts of a resource follow it.
        String[] fields = line.substring(1).split(" ", -1);
        int slash = fields[0].indexOf('/');
        if (slash < 0) {
          subresources = new ArrayList<>();
          ResourceType type = builtInType(groupVersion, fields, subresources);
          Objects.requireNonNull(result.get(groupVersion)).put(type.plural(), type);
        } else {
          subresources.add(
              new Subresource(
                  fields[0].substring(slash + 1),
                  fields[2],
                  fields[7].equals("-") ? "" : fields[7],
                  csv(fields[4])));
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ResourceType builtInType(
      String groupVersion, String[] f, List<Subresource> subresources) {
    JsonObject none = new JsonObject();
    return new ResourceType(
        groupOf(groupVersion),
        versionOf(groupVersion),
        f[0],
        f[1],
        f[2],
        f[2] + "List",
        f[3].equals("namespaced"),
        csv(f[4]),
        csv(f[5]),
        csv(f[6]),
        subresources,
        false,
        none,
        none,
        none);
  }

  private static List<String> csv(String field) {
    return field.equals("-") ? List.of() : List.of(field.split(",", -1));
  }

  /** What the status of a new CRD says of the versions in which items were stored. */
  static JsonArray storedVersions(JsonObject spec) {
    JsonArray result = new JsonArray();
    for (JsonElement version : Json.array(spec, "versions")) {
      if (version instanceof JsonObject v && isTrue(v, "storage")) {
        result.add(Json.string(v, "name"));
      }
    }
    return result;
  }
}
