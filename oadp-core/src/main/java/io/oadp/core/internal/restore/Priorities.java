// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.Discovery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The order in which resources are restored: what others need comes first, what only works with
 * others in place comes last, the rest between by name. The lists are Velero's defaults.
 */
final class Priorities {
  /** CRDs, whose custom resources are only known once they are established. */
  static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";

  private static final List<String> FIRST =
      List.of(
          CRDS,
          "namespaces",
          "storageclasses",
          "volumesnapshotclass.snapshot.storage.k8s.io",
          "volumesnapshotcontents.snapshot.storage.k8s.io",
          "volumesnapshots.snapshot.storage.k8s.io",
          "datauploads.velero.io",
          "persistentvolumes",
          "persistentvolumeclaims",
          "clusterroles",
          "roles",
          "serviceaccounts",
          "clusterrolebindings",
          "rolebindings",
          "secrets",
          "configmaps",
          "limitranges",
          "priorityclasses",
          "pods",
          "replicasets.apps",
          "clusterclasses.cluster.x-k8s.io",
          "endpoints",
          "services");
  private static final List<String> LAST =
      List.of(
          "clusterbootstraps.run.tanzu.vmware.com",
          "clusters.cluster.x-k8s.io",
          "clusterresourcesets.addons.cluster.x-k8s.io",
          "apps.kappctrl.k14s.io",
          "packageinstalls.packaging.carvel.dev");

  private Priorities() {}

  /** Puts resources into the order of restore. */
  static List<String> order(Collection<String> groupResources, Discovery discovery) {
    Set<String> rest = new TreeSet<>(groupResources);
    List<String> ordered = new ArrayList<>(take(FIRST, rest, discovery));
    List<String> last = take(LAST, rest, discovery);
    ordered.addAll(rest);
    ordered.addAll(last);
    return ordered;
  }

  private static List<String> take(List<String> names, Set<String> rest, Discovery discovery) {
    Set<String> taken = new LinkedHashSet<>();
    for (String name : names) {
      String resolved = discovery.find(name).map(ApiResource::groupResource).orElse(name);
      if (rest.remove(resolved)) {
        taken.add(resolved);
      }
    }
    return List.copyOf(taken);
  }
}
