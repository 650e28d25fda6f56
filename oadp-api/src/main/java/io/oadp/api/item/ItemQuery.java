// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

/**
 * Asks for the items of one resource. Immutable.
 *
 * @param resource in any spelling that discovery knows, such as {@code pods} or {@code deploy}
 * @param namespace the namespace to look in; empty for all, and for cluster-scoped resources
 * @param labelSelector in the syntax of {@code kubectl -l}; empty for any labels
 */
public record ItemQuery(String resource, String namespace, String labelSelector) {
  /**
   * Asks for all items of a resource.
   *
   * @param resource in any spelling that discovery knows
   * @return the query
   */
  public static ItemQuery ofResource(String resource) {
    return new ItemQuery(resource, "", "");
  }

  /**
   * Narrows the query to one namespace.
   *
   * @param name the namespace
   * @return the narrower query
   */
  public ItemQuery inNamespace(String name) {
    return new ItemQuery(resource, name, labelSelector);
  }

  /**
   * Narrows the query to items whose labels match.
   *
   * @param selector in the syntax of {@code kubectl -l}
   * @return the narrower query
   */
  public ItemQuery labelled(String selector) {
    return new ItemQuery(resource, namespace, selector);
  }
}
