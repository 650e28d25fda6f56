// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectStoreContext;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemStoreTest {
  @TempDir Path directory = Path.of("");

  @Test
  void location_ofDirectory_isOpenedByTheProvider() throws Exception {
    BackupStorageLocation location =
        FileSystemStore.location("local", directory).toBuilder().prefix("team/a").build();
    assertThat(location.provider()).isEqualTo("file");
    try (ObjectStore store = FileSystemStore.provider().open(new Context(location))) {
      assertThat(((SupportsPutIfAbsent) store).putIfAbsent("backups/x", new byte[2])).isTrue();
    }
    assertThat(directory.resolve("team/a/backups/x")).hasSize(2);
    try (ObjectStore store = FileSystemStore.open(directory)) {
      assertThat(store.stat("team/a/backups/x")).isPresent();
    }
  }

  @Test
  void open_withSettings_namesThem() {
    assertRefused(
        FileSystemStore.location("local", directory).toBuilder().config("region", "x").build(),
        "'local'",
        "remove region");
  }

  @Test
  void open_withRelativeBucket_isRefused() {
    assertRefused(
        FileSystemStore.location("local", directory).toBuilder().bucket("backups").build(),
        "objectStorage.bucket: must be the absolute path");
  }

  @Test
  void open_withPrefixThatLeadsOut_isRefused() {
    assertRefused(
        FileSystemStore.location("local", directory).toBuilder().prefix("a/../../../b").build(),
        "objectStorage.prefix: must not leave");
  }

  private static void assertRefused(BackupStorageLocation location, String... parts) {
    assertThatThrownBy(() -> FileSystemStore.provider().open(new Context(location)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(parts);
  }

  private record Context(BackupStorageLocation location) implements ObjectStoreContext {
    @Override
    public byte[] credentials() {
      return new byte[0];
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}
