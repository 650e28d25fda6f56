// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.item.KubernetesItem;
import java.util.ArrayList;
import java.util.List;

/** Whether the JSON of an item is an object of Kubernetes that belongs at the path it lies at. */
final class StoredItemCheck {
  private static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";

  private StoredItemCheck() {}

  /** What is wrong; the version is looked at only where the path names one. */
  static List<String> problems(EntryPath path, KubernetesItem item) {
    List<String> found = new ArrayList<>();
    if (!item.name().equals(path.name())) {
      found.add("it says that its name is '" + item.name() + "'");
    }
    String namespace = item.namespace().orElse("");
    if (!namespace.equals(path.namespace())) {
      found.add("it says that its namespace is '" + namespace + "'");
    }
    boolean otherVersion =
        !path.versionDirectory().isEmpty()
            // A v1beta1 body of a CRD at the v1 path is Velero's own doing.
            && !path.groupResource().equals(CRDS)
            && !item.kind().version().equals(path.version());
    if (otherVersion || !item.kind().group().equals(groupOf(path.groupResource()))) {
      found.add("it says that its apiVersion is '" + item.kind().apiVersion() + "'");
    }
    return found;
  }

  private static String groupOf(String groupResource) {
    int dot = groupResource.indexOf('.');
    return dot < 0 ? "" : groupResource.substring(dot + 1);
  }
}
