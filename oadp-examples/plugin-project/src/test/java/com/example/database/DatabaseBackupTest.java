// SPDX-License-Identifier: Apache-2.0
package com.example.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import io.oadp.testkit.FakeCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin found by the engine, on the fake cluster. */
class DatabaseBackupTest {
  @TempDir private Path directory;

  @Test
  void backupOfStatefulSetsAlone_discoveringPlugins_holdsThePasswordToo() {
    try (FakeCluster fake = FakeCluster.start();
        Oadp oadp =
            OadpEngine.builder()
                .cluster(Clusters.ofKubeconfigText(fake.kubeconfig()))
                .location(FileSystemStore.location("local", directory))
                .discoverPlugins()
                .build()) {
      fake.apply(
          KubernetesItem.of("v1", "Namespace", "", "shop"),
          KubernetesItem.of("v1", "Secret", "shop", "orders-password"),
          KubernetesItem.of("v1", "Secret", "shop", "unrelated"),
          DatabaseActionTest.DATABASE);

      BackupResult result =
          oadp.backup(
              BackupSpec.builder("monday")
                  .includeNamespaces("shop")
                  .includeResources("statefulsets.apps")
                  .build());

      assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
      try (StoredBackup stored = oadp.catalog().open("monday")) {
        assertThat(stored.contents())
            .contains(
                ResourceIdentifier.of("statefulsets.apps", "shop", "orders"),
                ResourceIdentifier.of("secrets", "shop", "orders-password"))
            .doesNotContain(ResourceIdentifier.of("secrets", "shop", "unrelated"));
      }
    }
  }
}
