// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.ClusterException;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cluster of {@link ActionTester}: objects in memory, with as much of an API server as actions
 * see through {@link ClusterClient}. A resource is known once an object of it was put.
 */
final class LiveItems implements ClusterClient {
  private final Map<ResourceIdentifier, KubernetesItem> items = new LinkedHashMap<>();
  private final Set<String> resources = new LinkedHashSet<>();
  private final Map<String, String> resourceOfKind = new LinkedHashMap<>();

  synchronized void serve(String groupResource) {
    resources.add(groupResource);
  }

  synchronized boolean serves(String groupResource) {
    return resources.contains(groupResource);
  }

  /** The resource of a kind: as told, else by the rule that Kubernetes itself guesses by. */
  synchronized String resourceOf(GroupVersionKind kind) {
    String known = resourceOfKind.get(kind.toString());
    if (known != null) {
      return known;
    }
    String singular = kind.kind().toLowerCase(Locale.ROOT);
    String plural =
        singular.endsWith("s")
            ? singular + "es"
            : singular.endsWith("y")
                ? singular.substring(0, singular.length() - 1) + "ies"
                : singular + "s";
    return kind.group().isEmpty() ? plural : plural + "." + kind.group();
  }

  synchronized List<KubernetesItem> all() {
    return List.copyOf(items.values());
  }

  synchronized void change(ResourceIdentifier id, Consumer<ItemEdit> edit) {
    KubernetesItem item = items.get(id);
    if (item == null) {
      throw new IllegalArgumentException(
          "cannot change " + id + ": it is not in the cluster, which has " + items.keySet());
    }
    items.put(id, item.edit(edit));
  }

  synchronized void put(String groupResource, KubernetesItem item) {
    resources.add(groupResource);
    resourceOfKind.put(item.kind().toString(), groupResource);
    items.put(TesterInput.identify(groupResource, item), item);
  }

  @Override
  public synchronized Optional<KubernetesItem> get(ResourceIdentifier id) {
    return Optional.ofNullable(items.get(id));
  }

  @Override
  public synchronized Stream<KubernetesItem> list(ItemQuery query) {
    String resource =
        resolve(query.resource())
            .orElseThrow(
                () ->
                    failure(
                        404,
                        "NotFound",
                        "cannot list " + query.resource() + ": the server has no such resource"));
    LabelSelector labels =
        query.labelSelector().isEmpty()
            ? LabelSelector.everything()
            : LabelSelector.parse(query.labelSelector());
    return items.entrySet().stream()
        .filter(entry -> entry.getKey().groupResource().equals(resource))
        .filter(
            entry ->
                query.namespace().isEmpty() || entry.getKey().namespace().equals(query.namespace()))
        .map(Entry::getValue)
        .filter(item -> labels.matches(item.labels()))
        .toList()
        .stream();
  }

  @Override
  public synchronized Optional<String> resolve(String name) {
    if (resources.contains(name)) {
      return Optional.of(name);
    }
    return resources.stream().filter(known -> known.startsWith(name + ".")).findFirst();
  }

  @Override
  public ClusterInfo info() {
    return new ClusterInfo("00000000-0000-0000-0000-00000000c1c1", "v1.36.3", "1", "36");
  }

  @Override
  public synchronized KubernetesItem create(KubernetesItem item) {
    String resource = resourceOf(item.kind());
    if (!resources.contains(resource)) {
      throw failure(
          404,
          "NotFound",
          "cannot create "
              + item
              + ": the server has no such kind; a test says serves(\""
              + resource
              + "\")");
    }
    if (items.containsKey(TesterInput.identify(resource, item))) {
      throw failure(409, "AlreadyExists", "cannot create " + item + ": it exists already");
    }
    put(resource, item);
    return item;
  }

  @Override
  public synchronized void delete(ResourceIdentifier id) {
    items.remove(id);
  }

  @Override
  public synchronized KubernetesItem patch(ResourceIdentifier id, Patch patch) {
    KubernetesItem item = items.get(id);
    if (item == null) {
      throw failure(404, "NotFound", "cannot patch " + id + ": it does not exist");
    }
    if (patch.type() != Patch.Type.MERGE) {
      throw failure(
          415, "UnsupportedMediaType", "cannot patch " + id + ": only merge patches are taken");
    }
    JsonObject tree = item.toTree();
    merge(tree, JsonParser.parseString(patch.body()).getAsJsonObject());
    KubernetesItem patched = KubernetesItem.ofTree(tree);
    items.put(id, patched);
    return patched;
  }

  /** RFC 7386 on objects; anything else replaces what is there. */
  private static void merge(JsonObject target, JsonObject patch) {
    for (Entry<String, JsonElement> change : patch.entrySet()) {
      if (change.getValue().isJsonNull()) {
        target.remove(change.getKey());
      } else if (change.getValue() instanceof JsonObject inner) {
        JsonObject into =
            target.get(change.getKey()) instanceof JsonObject there ? there : new JsonObject();
        merge(into, inner);
        target.add(change.getKey(), into);
      } else {
        target.add(change.getKey(), change.getValue().deepCopy());
      }
    }
  }

  private static ClusterException failure(int status, String reason, String message) {
    return new ClusterException(status, reason, message, "", null);
  }
}
