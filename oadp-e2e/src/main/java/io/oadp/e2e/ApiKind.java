// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.util.Set;

/** One kind that the API server serves, in one version, as its discovery states it. */
public record ApiKind(
    String group,
    String version,
    String resource,
    String kind,
    boolean namespaced,
    boolean preferred,
    Set<String> verbs) {

  public ApiKind {
    verbs = Set.copyOf(verbs);
  }

  /** Returns {@code group/version}, or the version alone for the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Returns {@code resource.group}, or the resource alone for the core group. */
  public String groupResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /**
   * Returns the path of the collection.
   *
   * @param namespace the namespace, or empty for all of them and for cluster-scoped kinds
   */
  public String path(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    String middle = namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "";
    return root + middle + "/" + resource;
  }

  /** Returns the path of one object; its name is escaped. */
  public String path(String namespace, String name) {
    return path(namespace) + "/" + KubeApi.escape(name);
  }
}
