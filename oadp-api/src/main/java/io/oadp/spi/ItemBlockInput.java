// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.KubernetesItem;

/** What an {@link ItemBlockAction} sees. Implemented by us only. */
public interface ItemBlockInput extends ActionInput {
  /**
   * The item as it was collected.
   *
   * @return the item
   */
  KubernetesItem item();

  /**
   * The cluster that is backed up.
   *
   * @return for reading only
   */
  ClusterView cluster();
}
