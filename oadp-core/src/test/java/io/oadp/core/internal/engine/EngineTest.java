// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.Decision;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.ItemReport;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunFailedException;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.OadpEngine;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import io.oadp.testkit.RequestFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from a spec to an archive and back, on the fake cluster and a store in memory. */
class EngineTest {
  private FakeCluster cluster;
  private InMemoryObjectStore store;
  private Oadp oadp;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start();
    store = new InMemoryObjectStore();
    oadp = engine().build();
  }

  private OadpEngine.Builder engine() {
    return TestEngines.on(cluster, store);
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private void shop() {
    cluster.apply(
        KubernetesItem.of("v1", "Namespace", "", "shop").edit(e -> e.label("team", "sales")));
    for (int i = 0; i < 20; i++) {
      int number = i;
      cluster.apply(
          KubernetesItem.of("v1", "ConfigMap", "shop", "config-" + i)
              .edit(e -> e.set("/data/value", "ü<" + number + ">")));
    }
    cluster.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys")
            .edit(e -> e.set("/data/key", "c2VjcmV0").set("/type", "Opaque")));
  }

  private static BackupSpec ofShop(String name) {
    return BackupSpec.builder(name).includeNamespaces("shop").build();
  }

  @Test
  void backup_ofNamespace_storesItsItemsAndRecord() {
    shop();

    BackupResult result = oadp.backup(ofShop("b1")).orThrow();

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.itemCount()).isEqualTo(20 + 1 + 3); // namespace, root CA, service account
    try (StoredBackup stored = oadp.catalog().open("b1")) {
      assertThat(stored.backup().phase()).isEqualTo(Phase.COMPLETED);
      assertThat(stored.backup().formatVersion()).contains("1.1.0");
      assertThat(stored.backup().expiration()).isPresent();
      assertThat(stored.contents())
          .contains(
              ResourceIdentifier.of("configmaps", "shop", "config-7"),
              ResourceIdentifier.clusterScoped("namespaces", "shop"));
      assertThat(stored.item(ResourceIdentifier.of("configmaps", "shop", "config-7")))
          .hasValueSatisfying(
              item -> {
                assertThat(item.text("/data/value")).contains("ü<7>");
                assertThat(item.text("/apiVersion")).contains("v1");
              });
      assertThat(stored.log()).anyMatch(line -> line.contains("backup=velero/b1"));
    }
    assertThat(oadp.catalog().orphans()).isEmpty();
  }

  @Test
  void backup_underNameThatExists_isRefusedAndTouchesNothing() {
    shop();
    oadp.backup(ofShop("b1")).orThrow();

    assertThatThrownBy(() -> oadp.backup(ofShop("b1")))
        .isInstanceOf(BackupExistsException.class)
        .hasMessageContaining("b1");
    assertThat(oadp.catalog().orphans()).isEmpty();
  }

  @Test
  void restore_intoMappedNamespace_createsWhatWasThere() {
    shop();
    oadp.backup(ofShop("b1")).orThrow();

    RestoreSpec spec =
        RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build();
    RestorePlan plan = oadp.plan(spec);
    assertThat(plan.count(Decision.CREATE)).isEqualTo(24);
    assertThat(cluster.get(ResourceIdentifier.clusterScoped("namespaces", "copy"))).isEmpty();

    RestoreResult result = oadp.restore(spec);

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(cluster.get(ResourceIdentifier.clusterScoped("namespaces", "copy")))
        .hasValueSatisfying(n -> assertThat(n.labels()).containsEntry("team", "sales"));
    assertThat(cluster.get(ResourceIdentifier.of("secrets", "copy", "keys")))
        .hasValueSatisfying(
            s -> {
              assertThat(s.text("/data/key")).contains("c2VjcmV0");
              assertThat(s.labels())
                  .containsEntry("velero.io/restore-name", "r1")
                  .containsEntry("velero.io/backup-name", "b1");
            });
    assertThat(result.items().filter(i -> i.outcome() == ItemReport.Outcome.CREATED))
        .anyMatch(i -> i.item().name().equals("config-19"));
    assertThat(oadp.catalog().restores())
        .singleElement()
        .satisfies(r -> assertThat(r.phase()).isEqualTo(Phase.COMPLETED));
  }

  @Test
  void restore_overObjectThatDiffers_warnsAndLeavesIt() {
    shop();
    oadp.backup(ofShop("b1")).orThrow();
    cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "config-3")
            .edit(e -> e.set("/data/value", "changed")));

    RestoreResult result = oadp.restore(RestoreSpec.builder("r1").backupName("b1").build());

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.warningCount()).isEqualTo(1);
    assertThat(result.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.text()).startsWith("could not restore, ConfigMap:config-3"));
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "shop", "config-3")))
        .hasValueSatisfying(c -> assertThat(c.text("/data/value")).contains("changed"));
  }

  @Test
  void catalog_withRecordsThatCannotBeRead_namesThem() throws Exception {
    put("backups/odd/velero-backup.json", "{\"kind\":");
    put("restores/odd/odd-oadp-restore.json", "{}");
    put("restores/new/new-oadp-restore.json", "{\"formatVersion\":9,\"restore\":{}}");

    assertThat(oadp.catalog().backups())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.backup()).isEmpty();
              assertThat(entry.problem()).contains("backups/odd/velero-backup.json");
            });
    assertThatThrownBy(() -> oadp.catalog().open("odd")).isInstanceOf(CorruptBackupException.class);
    assertThatThrownBy(() -> oadp.catalog().restore("odd"))
        .isInstanceOf(CorruptBackupException.class);
    assertThat(oadp.catalog().restore("new")).isEmpty();
  }

  private void put(String key, String text) throws IOException {
    store.putIfAbsent(key, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void restore_ofBackupThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> oadp.restore(RestoreSpec.builder("r1").backupName("nothing").build()))
        .isInstanceOf(BackupNotFoundException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void restore_underNameOnRecord_isRefused() {
    shop();
    oadp.backup(ofShop("b1")).orThrow();
    RestoreSpec spec = RestoreSpec.builder("r1").backupName("b1").build();
    oadp.restore(spec);

    assertThatThrownBy(() -> oadp.restore(spec))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("r1");
  }

  @Test
  void backup_ofNamespaceThatIsNotThere_isPartiallyFailed() {
    BackupResult result = oadp.backup(ofShop("b1"));

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("shop");
  }

  @Test
  void backup_whenApiIsForbidden_failsAndLeavesNothing() {
    cluster.inject("GET", "/api", RequestFault.status(403).always());
    cluster.inject("GET", "/apis", RequestFault.status(403).always());

    BackupResult result = oadp.backup(ofShop("b1"));

    assertThat(result.phase()).isEqualTo(Phase.FAILED);
    assertThat(result.failure()).isPresent();
    assertThat(result.leftovers()).isEmpty();
    assertThat(oadp.catalog().backups()).isEmpty();
  }
}
