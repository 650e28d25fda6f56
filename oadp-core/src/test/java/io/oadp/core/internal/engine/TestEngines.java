// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import io.oadp.api.BackupStorageLocation;
import io.oadp.core.Clusters;
import io.oadp.core.OadpEngine;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.testkit.FakeCluster;

/** Engines without built-in actions on a fake cluster, with one location. */
public final class TestEngines {
  private TestEngines() {}

  /**
   * Begins an engine.
   *
   * @param store behind its location {@code mem}
   */
  public static OadpEngine.Builder on(FakeCluster cluster, ObjectStore store) {
    return OadpEngine.builder()
        .cluster(Clusters.ofKubeconfigText(cluster.kubeconfig()))
        .withoutBuiltIns()
        .objectStore("memory", context -> store)
        .location(BackupStorageLocation.builder("mem").provider("memory").bucket("b").build());
  }
}
