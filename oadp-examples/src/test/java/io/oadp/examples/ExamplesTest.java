// SPDX-License-Identifier: Apache-2.0
package io.oadp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupResult;
import io.oadp.api.Phase;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.RequestFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example, run on the fake cluster. */
class ExamplesTest {
  @TempDir private Path directory;
  private FakeCluster fake;

  @BeforeEach
  void start() {
    fake = FakeCluster.start();
    fake.apply(
        KubernetesItem.of("v1", "Namespace", "", "shop"),
        KubernetesItem.of("v1", "ConfigMap", "shop", "prices")
            .edit(e -> e.set("/data/apple", "2")));
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private Cluster cluster() {
    return Clusters.ofKubeconfigText(fake.kubeconfig());
  }

  @Test
  void backUpOneNamespace_writesTheBackupIntoTheDirectory() {
    BackupResult result = BackUpOneNamespace.backUp(cluster(), "shop", directory, "shop-monday");

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(Files.isRegularFile(directory.resolve("backups/shop-monday/velero-backup.json")))
        .isTrue();
  }

  @Test
  void copyNamespace_createsTheSameObjectsElsewhere() throws Exception {
    assertThat(CopyNamespace.copy(cluster(), "shop", "shop-copy", directory)).isPresent();

    assertThat(fake.get(ResourceIdentifier.of("configmaps", "shop-copy", "prices")))
        .hasValueSatisfying(c -> assertThat(c.text("/data/apple")).contains("2"));
  }

  @Test
  void copyNamespace_overSomethingElse_changesNothing() throws Exception {
    fake.apply(
        KubernetesItem.of("v1", "Namespace", "", "shop-copy"),
        KubernetesItem.of("v1", "ConfigMap", "shop-copy", "prices")
            .edit(e -> e.set("/data/apple", "3")));

    assertThat(CopyNamespace.copy(cluster(), "shop", "shop-copy", directory)).isEmpty();

    assertThat(fake.get(ResourceIdentifier.of("configmaps", "shop-copy", "prices")))
        .hasValueSatisfying(c -> assertThat(c.text("/data/apple")).contains("3"));
  }

  @Test
  void watchAndCancel_withinTheLimit_completes() throws Exception {
    assertThat(WatchAndCancel.backUp(cluster(), "shop", directory, Duration.ofMinutes(1)).phase())
        .isEqualTo(Phase.COMPLETED);
  }

  @Test
  void watchAndCancel_pastTheLimit_cancelsAndLeavesNothing() throws Exception {
    fake.inject(
        "GET",
        "/api/v1/namespaces/shop/configmaps*",
        RequestFault.slow(Duration.ofMinutes(1)).always());

    BackupResult result =
        WatchAndCancel.backUp(cluster(), "shop", directory, Duration.ofMillis(200));

    assertThat(result.phase()).isEqualTo(Phase.CANCELED);
    assertThat(directory.resolve("backups/shop-1/velero-backup.json")).doesNotExist();
  }
}
