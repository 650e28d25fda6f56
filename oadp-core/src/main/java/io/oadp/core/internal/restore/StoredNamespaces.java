// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonObject;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Namespace objects of a backup, read once, since any item may need one. Immutable once read.
 */
final class StoredNamespaces {
  private static final String LABEL_NAME = "kubernetes.io/metadata.name";

  private final Map<String, KubernetesItem> byName;

  private StoredNamespaces(Map<String, KubernetesItem> byName) {
    this.byName = byName;
  }

  static StoredNamespaces read(RestoreParts parts) throws IOException {
    ArchiveCatalogue.Resource resource = parts.catalogue().resources().get("namespaces");
    Map<String, KubernetesItem> found = new HashMap<>();
    if (resource != null) {
      List<ArchiveCatalogue.Item> items = resource.items();
      parts
          .archive()
          .read(
              items,
              (item, body) -> {
                try {
                  found.put(item.name(), KubernetesItem.parse(body));
                } catch (IllegalArgumentException e) {
                  parts
                      .problems()
                      .warn(
                          "the stored Namespace "
                              + item.name()
                              + " cannot be read, so a bare one takes its place: "
                              + e.getMessage());
                }
              });
    }
    return new StoredNamespaces(found);
  }

  boolean matchesSelector(String name, RestoreParts parts) {
    KubernetesItem stored = byName.get(name);
    return stored != null && parts.filter().selectsLabels(stored);
  }

  /** The object that is created where a namespace is missing: labels, annotations and spec stay. */
  KubernetesItem forTarget(String source, String target) {
    KubernetesItem stored = byName.get(source);
    KubernetesItem bare = KubernetesItem.of("v1", "Namespace", "", target);
    if (stored == null) {
      return bare;
    }
    JsonObject from = stored.toTree();
    JsonObject tree = bare.toTree();
    JsonObject metadata = tree.getAsJsonObject("metadata");
    if (from.get("metadata") instanceof JsonObject old) {
      for (String kept : List.of("labels", "annotations")) {
        if (old.has(kept)) {
          metadata.add(kept, old.get(kept));
        }
      }
    }
    if (from.has("spec")) {
      tree.add("spec", from.get("spec"));
    }
    KubernetesItem made = KubernetesItem.ofTree(tree);
    return made.labels().containsKey(LABEL_NAME)
        ? made.edit(e -> e.label(LABEL_NAME, target))
        : made;
  }
}
