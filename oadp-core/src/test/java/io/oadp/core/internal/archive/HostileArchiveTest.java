// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupNotFoundException;
import io.oadp.api.CorruptBackupException;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of other writers, odd but legal, and archives that are damaged or meant to harm. */
class HostileArchiveTest {
  private static final int PAX = TarArchiveOutputStream.LONGFILE_POSIX;
  private static final String LONG_NAME = "n".repeat(240);
  private static final List<ArchiveFixture.Sample> TWO =
      List.of(
          ArchiveFixture.configMap("shop", "a", "{\"a\":1}"),
          ArchiveFixture.configMap("shop", LONG_NAME, "{\"b\":2}"));

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
  void archiveOfOneMember_isRead(int longFileMode) throws IOException {
    putGzip(ArchiveFixture.tar(TWO, longFileMode));

    assertBothAreRead();
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512, 777})
  void membersCutAnywhereWithEmptyOnesBetween_areRead(int cut) throws IOException {
    byte[] tar = ArchiveFixture.tar(TWO, PAX);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < tar.length; at += cut) {
      members.writeBytes(
          ArchiveFixture.gzip(Arrays.copyOfRange(tar, at, Math.min(tar.length, at + cut))));
      members.writeBytes(ArchiveFixture.gzip(new byte[0]));
    }
    ArchiveFixture.put(store, ArchiveFixture.TARBALL, members.toByteArray());

    assertBothAreRead();
  }

  @Test
  void foreignBytesBehindTheEnd_areIgnored() throws IOException {
    byte[] archive = ArchiveFixture.gzip(ArchiveFixture.tar(TWO, PAX));
    byte[] foreign = "foreign".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    for (byte[] tail : List.of(ArchiveFixture.gzip(foreign), foreign)) {
      ArchiveFixture.put(store, ArchiveFixture.TARBALL, concat(archive, tail));
      assertBothAreRead();
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void archiveWithoutEndMark_isReadWithWarning() throws IOException {
    byte[] tar = ArchiveFixture.tar(TWO, PAX);
    int end = tar.length;
    while (tar[end - 1] == 0) {
      end--;
    }
    putGzip(Arrays.copyOf(tar, (end + 511) / 512 * 512));

    assertBothAreRead();
    assertThat(warnings)
        .isNotEmpty()
        .allSatisfy(w -> assertThat(w).contains(ArchiveFixture.TARBALL, "cut off"));
  }

  @Test
  void foreignEntries_areIgnored() throws IOException {
    putTar(
        tar -> {
          ArchiveFixture.entry(tar, "oadp/part", "x");
          ArchiveFixture.entry(tar, "metadata/oadp.json", "{}");
          ArchiveFixture.entry(tar, "resources/pods", "x");
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/deep/er.json", "{}");
          special(tar, "resources/pods/namespaces/ns/link.json", TarConstants.LF_SYMLINK);
          special(tar, "resources/pods/namespaces/ns/", TarConstants.LF_DIR);
          special(tar, "resources/pods/namespaces/ns/fifo.json", TarConstants.LF_FIFO);
          special(tar, "resources/pods/namespaces/ns/odd.json", (byte) 'Q');
          ArchiveFixture.entry(tar, "./resources//pods/namespaces/ns/a:b.json", "{\"p\":1}");
        });

    assertThat(reader(1 << 20).catalogue().resource("pods").orElseThrow().items())
        .extracting(Object::toString)
        .containsExactly("pods ns/a:b");
    assertThat(reader(1 << 20).read("pods", "ns", "a:b")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1 << 20})
  void samePathTwice_laterCounts(long memoryBytes) throws IOException {
    putTar(
        tar -> {
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/a.json", "{\"first\":\"long\"}");
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/b.json", "{}");
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/a.json", "{\"n\":2}");
        });

    assertThat(reader(memoryBytes).catalogue().itemCount()).isEqualTo(2);
    assertThat(reader(memoryBytes).read("pods", "ns", "a")).hasValue(bytes("{\"n\":2}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../x",
        "resources/pods/namespaces/../../../../x.json",
        "resources/pods/cluster/..",
      })
  void pathThatLeadsOutside_isCorrupt(String path) throws IOException {
    putTar(tar -> ArchiveFixture.entry(tar, path, "{}"));

    assertCorrupt("path");
  }

  @Test
  void archiveCutOffAnywhere_isCorruptAndNamesTheObject() throws IOException {
    byte[] whole = ArchiveFixture.gzip(ArchiveFixture.tar(ArchiveFixture.samples(100, 3), PAX));
    for (int i = 0; i < 50; i++) {
      int length = (int) ((long) whole.length * i / 50);
      ArchiveFixture.put(store, ArchiveFixture.TARBALL, Arrays.copyOf(whole, length));
      assertCorrupt(i == 0 ? "empty" : "cut off");
    }
    ArchiveFixture.put(store, ArchiveFixture.TARBALL, Arrays.copyOf(whole, whole.length - 1));
    assertCorrupt("cut off");
  }

  @Test
  void archiveOfOursCutOffAnywhere_neverPassesSilently() throws IOException {
    ArchiveFixture.write(store, ArchiveFixture.samples(3000, 3));
    byte[] whole = store.bytes(ArchiveFixture.TARBALL).orElseThrow();
    for (int i = 1; i < 50; i++) {
      int length = (int) ((long) whole.length * i / 50);
      ArchiveFixture.put(store, ArchiveFixture.TARBALL, Arrays.copyOf(whole, length));
      assertCorrupt("cut off");
      assertThat(warnings).anyMatch(w -> w.contains(ArchiveFixture.INDEX));
    }
  }

  @Test
  void flippedByte_isCorrupt() throws IOException {
    byte[] whole = ArchiveFixture.gzip(ArchiveFixture.tar(ArchiveFixture.samples(100, 3), PAX));
    Random random = new Random(11);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = whole.clone();
      damaged[10 + random.nextInt(whole.length - 14)] ^= (byte) (1 << random.nextInt(8));
      ArchiveFixture.put(store, ArchiveFixture.TARBALL, damaged);
      assertCorrupt("");
    }
  }

  @ParameterizedTest
  @CsvSource({"156,Q", "148,9", "124,z", "0,x"})
  void damagedTarHeader_isCorrupt(int at, char value) throws IOException {
    byte[] tar = ArchiveFixture.tar(TWO, PAX);
    tar[1024 + at] = (byte) value;
    putGzip(tar);

    assertCorrupt("header");
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'x'})
  void endlessExtensionHeaders_areCorrupt(char type) throws IOException {
    putTar(
        tar -> {
          for (int i = 0; i < 100; i++) {
            TarArchiveEntry entry = new TarArchiveEntry("x", (byte) type);
            entry.setSize(0);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
          }
        });

    assertCorrupt("extended headers in a row");
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'x'})
  void hugeExtensionHeader_isCorrupt(char type) throws IOException {
    putTar(
        tar -> {
          TarArchiveEntry entry = new TarArchiveEntry("x", (byte) type);
          entry.setSize(32 << 20);
          tar.putArchiveEntry(entry);
          tar.write(new byte[32 << 20]);
          tar.closeArchiveEntry();
        });

    assertCorrupt("extended header of 33554432 bytes");
  }

  @Test
  void bomb_failsItsItemAlone() throws IOException {
    int bombBytes = 256 << 20;
    putTar(
        tar -> {
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/a.json", "{}");
          TarArchiveEntry bomb =
              new TarArchiveEntry("resources/pods/namespaces/ns/bomb.json", true);
          bomb.setSize(bombBytes);
          tar.putArchiveEntry(bomb);
          byte[] zeros = new byte[1 << 20];
          for (int i = 0; i < bombBytes; i += zeros.length) {
            tar.write(zeros);
          }
          tar.closeArchiveEntry();
          ArchiveFixture.entry(tar, "resources/pods/namespaces/ns/c.json", "{}");
        });
    for (long memory : new long[] {1, 1 << 20}) {
      ArchiveReader reader = reader(memory);
      List<String> events = new ArrayList<>();
      reader.read(
          reader.catalogue().resource("pods").orElseThrow().items(),
          new ArchiveReader.Visitor() {
            @Override
            public void item(ArchiveCatalogue.Item item, byte[] body) {
              events.add(item.name());
            }

            @Override
            public void failed(ArchiveCatalogue.Item item, CorruptBackupException problem) {
              events.add(item.name() + " failed");
              assertThat(problem).hasMessageContaining("268435456 bytes");
            }
          });
      assertThat(events).containsExactly("a", "bomb failed", "c");
    }
  }

  @Test
  void missingArchive_isNotFound() {
    assertThatThrownBy(() -> reader(1 << 20))
        .isInstanceOf(BackupNotFoundException.class)
        .hasMessageContaining(ArchiveFixture.TARBALL);
  }

  @Test
  void archiveReplacedBetweenPasses_isCorrupt() throws IOException {
    putGzip(ArchiveFixture.tar(TWO, PAX));
    ArchiveReader reader = reader(1);
    reader.catalogue();
    putGzip(ArchiveFixture.tar(ArchiveFixture.samples(10, 1), PAX));

    assertThatThrownBy(() -> reader.read("configmaps", "shop", "a"))
        .isInstanceOf(CorruptBackupException.class)
        .hasMessageContaining("open the backup again");
  }

  private void assertBothAreRead() throws IOException {
    for (long memory : new long[] {1, 1 << 20}) {
      ArchiveReader reader = reader(memory);
      assertThat(reader.catalogue().itemCount()).isEqualTo(2);
      assertThat(reader.read("configmaps", "shop", "a")).hasValue(bytes("{\"a\":1}"));
      assertThat(reader.read("configmaps", "shop", LONG_NAME)).hasValue(bytes("{\"b\":2}"));
      assertThat(reader.read("configmaps", "v1", "shop", LONG_NAME)).hasValue(bytes("{\"b\":2}"));
    }
  }

  private void assertCorrupt(String message) {
    assertThatThrownBy(() -> reader(1 << 20).catalogue())
        .isInstanceOf(CorruptBackupException.class)
        .hasMessageContaining(ArchiveFixture.TARBALL)
        .hasMessageContaining(message);
  }

  private ArchiveReader reader(long memoryBytes) throws IOException {
    return ArchiveReader.open(store, ArchiveFixture.BACKUP, memoryBytes, warnings::add);
  }

  private interface TarContent {
    void writeTo(TarArchiveOutputStream tar) throws IOException;
  }

  private void putTar(TarContent content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      content.writeTo(tar);
    }
    putGzip(out.toByteArray());
  }

  private void putGzip(byte[] tar) throws IOException {
    ArchiveFixture.put(store, ArchiveFixture.TARBALL, ArchiveFixture.gzip(tar));
  }

  private static void special(TarArchiveOutputStream tar, String path, byte type)
      throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(path, type));
    tar.closeArchiveEntry();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
