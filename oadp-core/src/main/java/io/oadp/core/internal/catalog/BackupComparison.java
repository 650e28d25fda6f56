// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import io.oadp.api.BackupSpec;
import io.oadp.api.FieldDifference;
import io.oadp.api.ItemDifference;
import io.oadp.api.ItemDifference.Change;
import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.diff.SecretMask;
import io.oadp.core.internal.diff.TreeDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a backup with another one or with a cluster. What a server assigns and the status do not
 * count: they differ without anybody having changed anything. Used once, by one thread.
 */
final class BackupComparison {
  private static final int CHUNK = 1_000;
  private static final List<String> ASSIGNED =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "managedFields");
  private static final Comparator<ResourceIdentifier> ORDER =
      Comparator.comparing(ResourceIdentifier::groupResource)
          .thenComparing(ResourceIdentifier::namespace)
          .thenComparing(ResourceIdentifier::name);

  private final ArchiveReader archive;
  private final SecretMask mask = new SecretMask();
  private final List<ItemDifference> found = new ArrayList<>();

  BackupComparison(ArchiveReader archive) {
    this.archive = archive;
  }

  private static List<ArchiveCatalogue.Item> items(ArchiveReader reader) throws IOException {
    return reader.catalogue().items().toList();
  }

  private void add(ResourceIdentifier id, Change change) {
    found.add(new ItemDifference(id, change, List.of()));
  }

  private List<ItemDifference> sorted() {
    found.sort(Comparator.comparing(ItemDifference::item, ORDER));
    return found;
  }

  /** Compares with another backup. */
  List<ItemDifference> with(ArchiveReader other) throws IOException {
    ArchiveCatalogue others = other.catalogue();
    List<ArchiveCatalogue.Item> common = new ArrayList<>();
    List<ArchiveCatalogue.Item> commonThere = new ArrayList<>();
    for (ArchiveCatalogue.Item item : items(archive)) {
      others
          .find(item.groupResource(), item.namespace(), item.name())
          .ifPresentOrElse(
              there -> {
                common.add(item);
                commonThere.add(there);
              },
              () -> add(item.id(), Change.MISSING));
    }
    ArchiveCatalogue ours = archive.catalogue();
    for (ArchiveCatalogue.Item item : items(other)) {
      if (ours.find(item.groupResource(), item.namespace(), item.name()).isEmpty()) {
        add(item.id(), Change.ADDED);
      }
    }
    List<Integer> unequal = unequal(common, other, commonThere);
    for (int from = 0; from < unequal.size(); from += CHUNK) {
      List<Integer> chunk = unequal.subList(from, Math.min(unequal.size(), from + CHUNK));
      Map<ResourceIdentifier, KubernetesItem> there = new HashMap<>();
      other.read(
          chunk.stream().map(commonThere::get).toList(),
          (item, body) -> there.put(item.id(), ArchiveReader.parse(item.id(), body)));
      archive.read(
          chunk.stream().map(common::get).toList(),
          (item, body) -> {
            KubernetesItem counterpart = there.get(item.id());
            if (counterpart != null) {
              compare(item.id(), ArchiveReader.parse(item.id(), body), counterpart);
            }
          });
    }
    return sorted();
  }

  /** Which items have other bytes: of most, nobody has touched a byte between two backups. */
  private List<Integer> unequal(
      List<ArchiveCatalogue.Item> here, ArchiveReader other, List<ArchiveCatalogue.Item> there)
      throws IOException {
    List<HashCode> digests = new ArrayList<>(here.size());
    archive.read(here, (item, body) -> digests.add(Hashing.sha256().hashBytes(body)));
    List<Integer> unequal = new ArrayList<>();
    int[] at = {0};
    other.read(
        there,
        (item, body) -> {
          if (!digests.get(at[0]).equals(Hashing.sha256().hashBytes(body))) {
            unequal.add(at[0]);
          }
          at[0]++;
        });
    return unequal;
  }

  private void compare(ResourceIdentifier id, KubernetesItem stored, KubernetesItem there) {
    List<FieldDifference> fields = TreeDiff.between(counted(there), counted(stored));
    if (!fields.isEmpty()) {
      found.add(new ItemDifference(id, Change.CHANGED, fields));
    }
  }

  private JsonObject counted(KubernetesItem item) {
    JsonObject tree = item.toTree();
    tree.remove("status");
    if (tree.get("metadata") instanceof JsonObject metadata) {
      ASSIGNED.forEach(metadata::remove);
    }
    return mask.mask(tree);
  }

  /**
   * Compares with a cluster, kind by kind and namespace by namespace.
   *
   * @param spec of the backup: one with label selectors or of chosen cluster-scoped items does not
   *     tell what is new
   */
  List<ItemDifference> with(ClusterView cluster, BackupSpec spec) throws IOException {
    boolean selected = spec.labelSelector().isPresent() || !spec.orLabelSelectors().isEmpty();
    LiveItems live = new LiveItems(cluster, !selected);
    archive.read(
        items(archive),
        (item, body) -> {
          ResourceIdentifier id = item.id();
          KubernetesItem there = live.take(id);
          if (there == null) {
            add(id, Change.MISSING);
          } else {
            compare(id, ArchiveReader.parse(item.id(), body), there);
          }
        });
    live.endGroup();
    if (!selected) {
      live.addRemaining(items(archive));
    }
    return sorted();
  }

  /** What the cluster has of one kind in one namespace after the other, as the archive goes. */
  private final class LiveItems {
    private final ClusterView cluster;
    private final boolean tellsAdded;
    private final Map<String, KubernetesItem> group = new TreeMap<>();
    private final Set<String> visited = new HashSet<>();
    private final Set<String> notServed = new HashSet<>();
    private String resource = "";
    private String namespace = "";

    LiveItems(ClusterView cluster, boolean tellsAdded) {
      this.cluster = cluster;
      this.tellsAdded = tellsAdded;
    }

    @Nullable KubernetesItem take(ResourceIdentifier id) {
      if (!id.groupResource().equals(resource) || !id.namespace().equals(namespace)) {
        endGroup();
        beginGroup(id);
      }
      return group.remove(id.name());
    }

    private void beginGroup(ResourceIdentifier id) {
      resource = id.groupResource();
      namespace = id.namespace();
      visited.add(resource + "/" + namespace);
      if (notServed.contains(resource)) {
        return;
      }
      if (cluster.resolve(resource).isEmpty()) {
        notServed.add(resource);
        return;
      }
      try (Stream<KubernetesItem> items =
          cluster.list(ItemQuery.ofResource(resource).inNamespace(namespace))) {
        items
            .filter(item -> item.namespace().orElse("").equals(namespace))
            .forEach(item -> group.put(item.name(), item));
      }
    }

    /** The kinds of the backup in those of its namespaces where it has none of them. */
    void addRemaining(List<ArchiveCatalogue.Item> stored) {
      Set<String> kinds = new TreeSet<>();
      Set<String> namespaces = new TreeSet<>();
      for (ArchiveCatalogue.Item item : stored) {
        if (!item.namespace().isEmpty()) {
          kinds.add(item.groupResource());
          namespaces.add(item.namespace());
        }
      }
      for (String kind : kinds) {
        for (String place : namespaces) {
          if (!visited.contains(kind + "/" + place)) {
            beginGroup(ResourceIdentifier.of(kind, place, ""));
            endGroup();
          }
        }
      }
    }

    /** What is left of a namespace's group is new; of the cluster-scoped ones few are ever ours. */
    void endGroup() {
      if (tellsAdded && !namespace.isEmpty()) {
        for (String name : group.keySet()) {
          add(ResourceIdentifier.of(resource, namespace, name), Change.ADDED);
        }
      }
      group.clear();
    }
  }
}
