// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.cluster;

/**
 * A connection to a cluster. Who is given it owns it: the engine closes the cluster that it was
 * built with.
 */
public interface Cluster extends ClusterClient, AutoCloseable {
  /** Closes what this opened itself; a borrowed client stays as it was. Does not throw. */
  @Override
  void close();
}
