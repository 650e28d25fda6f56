// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/** Velero's {@code velero.io/add-pvc-from-pod}: restores a pod's claims before the pod. */
final class PodClaimsRestoreAction implements RestoreItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.PODS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    return RestoreItemResult.unchanged()
        .withAdditionalItems(Related.array(Related.claims(input.item())));
  }
}
