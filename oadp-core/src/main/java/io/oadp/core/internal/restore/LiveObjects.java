// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.common.hash.HashCode;
import io.oadp.api.ClusterException;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.cluster.ApiResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is in the target cluster, for a plan. Where a plan looks at many objects of one kind in one
 * place, they are listed once, and digests kept. Used by one thread.
 */
final class LiveObjects {
  /** From how many items on a list is cheaper than a request for each. */
  private static final long LIST_FROM = 8;

  private final RestoreParts parts;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Map<String, HashCode>> lists = new HashMap<>();

  LiveObjects(RestoreParts parts) {
    this.parts = parts;
    for (ArchiveCatalogue.Resource resource : parts.catalogue().resources().values()) {
      for (ArchiveCatalogue.Item item : resource.items()) {
        counts.merge(
            place(resource.groupResource(), parts.mapNamespace(item.namespace())), 1L, Long::sum);
      }
    }
  }

  private static String place(String groupResource, String namespace) {
    return groupResource + "/" + namespace;
  }

  /** How a namespace is. */
  enum NamespaceState {
    ABSENT,
    TERMINATING,
    THERE
  }

  NamespaceState namespace(String name) {
    try {
      return parts
          .cluster()
          .get(ResourceIdentifier.clusterScoped("namespaces", name))
          .map(n -> n.isBeingDeleted() ? NamespaceState.TERMINATING : NamespaceState.THERE)
          .orElse(NamespaceState.ABSENT);
    } catch (ClusterException e) {
      if (e.status() == 403) {
        return NamespaceState.THERE;
      }
      throw e;
    }
  }

  /** The likeness of an object; empty if it is not there. */
  Optional<HashCode> likeness(ApiResource resource, ResourceIdentifier id) {
    String place = place(resource.groupResource(), id.namespace());
    if (counts.getOrDefault(place, 0L) < LIST_FROM) {
      return parts.cluster().get(resource, id.namespace(), id.name()).map(parts::likeness);
    }
    Map<String, HashCode> listed = lists.get(place);
    if (listed == null) {
      listed = list(resource, id.namespace());
      lists.put(place, listed);
    }
    return Optional.ofNullable(listed.get(id.name()));
  }

  /** An object as it is now; empty if it is not there. */
  Optional<KubernetesItem> object(ApiResource resource, ResourceIdentifier id) {
    return parts.cluster().get(resource, id.namespace(), id.name());
  }

  private Map<String, HashCode> list(ApiResource resource, String namespace) {
    Map<String, HashCode> found = new HashMap<>();
    parts
        .cluster()
        .list(
            resource,
            namespace,
            "",
            (version, items) -> {
              for (KubernetesItem item : items) {
                found.put(item.name(), parts.likeness(item));
              }
            });
    return found;
  }
}
