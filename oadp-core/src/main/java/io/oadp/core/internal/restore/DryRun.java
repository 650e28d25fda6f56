// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ClusterException;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import java.util.Optional;

/**
 * Asks the server what it would say to the changes of a plan, if that was asked for; what it
 * refuses is an error of that item. Nothing is stored by it.
 */
final class DryRun {
  private final RestoreParts parts;
  private final boolean wanted;

  DryRun(RestoreParts parts, boolean wanted) {
    this.parts = parts;
    this.wanted = wanted;
  }

  void create(ResourceIdentifier target, ApiResource resource, KubernetesItem desired) {
    if (wanted) {
      attempt(target, () -> parts.cluster().tryCreate(resource, desired));
    }
  }

  /** Tries the patch that the restore would send. */
  void update(
      ResourceIdentifier target,
      ApiResource resource,
      KubernetesItem live,
      KubernetesItem desired) {
    if (!wanted) {
      return;
    }
    Optional<String> patch =
        target.groupResource().equals("serviceaccounts")
            ? ServiceAccountMerge.patch(live, desired)
            : Optional.of(ExistingItems.patch(live, desired).toString());
    patch.ifPresent(
        body ->
            attempt(
                target,
                () ->
                    parts
                        .cluster()
                        .tryPatch(resource, target.namespace(), target.name(), Patch.merge(body))));
  }

  private void attempt(ResourceIdentifier target, Runnable request) {
    try {
      request.run();
    } catch (ClusterException e) {
      // What the server says of a Secret may repeat what is in it.
      String said =
          target.groupResource().equals("secrets")
              ? e.status() + " " + e.reason()
              : String.valueOf(e.getMessage());
      parts.problems().error(target, "the server would refuse it: " + said);
    }
  }
}
