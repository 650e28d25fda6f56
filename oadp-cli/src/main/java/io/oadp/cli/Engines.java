// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;

/** Opens what the commands work on. The one place where a command meets the engine's builder. */
interface Engines {
  /**
   * Connects to a cluster.
   *
   * @param kubeconfig a file; empty for the usual place
   * @param context a context in it; empty for its current one
   */
  Cluster connect(String kubeconfig, String context);

  /** Connects to the cluster of a kubeconfig's text. */
  Cluster connectText(String kubeconfig);

  /** Opens an engine that owns {@code cluster}. */
  Oadp open(Cluster cluster, BackupStorageLocation location, String home);

  /** Opens an engine without a cluster, for the catalog alone. */
  Oadp openCatalog(BackupStorageLocation location, String home);
}
