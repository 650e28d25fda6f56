// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import io.oadp.api.BackupSpec;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.Discovery;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Decides what a backup takes, by Velero's two families of filters: the old one (included and
 * excluded resources, include cluster resources), in use as soon as one of its fields is set, and
 * the one by scope, in use otherwise. Built on the normalised spec, whose automatic exclusions take
 * part.
 */
public final class BackupFilter {
  private static final String NAMESPACES = "namespaces";

  private final BackupSpec spec;
  private final boolean oldFamily;
  private final IncludeExclude namespaces;
  private final boolean noNamespace;
  private final IncludeExclude resources;
  private final IncludeExclude clusterScoped;
  private final IncludeExclude namespaceScoped;

  private BackupFilter(
      BackupSpec spec, Discovery discovery, IncludeExclude namespaces, boolean noNamespace) {
    this.spec = spec;
    this.oldFamily = usesOldFamily(spec);
    this.namespaces = namespaces;
    this.noNamespace = noNamespace;
    this.resources =
        ResourceNames.resolve(discovery, spec.includedResources(), spec.excludedResources());
    this.clusterScoped =
        ResourceNames.resolveScope(
            discovery,
            spec.includedClusterScopedResources(),
            spec.excludedClusterScopedResources(),
            false);
    this.namespaceScoped =
        ResourceNames.resolveScope(
            discovery,
            spec.includedNamespaceScopedResources(),
            spec.excludedNamespaceScopedResources(),
            true);
  }

  /**
   * Makes the filter of a run.
   *
   * @param spec the normalised spec
   * @param discovery what the server serves
   * @param existing the namespaces of the cluster; only read where the spec has patterns
   */
  public static BackupFilter of(BackupSpec spec, Discovery discovery, Collection<String> existing) {
    List<String> included = spec.includedNamespaces();
    List<String> excluded = spec.excludedNamespaces();
    if (!needsExpansion(spec)) {
      return new BackupFilter(spec, discovery, new IncludeExclude(included, excluded), false);
    }
    List<String> expanded = expand(included, existing);
    return new BackupFilter(
        spec,
        discovery,
        new IncludeExclude(expanded, expand(excluded, existing)),
        expanded.isEmpty());
  }

  /** Whether the namespace lists have patterns that only the cluster's namespaces can resolve. */
  public static boolean needsExpansion(BackupSpec spec) {
    List<String> included = spec.includedNamespaces();
    return !included.isEmpty()
        && !included.contains("*")
        && (included.stream().anyMatch(Glob::isNamespacePattern)
            || spec.excludedNamespaces().stream().anyMatch(Glob::isNamespacePattern));
  }

  private static List<String> expand(List<String> entries, Collection<String> existing) {
    TreeSet<String> expanded = new TreeSet<>();
    for (String entry : entries) {
      if (Glob.isNamespacePattern(entry)) {
        GlobSet pattern = new GlobSet(List.of(entry));
        existing.stream().filter(pattern::matches).forEach(expanded::add);
      } else {
        expanded.add(entry);
      }
    }
    return List.copyOf(expanded);
  }

  /** Whether a spec uses the old family of resource filters. */
  public static boolean usesOldFamily(BackupSpec spec) {
    return spec.includeClusterResources().isPresent()
        || !spec.includedResources().isEmpty()
        || !spec.excludedResources().isEmpty();
  }

  /** Whether patterns were given that match no namespace, so that nothing namespaced is taken. */
  public boolean matchesNoNamespace() {
    return noNamespace;
  }

  /** Whether a namespace is taken. */
  public boolean includesNamespace(String namespace) {
    return !noNamespace && namespaces.includes(namespace);
  }

  /** Whether no namespace is left out. */
  public boolean includesAllNamespaces() {
    return !noNamespace && namespaces.isEverything();
  }

  /**
   * Where a namespaced resource is listed.
   *
   * @return the namespaces; one empty name for a list over all of them
   */
  public List<String> namespacesToList() {
    if (noNamespace) {
      return List.of();
    }
    if (namespaces.includesStar() || namespaces.includeSet().isEmpty()) {
      return List.of("");
    }
    return namespaces.includeSet().entries().stream()
        .filter(n -> !n.isEmpty() && !namespaces.excludes(n))
        .toList();
  }

  /** Whether a resource is collected by listing it. */
  public boolean collects(ApiResource resource) {
    String name = resource.groupResource();
    if (oldFamily) {
      if (!resource.namespaced()) {
        if (spec.includeClusterResources().isPresent() && !spec.includeClusterResources().get()) {
          return false;
        }
        if (!name.equals(NAMESPACES)
            && spec.includeClusterResources().isEmpty()
            && !includesAllNamespaces()) {
          return false;
        }
      }
      return resources.includes(name);
    }
    if (resource.namespaced()) {
      return !namespaceScoped.excludeSet().hasStar() && namespaceScoped.includes(name);
    }
    if (clusterScoped.excludeSet().hasStar() || clusterScoped.excludes(name)) {
      return false;
    }
    if (clusterScoped.isEverything()
        && clusterScoped.includeSet().isEmpty()
        && includesAllNamespaces()
        && namespaceScoped.isEverything()) {
      return true;
    }
    return clusterScoped.includesStar()
        || name.equals(NAMESPACES)
        || clusterScoped.includeSet().matches(name);
  }

  /** Whether a resource is left out even when an action asks for one of its items. */
  public boolean excludes(ApiResource resource) {
    String name = resource.groupResource();
    if (!oldFamily) {
      return resource.namespaced() ? namespaceScoped.excludes(name) : clusterScoped.excludes(name);
    }
    if (resources.excludes(name)) {
      return true;
    }
    if (resource.namespaced()) {
      return false;
    }
    return spec.includeClusterResources()
        .map(include -> !include)
        .orElseGet(() -> !resources.includes(name));
  }

  /**
   * Whether an item may go into the backup. Namespace objects pass: they are chosen on their own.
   */
  public boolean allows(ApiResource resource, String namespace) {
    if (resource.groupResource().equals(NAMESPACES)) {
      return true;
    }
    return resource.namespaced()
        ? includesNamespace(namespace) && collects(resource)
        : !excludes(resource);
  }
}
