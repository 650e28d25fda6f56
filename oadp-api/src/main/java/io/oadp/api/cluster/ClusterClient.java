// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.cluster;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;

/**
 * Changes a cluster, and reads it. A write that the server refused for the moment (429, or a
 * connection that was never made) is tried again; one whose outcome is unknown is not, and ends in
 * {@code io.oadp.api.OutcomeUnknownException}. Thread-safe.
 */
public interface ClusterClient extends ClusterView {
  /**
   * Creates an object.
   *
   * @param item the object, with its namespace
   * @return the object as the server stored it
   */
  KubernetesItem create(KubernetesItem item);

  /**
   * Deletes an object. That it is not there is success. The object may still be there when this
   * returns, while finalizers hold it.
   *
   * @param id the object
   */
  void delete(ResourceIdentifier id);

  /**
   * Changes an object.
   *
   * @param id the object
   * @param patch the change
   * @return the object as the server stored it
   */
  KubernetesItem patch(ResourceIdentifier id, Patch patch);
}
