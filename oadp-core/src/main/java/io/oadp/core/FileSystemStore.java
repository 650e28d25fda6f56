// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import io.oadp.core.internal.store.FileObjectStore;
import io.oadp.spi.storage.ObjectStore;
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
  private FileSystemStore() {}

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
