// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.BackupSpec;
import io.oadp.api.ClusterException;
import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.IndexFacts;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.Discovery;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.select.BackupFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists what a backup takes, resource by resource in Velero's order, and feeds the pipeline page by
 * page. A list that fails is reported, and the others go on. Used by the run's own thread.
 */
final class Collector {
  private static final String NAMESPACES = "namespaces";
  private static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
  // Served by two groups each, as the same objects: the first group that is collected counts.
  private static final Set<String> COHABITING =
      Set.of("deployments", "daemonsets", "replicasets", "networkpolicies", "events");
  private static final Set<String> COHABITING_GROUPS =
      Set.of("", "extensions", "apps", "networking.k8s.io", "events.k8s.io");

  private final ClusterSession cluster;
  private final Discovery discovery;
  private final BackupSpec spec;
  private final BackupFilter filter;
  private final NamespaceChoice namespaces;
  private final ItemPipeline pipeline;
  private final Problems problems;
  private final RunLog log;
  private final Map<String, IndexFacts.Kind> kinds = new LinkedHashMap<>();

  Collector(
      ClusterSession cluster,
      Discovery discovery,
      BackupSpec spec,
      BackupFilter filter,
      NamespaceChoice namespaces,
      ItemPipeline pipeline,
      Problems problems,
      RunLog log) {
    this.cluster = cluster;
    this.discovery = discovery;
    this.spec = spec;
    this.filter = filter;
    this.namespaces = namespaces;
    this.pipeline = pipeline;
    this.problems = problems;
    this.log = log;
  }

  /** Lists everything but Namespace objects and the CRDs that follow their custom resources. */
  void collect() throws IOException, InterruptedException {
    Set<String> cohabiting = new HashSet<>();
    for (ApiResource resource : discovery.backupable()) {
      if (resource.groupResource().equals(NAMESPACES) || !filter.collects(resource)) {
        continue;
      }
      if (COHABITING.contains(resource.resource())
          && COHABITING_GROUPS.contains(resource.group())
          && !cohabiting.add(resource.resource())) {
        continue;
      }
      collect(resource);
    }
  }

  private void collect(ApiResource resource) throws IOException, InterruptedException {
    for (String ordered : spec.orderedResources().getOrDefault(resource.resource(), List.of())) {
      collectOrdered(resource, ordered);
    }
    Listing listing = new Listing(resource);
    for (String namespace : resource.namespaced() ? filter.namespacesToList() : List.of("")) {
      for (String selector : selectors()) {
        listing.list(namespace, selector);
      }
    }
    if (listing.items > 0) {
      log.info("Listed items", "resource", resource.groupResource(), "items", "" + listing.items);
    }
  }

  private List<String> selectors() {
    if (!spec.orLabelSelectors().isEmpty()) {
      return spec.orLabelSelectors().stream().map(LabelSelector::toString).toList();
    }
    return List.of(spec.labelSelector().map(LabelSelector::toString).orElse(""));
  }

  /** Takes one item before the others of its resource. */
  private void collectOrdered(ApiResource resource, String ordered)
      throws IOException, InterruptedException {
    int slash = ordered.indexOf('/');
    String namespace = slash < 0 ? "" : ordered.substring(0, slash);
    String name = ordered.substring(slash + 1);
    if (resource.namespaced() != (slash >= 0)
        || (slash >= 0 && !filter.includesNamespace(namespace))) {
      return;
    }
    ResourceIdentifier id =
        new ResourceIdentifier(resource.group(), resource.resource(), namespace, name);
    try {
      var found = cluster.get(resource, namespace, name);
      if (found.isEmpty()) {
        problems.warn(id, "orderedResources names it, and it is not there");
      } else if (matchesSelectors(found.get())) {
        accept(resource, found.get());
      }
    } catch (ClusterException e) {
      problems.error(id, "orderedResources names it, and it cannot be read: " + e.getMessage());
    }
  }

  private boolean matchesSelectors(KubernetesItem item) {
    if (!spec.orLabelSelectors().isEmpty()) {
      return spec.orLabelSelectors().stream().anyMatch(s -> s.matches(item.labels()));
    }
    return spec.labelSelector().map(s -> s.matches(item.labels())).orElse(true);
  }

