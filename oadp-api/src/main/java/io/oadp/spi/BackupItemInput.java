// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;

/** What a {@link BackupItemAction} sees. Implemented by us only. */
public interface BackupItemInput extends ActionInput {
  /**
   * The item as earlier actions left it.
   *
   * @return the item
   */
  KubernetesItem item();

  /**
   * The cluster that is backed up. A backup action may change it, to cut a snapshot for example.
   *
   * @return the cluster
   */
  ClusterClient cluster();

  /**
   * Whether this is the second visit to the item, after an operation has ended. No further
   * operation may be started then.
   *
   * @return false on the first visit
   */
  boolean finalizing();
}
