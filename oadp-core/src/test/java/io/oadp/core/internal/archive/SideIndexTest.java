// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.CorruptBackupException;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index as docs/format/oadp-index.md describes it: bytes, cost of a look-up, when not used. */
class SideIndexTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<String> warnings = new ArrayList<>();

  @Test
  void exampleOfTheSpecification_isWhatIsWritten() throws IOException {
    ArchiveFixture.write(
        store,
        List.of(
            ArchiveFixture.configMap(
                "shop", "settings", "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}")));

    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    ByteBuffer prelude = ByteBuffer.wrap(index);
    int h = prelude.getInt(12);
    assertThat(index).hasSize(152 + h);
    assertThat(new String(index, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OADPIDX\0");
    assertThat(prelude.getInt(8)).isEqualTo(1);
    assertThat(prelude.getLong(16)).isEqualTo(1);
    assertThat(prelude.getLong(24)).isEqualTo(120 + h);
    assertThat(prelude.getLong(32)).isEqualTo(1);
    assertThat(prelude.getLong(40)).isEqualTo(72 + h);
    assertThat(prelude.getInt(72 + h + 12)).isEqualTo(4096);
    assertThat(HexFormat.of().formatHex(index, 120 + h, 152 + h))
        .isEqualTo("d9d3ebc4c1173fd45b2ff7d6ecb8d837" + "00000000000006000000002600000001");
  }

  @Test
  void oneOf200000Items_costsThreeReadsAndLessThanOneMiB() throws IOException {
    Random random = new Random(4);
    try (ArchiveWriter writer = writer()) {
      for (int i = 0; i < 200_000; i++) {
        byte[] body = body(i, random);
        writer.write("configmaps", "v1", true, "ns-" + i % 50, "config-" + i, body);
      }
      writer.finish();
      writeIndex(writer, ArchiveFixture.FACTS);
    }
    // A stat, which gets no bytes, is the one request more.
    for (int i : new int[] {0, 1, 4711, 100_000, 199_999}) {
      long requests = store.requests();
      long bytes = store.bytesRead();
      Optional<byte[]> found =
          ArchiveReader.open(store, ArchiveFixture.BACKUP, 8 << 20, warnings::add)
              .read("configmaps", "ns-" + i % 50, "config-" + i);
      assertThat(found).isPresent();
      assertThat(new String(found.get(), StandardCharsets.UTF_8)).startsWith("{\"n\":" + i + ",");
      assertThat(store.requests() - requests).isLessThanOrEqualTo(4);
      assertThat(store.bytesRead() - bytes).isLessThanOrEqualTo(1 << 20);
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void wideForm_isReadAndKeepsWithinItsBounds() throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(5000, 6);
    ArchiveSummary summary = ArchiveFixture.write(store, samples);
    DigestSet keys = new DigestSet();
    MemberTable members = new MemberTable();
    byte[] narrow = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    copy(ByteBuffer.wrap(narrow), keys, members);
    try (ObjectWriter out = store.create(ArchiveFixture.INDEX, WriteOptions.defaults())) {
      new IndexWriter(ArchiveFixture.BACKUP, summary, ArchiveFixture.FACTS, keys, members, 600)
          .writeTo(out);
      out.commit();
    }
    assertThat(store.bytes(ArchiveFixture.INDEX).orElseThrow()).hasSizeGreaterThan(5000 * 80);

    ArchiveReader reader = reader();
    for (ArchiveFixture.Sample s : samples.subList(0, 300)) {
      assertThat(reader.read(s.groupResource(), s.version(), s.namespace(), s.name()))
          .hasValue(s.bytes());
    }
    assertThat(reader.indexFacts()).hasValue(ArchiveFixture.FACTS);
    assertThat(warnings).isEmpty();
  }

  @Test
  void headBeyond512KiB_isReadWithOneRequestMore() throws IOException {
    List<IndexFacts.Kind> kinds = new ArrayList<>(ArchiveFixture.FACTS.kinds());
    Random random = new Random(5);
    for (int i = 0; i < 30_000; i++) {
      String unique = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
      kinds.add(new IndexFacts.Kind("things." + unique, "v1", true, "Thing", unique));
    }
    IndexFacts facts = new IndexFacts("c1", kinds);
    try (ArchiveWriter writer = writer()) {
      ArchiveFixture.write(writer, ArchiveFixture.configMap("shop", "a", "{\"a\":1}"));
      writer.finish();
      writeIndex(writer, facts);
    }
    assertThat(store.bytes(ArchiveFixture.INDEX).orElseThrow().length).isGreaterThan(520 << 10);
    long requests = store.requests();

    ArchiveReader reader = reader();

    assertThat(reader.read("configmaps", "shop", "a")).isPresent();
    assertThat(store.requests() - requests).isEqualTo(5);
    assertThat(reader.indexFacts()).hasValue(facts);
  }

  @Test
  void wholeBackupInOrder_takesFewLargeReads() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(5000, 6));
    ArchiveReader reader =
        ArchiveReader.open(store, ArchiveFixture.BACKUP, 64 << 20, warnings::add);
    List<ArchiveCatalogue.Item> all = new ArrayList<>();
    reader.catalogue().resources().values().forEach(r -> all.addAll(r.items()));
    long requests = store.requests();
    long bytes = store.bytesRead();

    reader.read(all, (item, body) -> {});

    assertThat(store.requests() - requests).isLessThan(6);
    long tarball = store.bytes(ArchiveFixture.TARBALL).orElseThrow().length;
    assertThat(store.bytesRead() - bytes).isLessThan(tarball + (1 << 20));
  }

  @Test
  void indexOfAnotherLength_isIgnoredWithWarning() throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(50, 6);
    ArchiveFixture.write(store, samples);
    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    ArchiveFixture.write(store, ArchiveFixture.samples(51, 6));
    ArchiveFixture.put(store, ArchiveFixture.INDEX, index);

    assertIgnored("bytes");
  }

  @Test
  void indexOfAnotherBackup_isIgnoredWithWarning() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(50, 6));
    for (String suffix : List.of(".tar.gz", "-oadp-index")) {
      ArchiveFixture.put(
          store,
          "backups/other/other" + suffix,
          store.bytes("backups/shop-1/shop-1" + suffix).orElseThrow());
    }

    ArchiveReader other = ArchiveReader.open(store, "other", 4 << 20, warnings::add);

    assertThat(other.indexFacts()).isEmpty();
    assertThat(warnings).singleElement().asString().contains("shop-1", "ignored");
    assertThat(other.catalogue().itemCount()).isEqualTo(45);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 12, 16, 24, 32, 40, 48, 52, 70, 100})
  void damagedHead_isIgnoredWithWarning(int at) throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(50, 6));
    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    index[at] ^= 0x55;
    ArchiveFixture.put(store, ArchiveFixture.INDEX, index);

    assertIgnored("ignored");
  }

  @Test
  void newerFormatVersion_isIgnoredWithWarning() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(50, 6));
    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    ByteBuffer.wrap(index).putInt(8, 2);
    ArchiveFixture.put(store, ArchiveFixture.INDEX, index);

    assertIgnored("format version is 2");
  }

  @Test
  void indexCutOffAnywhere_isIgnoredOrToldAsCorrupt() throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(50, 6);
    ArchiveFixture.write(store, samples);
    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    long records = ByteBuffer.wrap(index).getLong(24);
    for (int i = 0; i < 50; i++) {
      int length = (int) ((long) index.length * i / 50);
      ArchiveFixture.put(store, ArchiveFixture.INDEX, Arrays.copyOf(index, length));
      if (length < records) {
        warnings.clear();
        assertIgnored("ignored");
      } else {
        assertThatThrownBy(() -> reader().read("configmaps", "ns-5", "c-5"))
            .isInstanceOf(CorruptBackupException.class)
            .hasMessageContaining(ArchiveFixture.INDEX);
      }
    }
  }

  @Test
  void sameLengthButOtherBytes_isSeenWhenTheWholeIsRead() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(50, 6));
    byte[] index = store.bytes(ArchiveFixture.INDEX).orElseThrow();
    ByteBuffer bytes = ByteBuffer.wrap(index);
    IndexHeader header = IndexHeader.decode(Arrays.copyOfRange(index, 64, 64 + bytes.getInt(12)));
    IndexHeader other =
        new IndexHeader(
            header.backup(),
            header.tarballBytes(),
            "0".repeat(64),
            header.rawBytes(),
            header.facts());
    ArchiveFixture.put(store, ArchiveFixture.INDEX, withHeader(index, other.encode()));
    store.delete(ArchiveFixture.LIST);

    ArchiveReader reader = reader();

    assertThat(reader.catalogue().itemCount()).isEqualTo(45);
    assertThat(reader.indexFacts()).isEmpty();
    assertThat(warnings).hasSize(2).last().asString().contains("SHA-256");
  }

  @Test
  void damagedMember_failsItsItemsAndNoOthers() throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(3000, 6);
    ArchiveFixture.write(store, samples);
    byte[] tarball = store.bytes(ArchiveFixture.TARBALL).orElseThrow();
    tarball[tarball.length / 2] ^= 1;
    ArchiveFixture.put(store, ArchiveFixture.TARBALL, tarball);
    ArchiveReader reader = reader();
    List<ArchiveCatalogue.Item> all = new ArrayList<>();
    reader.catalogue().resources().values().forEach(r -> all.addAll(r.items()));
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();

    reader.read(
        all,
        new ArchiveReader.Visitor() {
          @Override
          public void item(ArchiveCatalogue.Item item, byte[] body) {
            good.add(item.name());
          }

          @Override
          public void failed(ArchiveCatalogue.Item item, CorruptBackupException problem) {
            assertThat(problem).hasMessageContaining("SHA-256").hasMessageContaining("member");
            bad.add(item.name());
          }
        });

    assertThat(good.size() + bad.size()).isEqualTo(2700);
    assertThat(bad).hasSizeBetween(1, 500);
  }

  @Test
  void listedItemWithoutRecord_failsAlone() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(10, 6));
    ArchiveFixture.put(
        store,
        ArchiveFixture.LIST,
        ArchiveFixture.gzip(
            ("{\"v1/ConfigMap\":[\"ns-5/c-5\",\"ns-5/lost\",\"a/1\",\"a/2\",\"a/3\",\"a/4\","
                    + "\"a/5\",\"a/6\",\"a/7\",\"a/8\"]}")
                .getBytes(StandardCharsets.UTF_8)));
    ArchiveReader reader = reader();
    List<ArchiveCatalogue.Item> items =
        List.of(
            reader.catalogue().find("configmaps", "ns-5", "lost").orElseThrow(),
            reader.catalogue().find("configmaps", "ns-5", "c-5").orElseThrow());

    assertThatThrownBy(() -> reader.read(items, (item, body) -> {}))
        .isInstanceOf(CorruptBackupException.class)
        .hasMessageContaining("ns-5/lost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"v1/Secret\":[\"a/b\"]}", "{\"v1/ConfigMap\":[\"a/b\"]}", "[]", "{", "null"})
  void resourceListThatDoesNotFit_isReplacedByThePass(String list) throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(50, 6));
    ArchiveFixture.put(
        store, ArchiveFixture.LIST, ArchiveFixture.gzip(list.getBytes(StandardCharsets.UTF_8)));

    assertThat(reader().catalogue().itemCount()).isEqualTo(45);
    assertThat(warnings).singleElement().asString().contains(ArchiveFixture.LIST);
  }

  private void assertIgnored(String warning) throws IOException {
    ArchiveReader reader = reader();
    assertThat(reader.indexFacts()).isEmpty();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(ArchiveFixture.INDEX + " is ignored", warning);
    assertThat(reader.read("configmaps", "ns-5", "c-5")).isPresent();
  }

  private ArchiveReader reader() throws IOException {
    return ArchiveReader.open(store, ArchiveFixture.BACKUP, 4 << 20, warnings::add);
  }

  private ArchiveWriter writer() throws IOException {
    return new ArchiveWriter(
        ArchiveFixture.BACKUP,
        store.create(ArchiveFixture.TARBALL, WriteOptions.defaults()),
        new ArchiveWriter.Options(1, 2, 16 << 20),
        ArchiveFixture.CLOCK);
  }

  private void writeIndex(ArchiveWriter writer, IndexFacts facts) throws IOException {
    try (ObjectWriter out = store.create(ArchiveFixture.INDEX, WriteOptions.defaults())) {
      writer.writeIndex(out, facts);
    }
  }

  private static byte[] body(int i, Random random) {
    return ("{\"n\":" + i + ",\"d\":\"" + Long.toHexString(random.nextLong()) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Puts another header of any length into a narrow index. */
  private static byte[] withHeader(byte[] index, byte[] header) {
    ByteBuffer old = ByteBuffer.wrap(index);
    int oldLength = old.getInt(12);
    int shift = header.length - oldLength;
    ByteBuffer fresh = ByteBuffer.allocate(index.length + shift);
    fresh.put(index, 0, 64).put(header).put(index, 64 + oldLength, index.length - 64 - oldLength);
    fresh.putInt(12, header.length);
    fresh.putLong(24, old.getLong(24) + shift);
    fresh.putLong(40, old.getLong(40) + shift);
    CRC32 crc = new CRC32();
    crc.update(fresh.array(), 0, 52);
    crc.update(fresh.array(), 64, (int) fresh.getLong(40) - 64);
    return fresh.putInt(52, (int) crc.getValue()).array();
  }

  private static void copy(ByteBuffer narrow, DigestSet keys, MemberTable members) {
    int at = (int) narrow.getLong(40);
    for (long i = narrow.getLong(32); i > 0; i--, at += 48) {
      byte[] sha256 = new byte[32];
      narrow.get(at + 16, sha256);
      members.add(narrow.getLong(at), narrow.getInt(at + 8), narrow.getInt(at + 12), sha256);
    }
    at = (int) narrow.getLong(24);
    for (long i = narrow.getLong(16); i > 0; i--, at += 32) {
      int key = keys.numberOf(new KeyDigest(narrow.getLong(at), narrow.getLong(at + 8)));
      keys.place(
          key,
          narrow.getInt(at + 16),
          narrow.getInt(at + 20),
          narrow.getInt(at + 24),
          narrow.getInt(at + 28));
    }
  }
}
