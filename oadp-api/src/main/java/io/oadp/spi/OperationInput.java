// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.ResourceIdentifier;
import java.time.Instant;

/** What {@link ItemOperations} sees. Implemented by us only. */
public interface OperationInput {
  /**
   * The run that the operation belongs to.
   *
   * @return the run
   */
  RunScope run();

  /**
   * The id that the action gave.
   *
   * @return the id
   */
  String operationId();

  /**
   * The item that the action was called for.
   *
   * @return its identifier
   */
  ResourceIdentifier item();

  /**
   * The cluster.
   *
   * @return the cluster
   */
  ClusterClient cluster();

  /**
   * When the engine gives up and cancels.
   *
   * @return the time, from the spec's {@code itemOperationTimeout}
   */
  Instant deadline();
}
