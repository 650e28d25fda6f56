// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.util.List;

/**
 * What the index says beyond the archive itself.
 *
 * @param clusterUid uid of the cluster the items come from; empty if unknown
 * @param kinds every groupResource and version that was listed or has items
 */
public record IndexFacts(String clusterUid, List<Kind> kinds) {
  /** Copies the list. */
  public IndexFacts {
    kinds = List.copyOf(kinds);
  }

  /**
   * One groupResource in one version.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param version such as {@code v1}
   * @param preferred whether its items stand at the plain path
   * @param kind such as {@code Deployment}
   * @param listResourceVersion of the list its items come from; empty if it was not listed
   */
  public record Kind(
      String groupResource,
      String version,
      boolean preferred,
      String kind,
      String listResourceVersion) {

    /** Under which {@code NAME-resource-list.json.gz} names the items of this kind. */
    String listKey() {
      int dot = groupResource.indexOf('.');
      String group = dot < 0 ? "" : groupResource.substring(dot + 1) + "/";
      return group + version + "/" + kind;
    }
  }
}
