// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;

/** What a {@link DeleteItemAction} sees. Implemented by us only. */
public interface DeleteItemInput extends ActionInput {
  /**
   * The item as it was stored.
   *
   * @return the item
   */
  KubernetesItem item();

  /**
   * The cluster that the deletion runs on.
   *
   * @return the cluster
   */
  ClusterClient cluster();
}
