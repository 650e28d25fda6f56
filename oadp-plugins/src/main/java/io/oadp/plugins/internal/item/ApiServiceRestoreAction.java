// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/** Velero's {@code velero.io/apiservice}: leaves out what the API server registers by itself. */
final class ApiServiceRestoreAction implements RestoreItemAction {
  private static final String AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged";

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.API_SERVICES).labelled(AUTOMANAGED);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    return RestoreItemResult.skip("the API server keeps this APIService itself");
  }
}
