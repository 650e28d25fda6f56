// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.assertions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** What the assertions accept, and what they say when they do not. */
class ArchiveAssertTest {
  private static final String CONF =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"conf\","
          + "\"namespace\":\"shop\"},\"data\":{\"a\":\"b\"},\"n\":7,\"flag\":true,\"nil\":null}";
  private static final String ROLE =
      "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\","
          + "\"metadata\":{\"name\":\"r\"}}";

  private static byte[] tarGz(String... pathsAndBodies) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (int i = 0; i < pathsAndBodies.length; i += 2) {
        TarArchiveEntry entry = new TarArchiveEntry(pathsAndBodies[i]);
        byte[] body = pathsAndBodies[i + 1].getBytes(UTF_8);
        entry.setSize(body.length);
        tar.putArchiveEntry(entry);
        tar.write(body);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] sample() throws IOException {
    return tarGz(
        "metadata/version",
        "1.1.0\n",
        "resources/configmaps/namespaces/shop/conf.json",
        CONF,
        "resources/configmaps/v1-preferredversion/namespaces/shop/conf.json",
        CONF,
        "resources/clusterroles.rbac.authorization.k8s.io/cluster/r.json",
        ROLE,
        "resources/widgets.example.com/v1beta1/cluster/old.json",
        "{}");
  }

  private static ArchiveAssert archive() throws IOException {
    return ArchiveAssert.assertThat(StoredArchive.of(sample()));
  }

  @Test
  void assertions_thatHold_pass() throws Exception {
    archive()
        .containsItem("configmaps", "shop", "conf")
        .containsItem("clusterroles.rbac.authorization.k8s.io", "", "r")
        .containsOnlyItems(
            ResourceIdentifier.of("clusterroles.rbac.authorization.k8s.io", "", "r"),
            ResourceIdentifier.of("configmaps", "shop", "conf"))
        .doesNotContainItem("secrets", "shop", "conf")
        .hasNoDuplicates()
        .hasFormatVersion("1.1.0")
        .item("configmaps", "shop", "conf")
        .hasField("/data/a", "b")
        .hasField("/n", 7)
        .hasField("/flag", true)
        .hasField("/nil")
        .doesNotHaveField("/status");
  }

  @Test
  void containsItem_thatIsNotThere_namesItsNeighbours() throws Exception {
    ArchiveAssert archive = archive();

    assertThatThrownBy(() -> archive.containsItem("configmaps", "shop", "other"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not hold configmaps/shop/other")
        .hasMessageContaining("of configmaps it has configmaps/shop/conf");
    assertThatThrownBy(() -> archive.containsItem("secrets", "shop", "conf"))
        .hasMessageContaining("it has none of secrets, of that name it has configmaps/shop/conf")
        .hasMessageContaining("clusterroles.rbac.authorization.k8s.io, configmaps");
    assertThatThrownBy(
            () -> ArchiveAssert.assertThat(StoredArchive.of(tarGz())).containsItem("a", "b", "c"))
        .hasMessageContaining("it has no items");
  }

  @Test
  void doesNotContainItem_thatIsThere_fails() throws Exception {
    ArchiveAssert archive = archive();

    assertThatThrownBy(() -> archive.doesNotContainItem("configmaps", "shop", "conf"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("holds configmaps/shop/conf");
    assertThatThrownBy(() -> archive.doesNotContainItem("widgets.example.com", "", "old"))
        .hasMessageContaining("as [v1beta1]");
  }

  @Test
  void containsOnlyItems_others_namesBothSides() throws Exception {
    ArchiveAssert archive = archive();

    assertThatThrownBy(
            () ->
                archive.containsOnlyItems(
                    ResourceIdentifier.of("configmaps", "shop", "conf"),
                    ResourceIdentifier.of("secrets", "shop", "key")))
        .hasMessageContaining("lacks [secrets/shop/key]")
        .hasMessageContaining("holds [clusterroles.rbac.authorization.k8s.io/r]");
  }

  @Test
  void hasField_thatDiffers_showsWhatIsThere() throws Exception {
    ArchiveAssert.ItemAssert item = archive().item("configmaps", "shop", "conf");

    assertThatThrownBy(() -> item.hasField("/data/a", "c"))
        .hasMessageContaining("configmaps/shop/conf has \"b\" at /data/a, and should have \"c\"");
    assertThatThrownBy(() -> item.hasField("/n", 8)).hasMessageContaining("has 7 at /n");
    assertThatThrownBy(() -> item.hasField("/flag", false)).hasMessageContaining("has true");
    assertThatThrownBy(() -> item.hasField("/data/x/y"))
        .hasMessageContaining("has nothing at /data/x/y; at /data it has [a]");
    assertThatThrownBy(() -> item.hasField("/spec", "s"))
        .hasMessageContaining("at the top it has [apiVersion, kind, metadata");
    assertThatThrownBy(() -> item.doesNotHaveField("/nil")).hasMessageContaining("has null at");
  }

  @Test
  void hasNoDuplicates_pathThatComesTwice_fails() throws Exception {
    ArchiveAssert archive =
        ArchiveAssert.assertThat(StoredArchive.of(tarGz("a", "1", "b", "1", "a", "2")));

    assertThatThrownBy(archive::hasNoDuplicates).hasMessageContaining("more than once: [a]");
    assertThatThrownBy(() -> archive.hasFormatVersion("1.1.0")).hasMessageContaining("not stored");
  }

  @Test
  void item_thatIsNoItem_saysSo() throws Exception {
    ArchiveAssert archive =
        ArchiveAssert.assertThat(
            StoredArchive.of(tarGz("resources/pods/namespaces/shop/p.json", "[1]")));

    assertThatThrownBy(() -> archive.item("pods", "shop", "p"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("pods/shop/p is no item");
  }

  @Test
  void of_store_readsTheBackupsArchive() throws Exception {
    InMemoryObjectStore store = new InMemoryObjectStore();
    try (ObjectWriter writer = store.create("backups/b/b.tar.gz", WriteOptions.defaults())) {
      writer.write(ByteBuffer.wrap(sample()));
      writer.commit();
    }

    ArchiveAssert.assertThat(StoredArchive.of(store, "b"))
        .containsItem("configmaps", "shop", "conf");
  }

  @Test
  void of_fileThatIsCutOff_throws() throws Exception {
    byte[] cut = Arrays.copyOf(sample(), sample().length / 2);

    assertThatThrownBy(() -> StoredArchive.of(cut)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> StoredArchive.of(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class);
  }
}