  private void accept(ApiResource resource, KubernetesItem item)
      throws IOException, InterruptedException {
    String namespace = item.namespace().orElse("");
    if (resource.namespaced()) {
      if (!filter.includesNamespace(namespace)) {
        return;
      }
      namespaces.sawItem(namespace);
    }
    pipeline.collected(resource, item);
  }

  /** The lists of one resource. */
  private final class Listing {
    private final ApiResource resource;
    private final List<String> resourceVersions = new ArrayList<>();
    private long items;

    Listing(ApiResource resource) {
      this.resource = resource;
    }

    void list(String namespace, String selector) throws IOException, InterruptedException {
      try {
        cluster.list(resource, namespace, selector, this::page);
        noteKind(resource, resourceVersions.size() == 1 ? resourceVersions.get(0) : "");
      } catch (ClusterException e) {
        report(namespace, e);
      } catch (WrappedFailure e) {
        e.rethrow();
      }
    }

    private void page(String resourceVersion, List<KubernetesItem> page) {
      if (!resourceVersions.contains(resourceVersion)) {
        resourceVersions.add(resourceVersion);
      }
      items += page.size();
      try {
        for (KubernetesItem item : page) {
          accept(resource, item);
        }
      } catch (IOException | InterruptedException e) {
        throw new WrappedFailure(e);
      }
    }

    private void report(String namespace, ClusterException e) {
      boolean notAllowed = e.status() == 403 || e.status() == 404 || e.status() == 405;
      problems.add(
          Problem.ofNamespace(
              notAllowed ? Problem.Severity.WARNING : Problem.Severity.ERROR,
              namespace,
              "Error listing "
                  + resource.groupResource()
                  + ", so its items are not in the backup: "
                  + e.getMessage()));
    }
  }

  /** Carries a checked failure through the callback of a list. */
  private static final class WrappedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrappedFailure(Exception cause) {
      super(cause);
    }

    void rethrow() throws IOException, InterruptedException {
      if (getCause() instanceof IOException e) {
        throw e;
      }
      if (getCause() instanceof InterruptedException e) {
        throw e;
      }
      throw this;
    }
  }

  /** Takes the Namespace objects that the items and the spec call for. */
  void collectNamespaces() throws IOException, InterruptedException {
    var resource = discovery.byGroupResource(NAMESPACES);
    if (resource.isEmpty() || !filter.collects(resource.get())) {
      return;
    }
    for (KubernetesItem namespace : namespaces.chosen()) {
      pipeline.collected(resource.get(), namespace);
    }
    noteKind(resource.get(), "");
  }

  /** Takes the CRDs of the custom resources that are in the backup. */
  void collectCrds() throws IOException, InterruptedException {
    var crds = discovery.byGroupResource(CRDS);
    if (crds.isEmpty() || filter.excludes(crds.get()) || filter.collects(crds.get())) {
      return;
    }
    for (String groupResource : pipeline.storedResources()) {
      // The group of a custom resource has a dot; the server insists on it.
      if (groupResource.indexOf('.') == groupResource.lastIndexOf('.')) {
        continue;
      }
      ResourceIdentifier id = ResourceIdentifier.clusterScoped(CRDS, groupResource);
      try {
        var crd = cluster.get(crds.get(), "", groupResource);
        if (crd.isPresent()) {
          pipeline.collected(crds.get(), crd.get());
          noteKind(crds.get(), "");
        }
      } catch (ClusterException e) {
        if (e.status() == 403) {
          problems.warn(
              id, "CRDs may not be read, so those of the backup's custom resources are left out");
          return;
        }
        problems.error(id, "it could not be read: " + e.getMessage());
      }
    }
  }

  private void noteKind(ApiResource resource, String resourceVersion) {
    kinds.put(
        resource.groupResource(),
        new IndexFacts.Kind(
            resource.groupResource(), resource.version(), true, resource.kind(), resourceVersion));
  }

  /** What the index says of the kinds: those listed, and those that came along. */
  List<IndexFacts.Kind> kinds() {
    for (String stored : pipeline.storedResources()) {
      if (!kinds.containsKey(stored)) {
        discovery.byGroupResource(stored).ifPresent(resource -> noteKind(resource, ""));
      }
    }
    return List.copyOf(kinds.values());
  }
}
