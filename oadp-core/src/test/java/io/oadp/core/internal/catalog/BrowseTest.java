// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.CorruptBackupException;
import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking into a backup, with our index and without. */
class BrowseTest {
  private static final ResourceIdentifier KEYS = ResourceIdentifier.of("secrets", "shop", "keys");

  private CatalogFixture fixture;
  private Oadp oadp;

  @BeforeEach
  void start() {
    fixture = new CatalogFixture();
    fixture.cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "labelled")
            .edit(e -> e.label("tier", "front")));
    oadp = fixture.engine(fixture.store).build();
    CatalogFixture.backUpShop(oadp, "b1");
  }

  @AfterEach
  void stop() {
    oadp.close();
    fixture.close();
  }

  private List<ResourceIdentifier> contents(ItemQuery query) {
    try (StoredBackup backup = oadp.catalog().open("b1")) {
      return backup.contents(query).toList();
    }
  }

  private void withoutIndex() throws IOException {
    fixture.store.delete(Keys.ofBackup("b1", "oadp-index"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets", "Secrets", "Secret", "secret"})
  void contents_ofResourceInAnySpelling_findsIt(String spelling) {
    assertThat(contents(ItemQuery.ofResource(spelling))).containsExactly(KEYS);
  }

  @Test
  void contents_ofResourceThatIsNotThere_isEmpty() {
    assertThat(contents(ItemQuery.ofResource("widgets"))).isEmpty();
    assertThat(contents(ItemQuery.ofResource("configmap").inNamespace("bank"))).isEmpty();
  }

  @Test
  void contents_ofLabels_readsTheItems() throws IOException {
    ItemQuery front = ItemQuery.ofResource("").labelled("tier in (front,back)");
    ResourceIdentifier labelled = ResourceIdentifier.of("configmaps", "shop", "labelled");

    assertThat(contents(front)).containsExactly(labelled);
    withoutIndex();
    assertThat(contents(front)).containsExactly(labelled);
    assertThatThrownBy(() -> contents(front.labelled("=,=")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void item_inVersion_isFoundOnlyInThatOne() throws IOException {
    withoutIndex();
    try (StoredBackup backup = oadp.catalog().open("b1")) {
      assertThat(backup.item(KEYS, "v1")).isPresent();
      assertThat(backup.item(KEYS, "v2")).isEmpty();
    }
  }

  @Test
  void maskedItem_ofSecret_showsNothingOfItsData() {
    try (StoredBackup backup = oadp.catalog().open("b1")) {
      KubernetesItem masked = backup.maskedItem(KEYS).orElseThrow();

      assertThat(masked.text("/data/key"))
          .hasValueSatisfying(v -> assertThat(v).contains("digest"));
      assertThat(masked.text("/type")).contains("Opaque");
      assertThat(masked.json("").orElseThrow()).doesNotContain("c2VjcmV0");
    }
  }

  @Test
  void contents_ofArchiveCutOff_saysWhichObjectIsDamaged() throws IOException {
    withoutIndex();
    byte[] sound = fixture.get(CatalogFixture.tarball("b1"));
    fixture.put(CatalogFixture.tarball("b1"), Arrays.copyOf(sound, sound.length / 2));

    assertThatThrownBy(() -> contents(ItemQuery.ofResource("secrets")))
        .isInstanceOf(CorruptBackupException.class)
        .hasMessageContaining("b1.tar.gz");
  }
}
