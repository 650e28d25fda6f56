// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.ItemBlockInput;
import java.util.List;

/**
 * Velero's {@code velero.io/service-account}: keeps a service account with the cluster role
 * bindings that name it and the cluster roles that they grant.
 */
final class ServiceAccountBlockAction implements ItemBlockAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.SERVICE_ACCOUNTS);
  }

  @Override
  public List<ResourceIdentifier> relatedItems(ItemBlockInput input) throws Exception {
    return ServiceAccountGrants.of(input.item(), input.run(), input.cluster());
  }
}
