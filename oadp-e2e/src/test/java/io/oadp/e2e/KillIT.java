// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Catalog;
import io.oadp.api.Leftover;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RunOptions;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import io.oadp.storage.s3.S3Store;
import io.oadp.testkit.FakeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup whose process is killed at a random moment: what is visible afterwards is whole, and
 * what is not is marked by its claim and can be taken over. The moments follow from a seed that is
 * printed; {@code -Doadp.kill.seed=…} repeats it.
 */
@RequiresPeers(Peer.MINIO)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {
  private static final int KILLS = 10;
  private static final int ITEMS = 4_000;

  private final Peers peers = Peers.get();
  private final String bucket = peers.minio().newBucket("kill-it");
  private final long seed = Long.getLong("oadp.kill.seed", System.nanoTime());
  private FakeCluster cluster;
  private Path kubeconfig;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    System.out.println("KillIT: seed " + seed);
    cluster = FakeCluster.start();
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "big"));
    Random content = new Random(seed);
    for (int i = 0; i < ITEMS; i++) {
      byte[] bytes = new byte[600];
      content.nextBytes(bytes);
      String text = Base64.getEncoder().encodeToString(bytes);
      cluster.apply(
          KubernetesItem.of("v1", "ConfigMap", "big", "config-" + i)
              .edit(e -> e.set("/data/text", text)));
    }
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
  }

  @AfterAll
  void stop() {
    cluster.close();
    peers.minio().deleteBucket(bucket);
  }

  @Test
  void backup_killedOnAFileStore_isNeverVisiblyBroken(@TempDir Path folder) throws Exception {
    kill(FileSystemStore.location("store", folder), List.of("--location", "file:" + folder));
  }

  @Test
  void backup_killedOnMinio_isNeverVisiblyBroken() throws Exception {
    Minio minio = peers.minio();
    kill(
        minio.location("store", bucket).prefix("kill").build(),
        List.of(
            "--location",
            "s3://" + bucket + "/kill",
            "--s3-url",
            minio.endpoint(),
            "--s3-region",
            minio.region(),
            "--s3-force-path-style"));
  }

  private void kill(BackupStorageLocation location, List<String> locationFlags) throws Exception {
    Random moments = new Random(seed);
    int visible = 0;
    int marked = 0;
    try (Oadp oadp =
        OadpEngine.builder()
            .cluster(Clusters.fromKubeconfig(kubeconfig, ""))
            .objectStore("aws", new S3Store())
            .location(location)
            .build()) {
      Catalog catalog = oadp.catalog();
      for (int i = 0; i < KILLS; i++) {
        String name = "kill-" + i;
        Process process = begin(name, locationFlags);
        try {
          awaitClaim(catalog, name, process);
          TimeUnit.MILLISECONDS.sleep(moments.nextInt(900));
        } finally {
          process.destroyForcibly(); // SIGKILL
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Optional<Backup> stored = entry(catalog, name).flatMap(BackupEntry::backup);
        if (stored.isPresent()) {
          visible++;
          assertWhole(catalog, name);
        } else {
          marked += orphans(catalog, name).size();
          takeOver(oadp, name);
          assertWhole(catalog, name);
        }
      }
    }
    System.out.println("KillIT: " + visible + " were through, " + marked + " were cut off");
    assertThat(visible + marked).isEqualTo(KILLS);
    assertThat(marked).as("kills that met a run, with seed " + seed).isPositive();
  }

  private Process begin(String name, List<String> locationFlags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Daws.java.v1.disableDeprecationAnnouncement=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.oadp.cli.Main", "backup", "create", name));
    command.addAll(List.of("--include-namespaces", "big", "--kubeconfig", kubeconfig.toString()));
    command.addAll(locationFlags);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AWS_ACCESS_KEY_ID", peers.minio().accessKey());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", peers.minio().secretKey());
    return builder.start();
  }

  private static void awaitClaim(Catalog catalog, String name, Process process) {
    Await.until(
        "the run of " + name + " to begin",
        Duration.ofMinutes(1),
        () -> entry(catalog, name).isPresent() || !process.isAlive());
    assertThat(entry(catalog, name)).as("what the run of " + name + " has written").isPresent();
  }

  private static Optional<BackupEntry> entry(Catalog catalog, String name) {
    try (var entries = catalog.backups()) {
      return entries.filter(e -> e.name().equals(name)).findFirst();
    }
  }

  private static List<Leftover> orphans(Catalog catalog, String name) {
    try (var orphans = catalog.orphans()) {
      return orphans.filter(o -> o.what().contains("/" + name + "/")).toList();
    }
  }

  private static void takeOver(Oadp oadp, String name) throws InterruptedException {
    BackupResult result =
        oadp.startBackup(
                BackupSpec.builder(name).includeNamespaces("big").build(),
                RunOptions.defaults().takingOverCrashedRun())
            .await();
    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    assertThat(orphans(oadp.catalog(), name)).isEmpty();
  }

  /** Names every item, and reads each tenth, which touches every part of the archive. */
  private static void assertWhole(Catalog catalog, String name) {
    try (StoredBackup stored = catalog.open(name)) {
      List<ResourceIdentifier> configMaps =
          stored.contents().filter(id -> id.resource().equals("configmaps")).toList();
      assertThat(configMaps).hasSize(ITEMS + 1);
      for (int i = 0; i < configMaps.size(); i += 10) {
        assertThat(stored.item(configMaps.get(i))).as(configMaps.get(i).toString()).isPresent();
      }
    }
  }
}
