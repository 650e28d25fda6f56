// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer wrote, read by Commons Compress and by our reader with and without the index. */
class ArchiveRoundTripTest {
  private static final long MEMORY = 4 << 20;

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100, 5000})
  void archive_readByCommonsCompress_hasBothPathsOfEachItem(int count) throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(count, count);
    ArchiveSummary summary = ArchiveFixture.write(store, samples);

    Map<String, String> entries = tarEntries();

    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("metadata/version", "1.1.0\n");
    for (ArchiveFixture.Sample s : samples) {
      String scope = s.namespace().isEmpty() ? "cluster" : "namespaces/" + s.namespace();
      String dir = "resources/" + s.groupResource();
      if (s.preferred()) {
        expected.put(dir + "/" + scope + "/" + s.name() + ".json", s.body());
        expected.put(
            dir + "/" + s.version() + "-preferredversion/" + scope + "/" + s.name() + ".json",
            s.body());
      } else {
        expected.put(dir + "/" + s.version() + "/" + scope + "/" + s.name() + ".json", s.body());
      }
    }
    assertThat(entries).containsExactlyEntriesOf(expected);
    assertThat(summary.items()).isEqualTo(count);
    assertThat(summary.entries()).isEqualTo(expected.size());
    assertThat(summary.sizeBytes())
        .isEqualTo(store.bytes(ArchiveFixture.TARBALL).orElseThrow().length);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void items_readInShuffledOrder_comeInThatOrder(boolean withIndex) throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(5000, 42);
    ArchiveFixture.write(store, samples);
    if (!withIndex) {
      store.delete(ArchiveFixture.INDEX);
    }
    ArchiveReader reader = reader(MEMORY);

    Map<String, String> bodies = new HashMap<>();
    for (ArchiveFixture.Sample s : samples) {
      if (s.preferred()) {
        bodies.put(
            s.groupResource()
                + " "
                + (s.namespace().isEmpty() ? "" : s.namespace() + "/")
                + s.name(),
            s.body());
      }
    }
    List<ArchiveCatalogue.Item> order = new ArrayList<>();
    reader.catalogue().resources().values().forEach(r -> order.addAll(r.items()));
    assertThat(order)
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(bodies.keySet());
    Collections.shuffle(order, new Random(7));

    List<ArchiveCatalogue.Item> seen = new ArrayList<>();
    reader.read(
        order,
        (item, body) -> {
          seen.add(item);
          assertThat(new String(body, StandardCharsets.UTF_8))
              .isEqualTo(bodies.get(item.toString()));
        });

    assertThat(seen).isEqualTo(order);
    assertThat(reader.indexFacts().isPresent()).isEqualTo(withIndex);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void catalogue_tellsVersionsAndPreferredOne(boolean withIndex) throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(40, 1));
    if (!withIndex) {
      store.delete(ArchiveFixture.INDEX);
    }

    ArchiveCatalogue catalogue = reader(MEMORY).catalogue();

    assertThat(catalogue.resources().keySet())
        .containsExactly("configmaps", "deployments.apps", "namespaces", "widgets.example.com");
    ArchiveCatalogue.Resource widgets = catalogue.resource("widgets.example.com").orElseThrow();
    assertThat(widgets.versions()).containsExactly("v1beta1");
    assertThat(widgets.preferredVersion()).isEmpty();
    assertThat(widgets.items()).isEmpty();
    ArchiveCatalogue.Resource namespaces = catalogue.resource("namespaces").orElseThrow();
    assertThat(namespaces.preferredVersion()).isEqualTo("v1");
    assertThat(namespaces.items()).hasSize(4);
    assertThat(catalogue.itemCount()).isEqualTo(36);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void item_readByKey_isFoundOrEmpty(boolean withIndex) throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(200, 5);
    ArchiveFixture.write(store, samples);
    if (!withIndex) {
      store.delete(ArchiveFixture.INDEX);
    }
    ArchiveReader reader = reader(MEMORY);
    ArchiveFixture.Sample widget = samples.get(1);
    ArchiveFixture.Sample config = samples.get(5);

    assertThat(reader.read("configmaps", config.namespace(), config.name()))
        .hasValue(config.bytes());
    assertThat(reader.read("configmaps", "v1", config.namespace(), config.name()))
        .hasValue(config.bytes());
    assertThat(reader.read(widget.groupResource(), "v1beta1", "shop", widget.name()))
        .hasValue(widget.bytes());
    assertThat(reader.read(widget.groupResource(), "shop", widget.name())).isEmpty();
    assertThat(reader.read("configmaps", config.namespace(), "none")).isEmpty();
    assertThat(reader.read("secrets", "shop", "none")).isEmpty();
  }

  @Test
  void item_largerThanTheMemory_stillPasses() throws IOException {
    String large = "{\"d\":\"" + ArchiveFixture.text(new Random(3), 6 << 20) + "\"}";
    ArchiveWriter.Options tight = new ArchiveWriter.Options(1, 2, 1 << 20);
    ArchiveFixture.write(
        store,
        List.of(
            ArchiveFixture.configMap("a", "small", "{}"),
            ArchiveFixture.configMap("a", "large", large),
            ArchiveFixture.configMap("b", "small", "{}")),
        tight);

    assertThat(reader(1 << 20).read("configmaps", "a", "large"))
        .hasValue(large.getBytes(StandardCharsets.UTF_8));
    store.delete(ArchiveFixture.INDEX);
    assertThat(reader(1 << 20).read("configmaps", "a", "large"))
        .hasValue(large.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100, 155, 200, 251, 253})
  void name_ofAnyLegalLength_isKept(int length) throws IOException {
    String name = "n".repeat(length);
    ArchiveFixture.write(
        store, List.of(ArchiveFixture.configMap("a-namespace-of-some-length", name, "{\"x\":1}")));

    assertThat(tarEntries())
        .containsEntry(
            "resources/configmaps/namespaces/a-namespace-of-some-length/" + name + ".json",
            "{\"x\":1}");
    assertThat(reader(MEMORY).read("configmaps", "a-namespace-of-some-length", name)).isPresent();
    store.delete(ArchiveFixture.INDEX);
    assertThat(reader(MEMORY).read("configmaps", "a-namespace-of-some-length", name)).isPresent();
  }

  @Test
  void itemWrittenTwice_laterCountsForEveryReader() throws IOException {
    List<ArchiveFixture.Sample> samples = new ArrayList<>(ArchiveFixture.samples(1500, 9));
    samples.add(ArchiveFixture.configMap("ns-5", "c-5", "{\"later\":true}"));
    ArchiveFixture.write(store, samples);

    byte[] later = "{\"later\":true}".getBytes(StandardCharsets.UTF_8);
    assertThat(reader(MEMORY).read("configmaps", "ns-5", "c-5")).hasValue(later);
    store.delete(ArchiveFixture.INDEX);
    assertThat(reader(MEMORY).read("configmaps", "ns-5", "c-5")).hasValue(later);
    assertThat(reader(64 << 10).read("configmaps", "ns-5", "c-5")).hasValue(later);
  }

  private ArchiveReader reader(long memoryBytes) throws IOException {
    return ArchiveReader.open(store, ArchiveFixture.BACKUP, memoryBytes, warnings::add);
  }

  private Map<String, String> tarEntries() throws IOException {
    byte[] bytes = store.bytes(ArchiveFixture.TARBALL).orElseThrow();
    Map<String, String> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            GzipCompressorInputStream.builder()
                .setInputStream(new ByteArrayInputStream(bytes))
                .setDecompressConcatenated(true)
                .get())) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        assertThat(e.isFile()).isTrue();
        assertThat(e.getMode()).isEqualTo(0755);
        assertThat(e.getUserName()).isEmpty();
        assertThat(e.getLastModifiedTime().toInstant()).isEqualTo(ArchiveFixture.CLOCK.instant());
        entries.put(e.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }
}
