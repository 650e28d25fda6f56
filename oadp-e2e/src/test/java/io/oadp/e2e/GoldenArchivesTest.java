// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.Catalog;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import io.oadp.testkit.FakeCluster;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Backups that Velero 1.18.3, Velero 1.14.0 and an earlier build of ours wrote of one namespace:
 * every later build reads them, and finds what the API server answered when they were written.
 */
class GoldenArchivesTest {
  private static final Map<String, String> RESOURCES =
      Map.ofEntries(
          Map.entry("Namespace", "namespaces"),
          Map.entry("CustomResourceDefinition", "customresourcedefinitions.apiextensions.k8s.io"),
          Map.entry("Gem", "gems.golden.example.com"),
          Map.entry("ServiceAccount", "serviceaccounts"),
          Map.entry("ClusterRole", "clusterroles.rbac.authorization.k8s.io"),
          Map.entry("ClusterRoleBinding", "clusterrolebindings.rbac.authorization.k8s.io"),
          Map.entry("ConfigMap", "configmaps"),
          Map.entry("Secret", "secrets"),
          Map.entry("PersistentVolume", "persistentvolumes"),
          Map.entry("PersistentVolumeClaim", "persistentvolumeclaims"),
          Map.entry("Service", "services"));

  // What a server gives each object anew.
  private static final List<String> GENERATED =
      List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  @TempDir private Path directory;
  private FakeCluster fake;
  private Oadp oadp;

  @BeforeEach
  void start() throws IOException, URISyntaxException {
    copy(golden(), directory);
    fake = FakeCluster.start();
    oadp =
        OadpEngine.builder()
            .cluster(Clusters.ofKubeconfigText(fake.kubeconfig()))
            .location(FileSystemStore.location("golden", directory))
            .build();
  }

  @AfterEach
  void stop() {
    oadp.close();
    fake.close();
  }

  @Test
  void catalog_ofAllWriters_listsThem() {
    try (Stream<BackupEntry> entries = oadp.catalog().backups()) {
      assertThat(entries.toList())
          .allSatisfy(entry -> assertThat(entry.problem()).isEmpty())
          .extracting(BackupEntry::name)
          .containsExactly("oadp-0.1.0", "velero-1.14.0", "velero-1.18.3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oadp-0.1.0", "velero-1.14.0", "velero-1.18.3"})
  void record_ofEachWriter_isWhatItSaid(String name) {
    try (StoredBackup stored = catalog().open(name)) {
      Backup backup = stored.backup();

      assertThat(backup.phase()).isEqualTo(Phase.COMPLETED);
      assertThat(backup.namespace()).contains("velero");
      assertThat(backup.formatVersion()).contains("1.1.0");
      assertThat(backup.expiration()).isEmpty();
      assertThat(backup.totalItems()).isEqualTo(14);
      assertThat(backup.itemsBackedUp()).isEqualTo(14);
      assertThat(backup.errors()).isZero();
      assertThat(backup.spec().includedNamespaces()).containsExactly("golden");
      assertThat(backup.spec().excludedResources()).contains("events", "events.events.k8s.io");
      // An earlier build of ours said so of every volume; Velero says it in its volume list alone.
      assertThat(stored.problems().map(Object::toString))
          .allMatch(problem -> problem.contains("the data of volumes is not backed up"))
          .hasSize(name.startsWith("oadp") ? 1 : 0);
      assertThat(stored.log()).isNotEmpty();
      assertThat(stored.verify().isSound()).as(stored.verify().describe()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oadp-0.1.0", "velero-1.14.0", "velero-1.18.3"})
  void items_ofEachWriter_areWhatTheServerAnswered(String name) throws Exception {
    Map<ResourceIdentifier, KubernetesItem> expected = expected();

    try (StoredBackup stored = catalog().open(name)) {
      assertThat(stored.contents()).containsExactlyInAnyOrderElementsOf(expected.keySet());
      expected.forEach((id, item) -> assertThat(stored.item(id)).as(id.toString()).contains(item));
      assertThat(stored.item(ResourceIdentifier.of("gems.golden.example.com", "golden", "hope")))
          .hasValueSatisfying(
              gem -> {
                assertThat(gem.json("/spec/size")).contains("9223372036854775807");
                assertThat(gem.json("/spec/colour")).contains("null");
                assertThat(gem.json("/spec/nested")).contains("{\"\":{\"a/b~c\":[[],{},[null]]}}");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oadp-0.1.0", "velero-1.14.0", "velero-1.18.3"})
  void restore_ofEachWriter_givesTheSameObjects(String name) throws Exception {
    RestoreResult result = oadp.restore(RestoreSpec.builder("r").backupName(name).build());

    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    Map<ResourceIdentifier, KubernetesItem> expected = expected();
    // Each cluster has its own certificate authority; a restore leaves it alone.
    expected.remove(ResourceIdentifier.of("configmaps", "golden", "kube-root-ca.crt"));
    expected.forEach(
        (id, item) ->
            assertThat(fake.get(id).map(GoldenArchivesTest::comparable))
                .as(id.toString())
                .contains(comparable(item)));
  }

  private Catalog catalog() {
    return oadp.catalog();
  }

  private static Path golden() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GoldenArchivesTest.class.getResource("/golden")).toURI());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Map<ResourceIdentifier, KubernetesItem> expected()
      throws IOException, URISyntaxException {
    Map<ResourceIdentifier, KubernetesItem> items =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (JsonElement element :
        JsonParser.parseString(Files.readString(golden().resolve("expected.json")))
            .getAsJsonArray()) {
      KubernetesItem item =
          KubernetesItem.parse(element.toString().getBytes(StandardCharsets.UTF_8));
      String resource = Objects.requireNonNull(RESOURCES.get(item.kind().kind()));
      items.put(ResourceIdentifier.of(resource, item.namespace().orElse(""), item.name()), item);
    }
    return items;
  }

  /** Takes away what a server, its controllers or a restore give an object. */
  private static JsonObject comparable(KubernetesItem item) {
    JsonObject tree = item.toTree();
    JsonObject metadata = tree.getAsJsonObject("metadata");
    GENERATED.forEach(metadata::remove);
    tree.remove("status");
    Generated.forgetRestoreLabels(tree);
    if (item.kind().kind().startsWith("PersistentVolume")) {
      forgetBinding(tree);
    }
    return tree;
  }

  /** What the volume controller writes when it binds; it does so anew after a restore. */
  private static void forgetBinding(JsonObject tree) {
    JsonObject metadata = tree.getAsJsonObject("metadata");
    JsonObject annotations = metadata.getAsJsonObject("annotations");
    if (annotations != null) {
      annotations.keySet().removeIf(key -> key.startsWith("pv.kubernetes.io/"));
      if (annotations.isEmpty()) {
        metadata.remove("annotations");
      }
    }
    JsonObject claim = tree.getAsJsonObject("spec").getAsJsonObject("claimRef");
    if (claim != null) {
      GENERATED.forEach(claim::remove);
    }
  }
}
