// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
    LiveState first = sameInAnyNamespace().namespaces("labit-a");
    LiveState second = sameInAnyNamespace().mapping("labit-b", "labit-a").namespaces("labit-b");

    assertThat(first.differencesTo(second)).isEmpty();
  }

  @Test
  void velero_withThePopulation_backsUpAndRestoresWithoutErrors() {
    JsonObject spec = Velero.specForNamespaces("labit-a");
    spec.addProperty("storageLocation", "lab-it");
    JsonObject backup = peers.velero().runBackup("lab-it", spec, LIMIT);

    assertThat(Velero.phase(backup)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");
    assertThat(peers.minio().keys(bucket, "v1/backups/lab-it/"))
        .contains("v1/backups/lab-it/velero-backup.json", "v1/backups/lab-it/lab-it.tar.gz");
    JsonObject document =
        JsonParser.parseString(
                new String(
                    peers.minio().read(bucket, "v1/backups/lab-it/velero-backup.json"),
                    StandardCharsets.UTF_8))
            .getAsJsonObject();
    assertThat(document.getAsJsonObject("metadata").get("name").getAsString()).isEqualTo("lab-it");
    assertThat(peers.velero().cli("backup", "describe", "lab-it", "--details").orThrow())
        .contains("Phase:  Completed", "labit-a/shop");

    JsonObject restoreSpec = new JsonObject();
    restoreSpec.addProperty("backupName", "lab-it");
    JsonObject mapping = new JsonObject();
    mapping.addProperty("labit-a", "labit-c");
    restoreSpec.add("namespaceMapping", mapping);
    JsonObject restore = peers.velero().runRestore("lab-it", restoreSpec, LIMIT);

    assertThat(Velero.phase(restore)).as(peers.lab().logTail("velero", 30)).isEqualTo("Completed");
    LiveState before = sameInAnyNamespace().namespaces("labit-a");
    // What Velero itself does to a claim whose volume is taken.
    String claim =
        "persistentvolumeclaims labit-a/data: /metadata/annotations:"
            + " {\"pv.kubernetes.io/bind-completed\":\"yes\"} -> (absent)";
    assertThat(
            before.differencesBeyond(
                List.of(claim),
                Duration.ofSeconds(30),
                () -> sameInAnyNamespace().mapping("labit-c", "labit-a").namespaces("labit-c")))
        .isEmpty();
  }

  /** Reads what has to be alike in two namespaces that were given the same objects. */
  private LiveState.Reader sameInAnyNamespace() {
    return LiveState.reader(kube)
        .forgettingWhatIsGenerated()
        .ignoring("/status") // times, above all
        .forgettingRestoreLabels()
        .ignoring("persistentvolumeclaims", "/spec/volumeName"); // volumes have no namespace
  }
}
