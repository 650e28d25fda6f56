// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.ItemBlockInput;
import java.util.List;

/** Velero's {@code velero.io/pod}: keeps a pod with its priority class and claims. */
final class PodBlockAction implements ItemBlockAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.PODS);
  }

  @Override
  public List<ResourceIdentifier> relatedItems(ItemBlockInput input) {
    return Related.ofPod(input.item());
  }
}
