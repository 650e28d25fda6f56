// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Optional;

/** What a {@link RestoreItemAction} sees. Implemented by us only. */
public interface RestoreItemInput extends ActionInput {
  /**
   * The item as earlier actions left it: without status and the metadata that a server assigns, and
   * still in its source namespace.
   *
   * @return the item
   */
  KubernetesItem item();

  /**
   * The item as it was stored, with status, uid and owners.
   *
   * @return the item
   */
  KubernetesItem itemFromBackup();

  /**
   * The cluster that is restored into.
   *
   * @return for reading only
   */
  ClusterView cluster();

  /**
   * Reads another item of the backup.
   *
   * @param id the item, in its source namespace
   * @return the item as stored; empty if the backup has none
   */
  Optional<KubernetesItem> fromBackup(ResourceIdentifier id);

  /**
   * Whether a plan is made rather than a restore.
   *
   * @return true while planning
   */
  boolean planning();

  /**
   * The namespace that the item goes to.
   *
   * @return empty for a cluster-scoped item
   */
  String targetNamespace();

  /**
   * Where what was in a namespace goes. References inside an item are the action's to map.
   *
   * @param source a namespace in the backup
   * @return the target; the same if it is not mapped
   */
  String mapNamespace(String source);
}
