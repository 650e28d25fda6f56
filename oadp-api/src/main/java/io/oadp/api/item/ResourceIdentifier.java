// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

/**
 * Names an object without a version, as Velero stores it.
 *
 * @param group the API group; empty for the core group
 * @param resource the plural in lower case, such as {@code deployments}
 * @param namespace the namespace; empty for a cluster-scoped object
 * @param name the object's name
 */
public record ResourceIdentifier(String group, String resource, String namespace, String name) {
  /**
   * Names a namespaced object.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param namespace its namespace; empty for a cluster-scoped object
   * @param name its name
   * @return the identifier
   */
  public static ResourceIdentifier of(String groupResource, String namespace, String name) {
    int dot = groupResource.indexOf('.');
    return dot < 0
        ? new ResourceIdentifier("", groupResource, namespace, name)
        : new ResourceIdentifier(
            groupResource.substring(dot + 1), groupResource.substring(0, dot), namespace, name);
  }

  /**
   * Names a cluster-scoped object.
   *
   * @param groupResource such as {@code persistentvolumes}
   * @param name its name
   * @return the identifier
   */
  public static ResourceIdentifier clusterScoped(String groupResource, String name) {
    return of(groupResource, "", name);
  }

  /**
   * The resource with its group, as Velero's directories spell it.
   *
   * @return such as {@code secrets} or {@code deployments.apps}
   */
  public String groupResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /**
   * Whether the object lives in no namespace.
   *
   * @return true if {@link #namespace} is empty
   */
  public boolean isClusterScoped() {
    return namespace.isEmpty();
  }

  /**
   * The same object in another namespace.
   *
   * @param other the namespace
   * @return its identifier there
   */
  public ResourceIdentifier inNamespace(String other) {
    return new ResourceIdentifier(group, resource, other, name);
  }

  /** The form of messages: {@code deployments.apps/shop/web} or {@code persistentvolumes/pv-1}. */
  @Override
  public String toString() {
    return groupResource() + "/" + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
