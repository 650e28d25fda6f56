// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Decision;
import io.oadp.api.ItemReport;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What we write, Velero restores, and what Velero wrote, we restore: one population on a real API
 * server, one bucket that both use, and the live objects compared afterwards.
 */
@RequiresPeers({Peer.KUBE_APISERVER, Peer.MINIO, Peer.VELERO})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BothDirectionsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SOURCE = "bothdir-a";
  private static final String LOCATION = "both-directions";

  private final Peers peers = Peers.get();
  private final KubeApi kube = peers.kube();
  private final String bucket = peers.minio().newBucket("both-directions");
  private final Population population = Population.of(kube, "bothdir", SOURCE);
  private Oadp oadp;

  @BeforeAll
  void start() {
    population.create();
    peers.velero().start(); // after the population: it reads the kinds when it starts
    peers.velero().createLocation(LOCATION, bucket, "v1");
    oadp = peers.engine(peers.minio().location(LOCATION, bucket).prefix("v1").build());
  }

  @AfterAll
  void stop() {
    oadp.close();
    for (String copy : List.of("bothdir-ours", "bothdir-velero", "bothdir-theirs")) {
      kube.deleteAndWait("/api/v1/namespaces/" + copy);
    }
    population.delete();
    peers.velero().deleteLocation(LOCATION);
    peers.velero().stop();
    peers.minio().deleteBucket(bucket);
  }

  private BackupResult backUp(String name) {
    BackupResult result = oadp.backup(BackupSpec.builder(name).includeNamespaces(SOURCE).build());
    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    return result;
  }

  private RestoreResult restore(String name, String backup, String target) {
    RestoreResult result =
        oadp.restore(
            RestoreSpec.builder(name).backupName(backup).mapNamespace(SOURCE, target).build());
    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    return result;
  }

  private void assertAlike(String copy) {
    assertThat(population.differencesOfCopy(SOURCE, copy)).isEmpty();
  }

  @Test
  void ourBackup_restoredByUsElsewhere_givesTheSameObjects() {
    backUp("ours-ours");
    RestoreSpec spec =
        RestoreSpec.builder("ours-plan")
            .backupName("ours-ours")
            .mapNamespace(SOURCE, "bothdir-ours")
            .build();
    RestorePlan plan = oadp.plan(spec);
    assertThat(kube.find("/api/v1/namespaces/bothdir-ours")).isEmpty();

    RestoreResult result = restore("ours-ours", "ours-ours", "bothdir-ours");

    assertAlike("bothdir-ours");
    assertThat(LiveState.readerOfCopies(kube).namespaces(SOURCE).kinds())
        .hasSizeGreaterThanOrEqualTo(25);
    long created = result.items().filter(i -> i.outcome() == ItemReport.Outcome.CREATED).count();
    assertThat(plan.count(Decision.CREATE)).isGreaterThanOrEqualTo(created);
    assertThat(peers.minio().keys(bucket, "v1/restores/ours-ours/"))
        .contains(
            "v1/restores/ours-ours/restore-ours-ours-results.gz",
            "v1/restores/ours-ours/restore-ours-ours-logs.gz",
            "v1/restores/ours-ours/ours-ours-volumeinfo.json.gz",
            "v1/restores/ours-ours/ours-ours-oadp-restore.json");
  }

  @Test
  void ourBackup_inALocationThatVeleroWatches_isSyncedDescribedRestoredAndDeleted() {
    backUp("ours-velero");
    assertThat(peers.minio().keys(bucket, "v1/backups/ours-velero/"))
        .contains("v1/backups/ours-velero/velero-backup.json")
        .doesNotContain("v1/backups/ours-velero/ours-velero-oadp-run.json");

    JsonObject synced = peers.velero().waitUntilSynced("ours-velero");
    assertThat(Velero.phase(synced)).isEqualTo("Completed");
    assertThat(peers.velero().cli("backup", "get").orThrow()).contains("ours-velero");
    assertThat(peers.velero().cli("backup", "describe", "ours-velero", "--details").orThrow())
        .contains("Phase:  Completed", SOURCE + "/shop")
        .doesNotContain("<error");
    assertThat(peers.velero().cli("backup", "logs", "ours-velero").orThrow())
        .contains("backup=velero/ours-velero");

    JsonObject spec = Velero.specForCopy("ours-velero", SOURCE, "bothdir-velero");
    JsonObject restored = peers.velero().runRestore("ours-velero", spec, LIMIT);
    assertThat(Velero.phase(restored)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");
    assertAlike("bothdir-velero");

    peers.velero().deleteBackup("ours-velero");
    Await.until(
        "the directory of the deleted backup to be gone",
        LIMIT,
        () -> peers.minio().keys(bucket, "v1/backups/ours-velero/").isEmpty());
  }

  @Test
  void velerosBackup_restoredByUs_givesTheSameObjects() {
    JsonObject spec = Velero.specForNamespaces(SOURCE);
    spec.addProperty("storageLocation", LOCATION);
    JsonObject backup = peers.velero().runBackup("velero-ours", spec, LIMIT);
    assertThat(Velero.phase(backup)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");

    restore("velero-ours", "velero-ours", "bothdir-theirs");

    assertAlike("bothdir-theirs");
    assertThat(oadp.catalog().backups().map(e -> e.name())).contains("velero-ours");
  }

  @Test
  void ourBackupAndVeleros_ofTheSameNamespace_holdTheSameItems() {
    backUp("items-ours");
    JsonObject spec = Velero.specForNamespaces(SOURCE);
    spec.addProperty("storageLocation", LOCATION);
    peers.velero().runBackup("items-velero", spec, LIMIT);

    Map<String, List<String>> ours = resourceList("items-ours");
    Map<String, List<String>> theirs = resourceList("items-velero");

    assertThat(ours).isEqualTo(theirs);
  }

  private Map<String, List<String>> resourceList(String backup) {
    byte[] json =
        peers
            .minio()
            .readGzip(bucket, "v1/backups/" + backup + "/" + backup + "-resource-list.json.gz");
    Map<String, List<String>> list = new TreeMap<>();
    JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
        .getAsJsonObject()
        .asMap()
        .forEach(
            (kind, names) ->
                list.put(
                    kind,
                    names.getAsJsonArray().asList().stream().map(n -> n.getAsString()).toList()));
    // Controllers write events, and renew leases, at any time.
    list.keySet().removeIf(kind -> kind.endsWith("/Event"));
    return list;
  }
}
