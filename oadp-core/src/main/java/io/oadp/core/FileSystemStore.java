// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import io.oadp.api.AccessMode;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import io.oadp.core.internal.store.FileObjectStore;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectStoreContext;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Object stores in a directory of a file system, for one machine or a shared mount.
 *
 * <p>An object is written to a hidden directory {@code .oadp-tmp}, synced, and renamed into place;
 * what can be seen is whole, after a crash too. The store offers {@link
 * io.oadp.spi.storage.SupportsPutIfAbsent}, atomic among all processes that use the directory, by
 * hard links, or by a lock file where there are none. Temporary files of crashed writers are
 * removed when a store is opened and they are older than a day.
 *
 * <p>Names of objects are names of files, except that characters which some file system refuses are
 * percent-encoded. An object cannot lie below another one, no name may need more than 255 bytes,
 * and on a file system that ignores case, keys that differ in case alone are one object. Symbolic
 * links below the directory are neither listed nor followed.
 */
public final class FileSystemStore {
  /** The provider's name, as a location states it. */
  public static final String PROVIDER = "file";

  private FileSystemStore() {}

  /**
   * Describes a directory as a backup storage location: provider {@code file}, the directory's
   * absolute path as its bucket.
   *
   * @param name name of the location
   * @param directory where the objects are, used for nothing else
   * @return the location
   * @throws io.oadp.api.InvalidSpecException if the name is not valid
   */
  public static BackupStorageLocation location(String name, Path directory) {
    return BackupStorageLocation.builder(name)
        .provider(PROVIDER)
        .bucket(directory.toAbsolutePath().normalize().toString())
        .build();
  }

  /**
   * The provider that opens such locations. A prefix is a directory below the bucket's; there are
   * no settings, and credentials are not asked for.
   *
   * @return the provider; thread-safe
   */
  public static ObjectStoreProvider provider() {
    return FileSystemStore::open;
  }

  private static ObjectStore open(ObjectStoreContext context) throws IOException {
    BackupStorageLocation location = context.location();
    if (!location.config().isEmpty()) {
      throw wrong(
          location,
          "config: provider 'file' has no settings, remove "
              + String.join(", ", location.config().keySet()));
    }
    Path bucket = Path.of(location.bucket());
    if (!bucket.isAbsolute()) {
      throw wrong(
          location,
          "objectStorage.bucket: must be the absolute path of a directory, was " + bucket);
    }
    Path directory = bucket.resolve(location.prefix().orElse("").replaceAll("^/+", "")).normalize();
    if (!directory.startsWith(bucket.normalize())) {
      throw wrong(
          location,
          "objectStorage.prefix: must not leave the bucket, was " + location.prefix().orElse(""));
    }
    return FileObjectStore.open(
        directory, context.clock(), location.accessMode() == AccessMode.READ_WRITE);
  }

  private static ConfigurationException wrong(BackupStorageLocation location, String what) {
    return new ConfigurationException("backup storage location '" + location.name() + "': " + what);
  }

  /**
   * Opens a directory as an object store. A directory that is not there is created by the first
   * write.
   *
   * @param directory where the objects are, used for nothing else
   * @return the store; thread-safe
   * @throws IOException if there is something that is no readable directory
   */
  public static ObjectStore open(Path directory) throws IOException {
    return FileObjectStore.open(directory, Clock.systemUTC(), true);
  }
}
