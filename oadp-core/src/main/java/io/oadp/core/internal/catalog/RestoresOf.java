// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.CorruptBackupException;
import io.oadp.api.Restore;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the restores whose records name a backup. One without a record of ours is nobody's. */
final class RestoresOf {
  private RestoresOf() {}

  static List<String> find(ObjectStore store, String backup) throws IOException {
    List<String> all;
    try (Stream<String> directories = store.listDirectories(Keys.RESTORES)) {
      all = directories.toList();
    }
    List<String> found = new ArrayList<>();
    for (String restore : all) {
      if (backup.equals(backupOf(store, restore).orElse(""))) {
        found.add(restore);
      }
    }
    return found;
  }

  private static Optional<String> backupOf(ObjectStore store, String restore) throws IOException {
    String key = Keys.restoreRecord(restore);
    try {
      byte[] record = SmallObjects.read(store, key, LocationCatalog.MAX_RECORD_BYTES);
      return RestoreRecord.read(key, record).map(Restore::spec).flatMap(spec -> spec.backupName());
    } catch (ObjectNotFoundException | CorruptBackupException e) {
      // Without a record that says so, a restore is not known to be of this backup, and stays.
      return Optional.empty();
    }
  }
}
