// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.oadp.api.BackupSpec;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.FieldDifference;
import io.oadp.api.ItemDifference;
import io.oadp.api.ItemDifference.Change;
import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparing a backup with a later one and with the cluster it came from. */
class BackupComparisonTest {
  private CatalogFixture fixture;
  private Oadp oadp;

  @BeforeEach
  void start() {
    fixture = new CatalogFixture();
    oadp = fixture.engine(fixture.store).build();
    CatalogFixture.backUpShop(oadp, "b1");
  }

  @AfterEach
  void stop() {
    oadp.close();
    fixture.close();
  }

  private static ResourceIdentifier configMap(String name) {
    return ResourceIdentifier.of("configmaps", "shop", name);
  }

  private void change() {
    fixture.cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "config-3")
            .edit(e -> e.set("/data/value", "changed").label("new", "one")));
    fixture.cluster.apply(KubernetesItem.of("v1", "ConfigMap", "shop", "added"));
    fixture.remove(configMap("config-4"));
    fixture.cluster.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys")
            .edit(e -> e.set("/data/key", "b3RoZXI=").set("/type", "Opaque")));
  }

  private List<ItemDifference> withBackup(String other) {
    try (StoredBackup one = oadp.catalog().open("b1");
        StoredBackup two = oadp.catalog().open(other)) {
      return one.diff(two).toList();
    }
  }

  private List<ItemDifference> withCluster(String name) {
    try (StoredBackup backup = oadp.catalog().open(name);
        Cluster live = Clusters.ofKubeconfigText(fixture.cluster.kubeconfig())) {
      return backup.diff(live).toList();
    }
  }

  private static void assertChanged(List<ItemDifference> differences) {
    assertThat(differences)
        .extracting(ItemDifference::item, ItemDifference::change)
        .containsExactly(
            tuple(configMap("added"), Change.ADDED),
            tuple(configMap("config-3"), Change.CHANGED),
            tuple(configMap("config-4"), Change.MISSING),
            tuple(ResourceIdentifier.of("secrets", "shop", "keys"), Change.CHANGED));
    assertThat(differences.get(1).fields())
        .containsExactly(
            new FieldDifference("/data/value", "\"changed\"", "\"number 3\""),
            new FieldDifference("/metadata/labels", "{\"new\":\"one\"}", ""));
    assertThat(differences.get(3).fields())
        .singleElement()
        .satisfies(
            field -> {
              assertThat(field.pointer()).isEqualTo("/data/key");
              assertThat(field.live()).startsWith("\"digest:").isNotEqualTo(field.desired());
              assertThat(field.toString()).doesNotContain("c2VjcmV0").doesNotContain("b3RoZXI");
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void diff_withLaterBackup_tellsWhatChanged(boolean indexed) throws IOException {
    change();
    CatalogFixture.backUpShop(oadp, "b2");
    if (!indexed) {
      fixture.store.delete(Keys.ofBackup("b1", "oadp-index"));
    }

    assertChanged(withBackup("b2"));
  }

  @Test
  void diff_withCluster_tellsWhatChanged() {
    change();

    assertChanged(withCluster("b1"));
  }

  @Test
  void diff_ofWhatNobodyTouched_isEmpty() {
    CatalogFixture.backUpShop(oadp, "b2");

    assertThat(withBackup("b2")).isEmpty();
    assertThat(withBackup("b1")).isEmpty();
    assertThat(withCluster("b1")).isEmpty();
  }

  @Test
  void diff_ofStatusAndResourceVersion_isEmpty() {
    fixture.cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "config-3")
            .edit(e -> e.set("/data/value", "changed")));
    fixture.cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "config-3")
            .edit(e -> e.set("/data/value", "number 3")));
    CatalogFixture.backUpShop(oadp, "b2");

    assertThat(withBackup("b2")).isEmpty();
    assertThat(withCluster("b1")).isEmpty();
  }

  @Test
  void diff_withCluster_ofBackupWithLabels_doesNotTellWhatIsNew() {
    LabelSelector selector = LabelSelector.parse("tier=front");
    fixture.cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "front")
            .edit(e -> e.label("tier", "front").set("/data/value", "1")));
    oadp.backup(BackupSpec.builder("b3").includeNamespaces("shop").labelSelector(selector).build())
        .orThrow();
    fixture.remove(configMap("front"));

    assertThat(withCluster("b3"))
        .extracting(ItemDifference::item, ItemDifference::change)
        .containsExactly(tuple(configMap("front"), Change.MISSING));
  }

  @Test
  void diff_withCluster_thatHasNothing_isAllMissing() {
    for (KubernetesItem item : fixture.cluster.list("configmaps", "shop")) {
      fixture.remove(configMap(item.name()));
    }

    assertThat(withCluster("b1"))
        .filteredOn(d -> d.item().groupResource().equals("configmaps"))
        .hasSizeGreaterThanOrEqualTo(20)
        .allMatch(d -> d.change() == Change.MISSING || d.item().name().equals("kube-root-ca.crt"));
  }

  @Test
  void diff_ofDamagedArchive_saysWhichObjectIsDamaged() throws IOException {
    CatalogFixture.backUpShop(oadp, "b2");
    fixture.store.delete(Keys.ofBackup("b2", "oadp-index"));
    byte[] sound = fixture.get(CatalogFixture.tarball("b2"));
    fixture.put(CatalogFixture.tarball("b2"), Arrays.copyOf(sound, sound.length / 2));

    assertThatThrownBy(() -> withBackup("b2"))
        .isInstanceOf(CorruptBackupException.class)
        .hasMessageContaining("b2.tar.gz");
  }
}
