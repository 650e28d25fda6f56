// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The ground that the other suites stand on: the population exists on a real API server, and Velero
 * backs it up and restores it. Where Velero itself changes an object, that is seen here first.
 */
@RequiresPeers({Peer.KUBE_APISERVER, Peer.MINIO, Peer.VELERO})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Peers peers = Peers.get();
  private final KubeApi kube = peers.kube();
  private final String bucket = peers.minio().newBucket("lab-it");
  private final Population population = Population.of(kube, "labit", "labit-a", "labit-b");

  @BeforeAll
  void createPopulation() {
    population.create();
    // After the population: the server's view of the kinds is as old as its start.
    peers.velero().start();
    peers.velero().createLocation("lab-it", bucket, "v1");
  }

  @AfterAll
  void removePopulation() {
    kube.deleteAndWait("/api/v1/namespaces/labit-c");
    population.delete();
    peers.velero().deleteLocation("lab-it");
    peers.velero().stop();
    peers.minio().deleteBucket(bucket);
  }

  @Test
  void population_onApiServer_hasAtLeast25KindsAndKeepsNulls() {
    LiveState state = LiveState.reader(kube).namespaces("labit-a");

    assertThat(state.kinds()).hasSizeGreaterThanOrEqualTo(25).contains("gadgets.labit.example.com");
    assertThat(population.clusterScoped()).hasSizeGreaterThanOrEqualTo(15);
    JsonObject gadget =
        state.object("gadgets.labit.example.com labit-a/full").getAsJsonObject("spec");
    assertThat(gadget.get("colour").isJsonNull()).isTrue();
    assertThat(gadget.getAsJsonObject("free").get("null").isJsonNull()).isTrue();
  }

  @Test
  void liveState_ofTwoNamespacesWithTheSameObjects_isEqualOnceMapped() {
    LiveState first = LiveState.readerOfCopies(kube).namespaces("labit-a");
    LiveState second =
        LiveState.readerOfCopies(kube).mapping("labit-b", "labit-a").namespaces("labit-b");

    assertThat(first.differencesTo(second)).isEmpty();
  }

  @Test
  void velero_withThePopulation_backsUpAndRestoresWithoutErrors() {
    backUp("lab-it", "labit-a");
    assertThat(peers.velero().cli("backup", "describe", "lab-it", "--details").orThrow())
        .contains("Phase:  Completed", "labit-a/shop");

    JsonObject restore =
        peers
            .velero()
            .runRestore("lab-it", Velero.specForCopy("lab-it", "labit-a", "labit-c"), LIMIT);

    assertThat(Velero.phase(restore)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");
    // One difference is what Velero itself does to a claim whose volume is taken.
    assertThat(population.differencesOfCopy("labit-a", "labit-c")).isEmpty();
  }

  @Test
  void velero_givenTheDocument_knowsTheBackupAtOnceAndDeletesIt() {
    backUp("lab-doc", "labit-b");
    JsonObject document = document("lab-doc");
    peers.velero().deleteLocation("lab-it");
    peers.velero().createLocation("lab-it", bucket, "v1");
    assertThat(peers.velero().backup("lab-doc")).isEmpty();

    peers.velero().importBackup(document, "lab-it");

    assertThat(peers.velero().cli("backup", "logs", "lab-doc").orThrow()).contains("labit-b");
    assertThat(peers.velero().cli("backup", "get", "lab-doc").orThrow()).contains("Completed");
    peers.velero().deleteBackup("lab-doc");
    assertThat(peers.minio().keys(bucket, "v1/backups/lab-doc/")).isEmpty();
  }

  @Test
  void velero_watchingTheLocation_findsTheBackupByItself() {
    backUp("lab-sync", "labit-b");
    peers.velero().deleteLocation("lab-it");
    peers.velero().createLocation("lab-it", bucket, "v1");

    JsonObject synced = peers.velero().waitUntilSynced("lab-sync");

    assertThat(Velero.phase(synced)).isEqualTo("Completed");
  }

  @Test
  void kubectl_asAdministrator_printsWhatTheApiServerHolds() {
    String names =
        peers.kubectl("get", "namespaces", "-l", population.selector(), "-o", "name").orThrow();

    assertThat(names).contains("namespace/labit-a\n", "namespace/labit-b\n");
    assertThat(peers.kubectl("get", "nothing").exitCode()).isNotZero();
  }

  private void backUp(String name, String namespace) {
    JsonObject spec = Velero.specForNamespaces(namespace);
    spec.addProperty("storageLocation", "lab-it");
    JsonObject backup = peers.velero().runBackup(name, spec, LIMIT);
    assertThat(Velero.phase(backup)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");
    assertThat(peers.minio().keys(bucket, "v1/backups/" + name + "/"))
        .contains("v1/backups/" + name + "/" + name + ".tar.gz");
    assertThat(document(name).getAsJsonObject("metadata").get("name").getAsString())
        .isEqualTo(name);
  }

  private JsonObject document(String backup) {
    byte[] document = peers.minio().read(bucket, "v1/backups/" + backup + "/velero-backup.json");
    return JsonParser.parseString(new String(document, StandardCharsets.UTF_8)).getAsJsonObject();
  }
}
