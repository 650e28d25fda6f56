// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.contract.ObjectStoreContract;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the file store to the contract, and to what only a file system can get wrong. */
class FileObjectStoreTest extends ObjectStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory = Path.of("");

  @Override
  protected ObjectStore openEmpty() throws IOException {
    return open(new FileOperations());
  }

  @Override
  protected KeyBelowObject keyBelowObject() {
    return KeyBelowObject.REFUSED;
  }

  @Override
  protected int manyObjects() {
    return 200; // there are no pages
  }

  private FileObjectStore open(FileOperations files) throws IOException {
    return FileObjectStore.open(root(), Clock.fixed(NOW, ZoneOffset.UTC), true, files);
  }

  private Path root() {
    return directory.resolve("not/there/yet");
  }

  @Test
  void open_ofMissingDirectory_createsNothingUntilWritten() throws Exception {
    assertThat(keys("")).isEmpty();
    assertThat(root()).doesNotExist();
    put("a/x", "1");
    assertThat(root().resolve("a/x")).hasContent("1");
  }

  @Test
  void open_ofAFile_isRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> FileObjectStore.open(file, Clock.systemUTC(), true))
        .isInstanceOf(NotDirectoryException.class)
        .hasMessageContaining("file is no directory");
  }

  @Test
  void create_ofVelerosNames_keepsThemAsFileNames() throws Exception {
    for (String key :
        List.of("backups/shop-1/velero-backup.json", "backups/shop-1/shop-1.tar.gz")) {
      put(key, "x");
      assertThat(root().resolve(key)).exists();
    }
    put("a/x:y%z é.", "x");
    assertThat(root().resolve("a/x%3Ay%25z %C3%A9%2E")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "a/./x",
        "..",
        "a//x",
        "a/",
        "/etc/passwd",
        "a\0b",
        "a/\uD800"
      })
  void create_withHostileKey_isRefusedAndWritesNothing(String key) throws Exception {
    assertThatThrownBy(() -> put(key, "x"))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("object key '");
    assertThatThrownBy(() -> text(key)).isInstanceOf(IOException.class);
    assertThat(store().stat(key)).isEmpty();
    store().delete(key);
    assertThat(keys(key)).isEmpty();
    assertThat(filesIn(directory)).isEmpty();
  }

  @Test
  void create_withTooLongName_namesKeyAndLimit() throws Exception {
    put("a/" + "n".repeat(255), "x");
    String tooLong = "a/" + "n".repeat(256);
    assertThatThrownBy(() -> put(tooLong, "x"))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining(tooLong)
        .hasMessageContaining("256 bytes");
    assertThat(keys("")).hasSize(1);
  }

  @Test
  void delete_ofLastObject_removesItsDirectories() throws Exception {
    put("a/b/c/x", "1");
    put("a/y", "1");
    store().delete("a/b/c/x");
    assertThat(root().resolve("a/b")).doesNotExist();
    assertThat(root().resolve("a")).exists();
    store().delete("a/y");
    assertThat(root().resolve("a")).doesNotExist();
    assertThat(root()).exists();
  }

  @Test
  void commitAndClose_leaveNoTemporaryFile() throws Exception {
    put("a/x", "1");
    try (ObjectWriter dropped = store().create("a/y", WriteOptions.defaults())) {
      dropped.write(ByteBuffer.wrap(new byte[100]));
    }
    assertThat(conditionalPut("a/x")).isFalse();
    assertThat(conditionalPut("a/z")).isTrue();
    assertThat(filesIn(root().resolve(".oadp-tmp"))).isEmpty();
  }

  @Test
  void open_withLeftovers_removesOnlyThoseOlderThanADay() throws Exception {
    Path temporary = Files.createDirectories(root().resolve(".oadp-tmp"));
    Path old = Files.writeString(temporary.resolve("old.part"), "x");
    Path young = Files.writeString(temporary.resolve("young.part"), "x");
    Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(25))));
    Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(23))));
    FileObjectStore.open(root(), Clock.fixed(NOW, ZoneOffset.UTC), false).close();
    assertThat(old).exists();
    open(new FileOperations()).close();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void links_outOfTheRoot_areNotFollowed() throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    put("a/x", "1");
    Files.createSymbolicLink(root().resolve("linked"), outside);
    Files.createSymbolicLink(root().resolve("a/file"), outside.resolve("secret"));

    assertThat(keys("")).containsExactly("a/x");
    assertThat(keys("linked/")).isEmpty();
    assertThat(store().stat("a/file")).isEmpty();
    assertThatThrownBy(() -> text("a/file")).hasMessageContaining("is a symbolic link");
    assertThatThrownBy(() -> text("linked/secret")).hasMessageContaining("is a symbolic link");
    assertThatThrownBy(() -> put("linked/new", "x"))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("is a symbolic link");
    store().delete("linked/secret"); // no object, hence nothing to do
    put("a/file", "ours");
    assertThat(text("a/file")).isEqualTo("ours");
    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(filesIn(outside)).hasSize(1);
  }

  @Test
  void list_withForeignFiles_omitsThem() throws Exception {
    put("a/x", "1");
    Files.writeString(root().resolve("a/y:z"), "not a name that we give");
    Files.writeString(root().resolve("a/%zz"), "no encoding at all");
    Files.createDirectories(root().resolve("empty/deep"));
    assertThat(keys("")).containsExactly("a/x");
    try (Stream<String> names = store().listDirectories("")) {
      assertThat(names).containsExactly("a");
    }
  }

  @Test
  void read_ofFileThatIsCut_throwsRatherThanEnds() throws Exception {
    put("a/x", "0123456789");
    try (InputStream in = store().read("a/x", 0, -1)) {
      try (FileChannel cut = FileChannel.open(root().resolve("a/x"), StandardOpenOption.WRITE)) {
        cut.truncate(4);
      }
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("a/x");
    }
  }

  @Test
  void read_ofObjectReplacedMeanwhile_givesTheOldOneWhole() throws Exception {
    put("a/x", "old and long");
    try (InputStream in = store().read("a/x", 0, -1)) {
      assertThat(in.read()).isEqualTo('o');
      put("a/x", "new");
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("ld and long");
    }
  }

  @Test
  void write_onFullDisk_saysSoAndShowsNothing() throws Exception {
    FileObjectStore full =
        open(
            new FileOperations() {
              @Override
              FileChannel createNew(Path file) throws IOException {
                Files.createFile(file);
                return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
              }
            });
    assumeTrue(Files.exists(Path.of("/dev/full")));
    assertThatThrownBy(
            () -> {
              try (ObjectWriter writer = full.create("a/x", WriteOptions.defaults())) {
                writer.write(ByteBuffer.wrap(new byte[1 << 20]));
                writer.commit();
              }
            })
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("cannot store object a/x")
        .hasMessageContaining("free some space");
    assertThat(keys("")).isEmpty();
    assertThat(filesIn(root().resolve(".oadp-tmp"))).isEmpty();
  }

  @Test
  void commit_whenRenameFails_isNotApplied() throws Exception {
    FileObjectStore failing =
        open(
            new FileOperations() {
              @Override
              void publish(Path complete, Path target) throws IOException {
                throw new FileSystemException(target.toString(), null, "Read-only file system");
              }
            });
    try (ObjectWriter writer = failing.create("a/x", WriteOptions.defaults())) {
      assertThatThrownBy(writer::commit)
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining("Read-only file system");
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void commit_whenDirectoryCannotBeSynced_isOfUnknownOutcome() throws Exception {
    put("a/before", "1");
    FileObjectStore failing =
        open(
            new FileOperations() {
              @Override
              void syncDirectory(Path synced) throws IOException {
                throw new IOException("Input/output error");
              }
            });
    try (ObjectWriter writer = failing.create("a/x", WriteOptions.defaults())) {
      assertThatThrownBy(writer::commit)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NotAppliedException.class)
          .hasMessageContaining("may not survive a crash");
    }
  }

  @Test
  void commit_whenTemporaryFileWasTaken_isNotApplied() throws Exception {
    try (ObjectWriter writer = store().create("a/x", WriteOptions.defaults())) {
      for (Path each : filesIn(root().resolve(".oadp-tmp"))) {
        Files.delete(each);
      }
      assertThatThrownBy(writer::commit).isInstanceOf(NotAppliedException.class);
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void putIfAbsent_whenLinkIsReportedTwice_countsAsOurs() throws Exception {
    FileObjectStore repeating =
        open(
            new FileOperations() {
              @Override
              void link(Path complete, Path target) throws IOException {
                super.link(complete, target);
                super.link(complete, target);
              }
            });
    assertThat(repeating.putIfAbsent("a/x", new byte[3])).isTrue();
    assertThat(store().stat("a/x").map(ObjectInfo::sizeBytes)).contains(3L);
  }

  private boolean conditionalPut(String key) throws IOException {
    return ((FileObjectStore) store()).putIfAbsent(key, "new".getBytes(UTF_8));
  }

  private static List<Path> filesIn(Path top) throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(p -> Files.isRegularFile(p)).toList();
    }
  }

  /** The same promises on a file system without hard links. */
  @Nested
  class WithoutHardLinks extends ObjectStoreContract {
    @Override
    protected ObjectStore openEmpty() throws IOException {
      return open(
          new FileOperations() {
            @Override
            void link(Path complete, Path target) throws IOException {
              throw new FileSystemException(target.toString(), null, "Operation not permitted");
            }
          });
    }

    @Override
    protected KeyBelowObject keyBelowObject() {
      return KeyBelowObject.REFUSED;
    }

    @Override
    protected int manyObjects() {
      return 50;
    }
  }
}
