// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which items an action wants. Resources may be in any spelling that discovery knows (plural,
 * singular, short name, with or without group); namespaces may be globs. A selector that names
 * namespaces does not match cluster-scoped items. On restore the namespace is the target's, and the
 * labels are those of the item as changed so far. Immutable.
 */
public final class ResourceSelector {
  private static final ResourceSelector EVERYTHING =
      new ResourceSelector(List.of(), List.of(), List.of(), List.of(), "");

  private final List<String> resources;
  private final List<String> excludedResources;
  private final List<String> namespaces;
  private final List<String> excludedNamespaces;
  private final String labelSelector;

  private ResourceSelector(
      List<String> resources,
      List<String> excludedResources,
      List<String> namespaces,
      List<String> excludedNamespaces,
      String labelSelector) {
    this.resources = resources;
    this.excludedResources = excludedResources;
    this.namespaces = namespaces;
    this.excludedNamespaces = excludedNamespaces;
    this.labelSelector = labelSelector;
  }

  /**
   * Wants every item.
   *
   * @return the selector
   */
  public static ResourceSelector everything() {
    return EVERYTHING;
  }

  /**
   * Wants the items of some resources.
   *
   * @param resources such as {@code pods} or {@code databases.shop.example.com}
   * @return the selector
   */
  public static ResourceSelector ofResources(String... resources) {
    return new ResourceSelector(List.of(resources), List.of(), List.of(), List.of(), "");
  }

  /**
   * Leaves resources out. Adds to those already left out.
   *
   * @param more the resources
   * @return the narrower selector
   */
  public ResourceSelector excludingResources(String... more) {
    return new ResourceSelector(
        resources, plus(excludedResources, more), namespaces, excludedNamespaces, labelSelector);
  }

  /**
   * Wants only items of some namespaces. Adds to those already named.
   *
   * @param globs names, or patterns with {@code *}, {@code ?} and {@code [...]}
   * @return the selector
   */
  public ResourceSelector inNamespaces(String... globs) {
    return new ResourceSelector(
        resources, excludedResources, plus(namespaces, globs), excludedNamespaces, labelSelector);
  }

  /**
   * Leaves the items of some namespaces out. Adds to those already left out.
   *
   * @param globs names, or patterns with {@code *}, {@code ?} and {@code [...]}
   * @return the narrower selector
   */
  public ResourceSelector notInNamespaces(String... globs) {
    return new ResourceSelector(
        resources, excludedResources, namespaces, plus(excludedNamespaces, globs), labelSelector);
  }

  /**
   * Wants only items whose labels match. Replaces a selector given before.
   *
   * @param selector in the syntax of {@code kubectl -l}
   * @return the selector
   */
  public ResourceSelector labelled(String selector) {
    return new ResourceSelector(
        resources, excludedResources, namespaces, excludedNamespaces, selector);
  }

  /**
   * The resources wanted.
   *
   * @return as given; empty means all
   */
  public List<String> resources() {
    return resources;
  }

  /**
   * The resources left out.
   *
   * @return as given
   */
  public List<String> excludedResources() {
    return excludedResources;
  }

  /**
   * The namespaces wanted.
   *
   * @return names or globs; empty means all, and cluster-scoped items too
   */
  public List<String> namespaces() {
    return namespaces;
  }

  /**
   * The namespaces left out.
   *
   * @return names or globs
   */
  public List<String> excludedNamespaces() {
    return excludedNamespaces;
  }

  /**
   * The labels wanted.
   *
   * @return in the syntax of {@code kubectl -l}; empty means any
   */
  public String labelSelector() {
    return labelSelector;
  }

  private static List<String> plus(List<String> list, String... more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceSelector that
        && resources.equals(that.resources)
        && excludedResources.equals(that.excludedResources)
        && namespaces.equals(that.namespaces)
        && excludedNamespaces.equals(that.excludedNamespaces)
        && labelSelector.equals(that.labelSelector);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        resources, excludedResources, namespaces, excludedNamespaces, labelSelector);
  }

  @Override
  public String toString() {
    return "ResourceSelector[resources="
        + resources
        + ", excludedResources="
        + excludedResources
        + ", namespaces="
        + namespaces
        + ", excludedNamespaces="
        + excludedNamespaces
        + ", labelSelector="
        + labelSelector
        + "]";
  }
}
