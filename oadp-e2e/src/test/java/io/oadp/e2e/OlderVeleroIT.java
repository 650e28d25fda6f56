// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Velero 1.14.0, which many clusters still run, reads what we write, and we what it writes. */
@RequiresPeers({Peer.KUBE_APISERVER, Peer.MINIO, Peer.OLDER_VELERO})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderVeleroIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SOURCE = "older-a";
  private static final String LOCATION = "older-velero";

  private final Peers peers = Peers.get();
  private final KubeApi kube = peers.kube();
  private final Velero velero = peers.olderVelero();
  private final String bucket = peers.minio().newBucket(LOCATION);
  private final Population population = Population.of(kube, "older", SOURCE);
  private Oadp oadp;

  @BeforeAll
  void start() {
    population.create();
    velero.start(); // after the population: it reads the kinds when it starts
    velero.createLocation(LOCATION, bucket, "v1");
    oadp = peers.engine(peers.minio().location(LOCATION, bucket).prefix("v1").build());
  }

  @AfterAll
  void stop() {
    oadp.close();
    for (String copy : List.of("older-velero", "older-theirs")) {
      kube.deleteAndWait("/api/v1/namespaces/" + copy);
    }
    population.delete();
    velero.deleteLocation(LOCATION);
    velero.stop();
    peers.minio().deleteBucket(bucket);
  }

  @Test
  void ourBackup_restoredByVelero114_givesTheSameObjects() {
    BackupResult backup =
        oadp.backup(BackupSpec.builder("ours-older").includeNamespaces(SOURCE).build());
    assertThat(backup.phase()).as(backup.describe()).isEqualTo(Phase.COMPLETED);
    assertThat(velero.cli("version", "--client-only").orThrow()).contains("v1.14.0");

    JsonObject synced = velero.waitUntilSynced("ours-older");
    assertThat(Velero.phase(synced)).isEqualTo("Completed");
    assertThat(velero.cli("backup", "describe", "ours-older", "--details").orThrow())
        .contains("Phase:  Completed", SOURCE + "/shop")
        .doesNotContain("<error");

    JsonObject spec = Velero.specForCopy("ours-older", SOURCE, "older-velero");
    JsonObject restored = velero.runRestore("ours-older", spec, LIMIT);
    assertThat(Velero.phase(restored)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");

    assertAlike("older-velero");
  }

  @Test
  void backupOfVelero114_restoredByUs_givesTheSameObjects() {
    JsonObject spec = Velero.specForNamespaces(SOURCE);
    spec.addProperty("storageLocation", LOCATION);
    JsonObject backup = velero.runBackup("older-ours", spec, LIMIT);
    assertThat(Velero.phase(backup)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");

    RestoreResult restored =
        oadp.restore(
            RestoreSpec.builder("older-ours")
                .backupName("older-ours")
                .mapNamespace(SOURCE, "older-theirs")
                .build());
    assertThat(restored.phase()).as(restored.describe()).isEqualTo(Phase.COMPLETED);

    assertAlike("older-theirs");
  }

  private void assertAlike(String copy) {
    assertThat(population.differencesOfCopy(SOURCE, copy)).isEmpty();
  }
}
