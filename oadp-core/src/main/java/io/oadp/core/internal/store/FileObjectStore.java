// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below one directory. A new object is written and synced in {@code .oadp-tmp},
 * then renamed into its place, so that what can be seen is whole even after a crash; put-if-absent
 * gives the finished file its name by a hard link, which the system refuses where a name is taken.
 * Directories exist while objects do. Symbolic links below the root are not followed and not
 * listed. Several processes may use one directory. Thread-safe.
 */
public final class FileObjectStore implements SupportsPutIfAbsent {
  private static final Logger LOG = LoggerFactory.getLogger(FileObjectStore.class);
  private static final Duration STALE = Duration.ofDays(1);

  /** How often a directory may vanish, by deletes at the same time, before a write gives up. */
  private static final int TRIES = 1000;

  private final Path root;
  private final FileOperations files;
  private final ExclusiveFile exclusive;

  private FileObjectStore(Path root, FileOperations files) {
    this.root = root;
    this.files = files;
    this.exclusive = new ExclusiveFile(temporary().resolve(ExclusiveFile.NAME));
  }

  /**
   * Opens a directory as a store. One that is not there yet is created by the first write.
   *
   * @param directory where the objects are; links on the way to it are followed
   * @param clock tells which leftovers of crashed writers are old enough to be removed
   * @param writable false leaves leftovers alone
   * @return the store
   * @throws IOException if there is something that is no readable directory
   */
  public static FileObjectStore open(Path directory, Clock clock, boolean writable)
      throws IOException {
    return open(directory, clock, writable, new FileOperations());
  }

  static FileObjectStore open(Path directory, Clock clock, boolean writable, FileOperations files)
      throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    if (Files.exists(root)) {
      root = root.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new NotDirectoryException(
            root + " is no directory: give the object store a directory of its own");
      }
    }
    FileObjectStore store = new FileObjectStore(root, files);
    if (writable) {
      store.removeLeftovers(clock.instant().minus(STALE));
    }
    return store;
  }

  @Override
  public ObjectWriter create(String key, WriteOptions options) throws IOException {
    return new FileObjectWriter(this, key, place(key), options);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] body) throws IOException {
    Path target = place(key);
    if (exists(target)) {
      return false;
    }
    try (FileObjectWriter writer =
        new FileObjectWriter(
            this, key, target, WriteOptions.defaults().withSizeBytes(body.length))) {
      writer.write(ByteBuffer.wrap(body));
      return writer.commitIfAbsent();
    }
  }

  @Override
  public InputStream read(String key, long offset, long length) throws IOException {
    if (offset < 0 || length < -1) {
      throw new IllegalArgumentException(
          "read of " + key + ": offset " + offset + ", length " + length);
    }
    Path file = place(key);
    BasicFileAttributes attributes = find(file).orElse(null);
    if (attributes == null || !attributes.isRegularFile()) {
      throw attributes != null && attributes.isSymbolicLink()
          ? linkFound(key, file)
          : new ObjectNotFoundException(key);
    }
    try {
      FileChannel channel =
          FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      return FileRangeInputStream.of(key, channel, offset, length);
    } catch (NoSuchFileException e) {
      ObjectNotFoundException gone = new ObjectNotFoundException(key);
      gone.initCause(e);
      throw gone;
    } catch (IOException e) {
      throw new IOException("cannot read object " + key + ": " + reason(e), e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(String key) throws IOException {
    Path file;
    try {
      file = place(key);
    } catch (NotAppliedException e) {
      return Optional.empty(); // no object can have such a key
    }
    return find(file).filter(BasicFileAttributes::isRegularFile).map(a -> info(key, a));
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) throws IOException {
    return new FileTree(root, files).objects(prefix);
  }

  @Override
  public Stream<String> listDirectories(String prefix) throws IOException {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("prefix: must end with a slash, was " + prefix);
    }
    return new FileTree(root, files).directories(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    Path file;
    try {
      file = place(key);
    } catch (NotAppliedException e) {
      return; // no object can have such a key
    }
    if (find(file).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IOException("cannot delete object " + key + ": " + reason(e), e);
    }
    Path directory = parent(file);
    while (!directory.equals(root) && removeIfEmpty(directory)) {
      directory = parent(directory);
    }
    try {
      files.syncDirectory(directory);
    } catch (NoSuchFileException e) {
      LOG.trace("{} was removed by another delete", directory);
    }
  }

  /** Does nothing: no file stays open. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "FileObjectStore[" + root + "]";
  }

  // What the writer needs

  Path newTemporary(String key) throws NotAppliedException {
    try {
      Files.createDirectories(root);
      Files.createDirectories(temporary());
    } catch (IOException e) {
      throw new NotAppliedException(
          "cannot store object " + key + ": no directory " + temporary() + ": " + reason(e), e);
    }
    return temporary().resolve(UUID.randomUUID() + ".part");
  }

  FileOperations files() {
    return files;
  }

  /** Renames a finished file over whatever the key has. */
  ObjectInfo publish(String key, Path complete, Path target) throws IOException {
    intoParent(
        key,
        complete,
        target,
        () -> {
          files.publish(complete, target);
          return true;
        });
    return synced(key, target);
  }

  /** Gives a finished file the key's name unless that is taken; false if it is. */
  boolean publishIfAbsent(String key, Path complete, Path target) throws IOException {
    boolean stored =
        intoParent(
            key,
            complete,
            target,
            () -> {
              try {
                files.link(complete, target);
                return true;
              } catch (FileAlreadyExistsException e) {
                // A network file system may repeat a call that had succeeded.
                return Files.isSameFile(complete, target);
              } catch (UnsupportedOperationException | FileSystemException e) {
                if (e instanceof NoSuchFileException || linksWork(complete)) {
                  throw e;
                }
                return exclusive.call(
                    () -> {
                      if (exists(target)) {
                        return false;
                      }
                      files.publish(complete, target);
                      return true;
                    });
              }
            });
    if (stored) {
      synced(key, target);
    }
    return stored;
  }

  /** Says in words what the system said in its own. */
  static String reason(Throwable e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof java.nio.channels.ClosedByInterruptException) {
      return "the thread was interrupted";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "no permission for " + said + ": let this user read and write there";
    }
    if (said.contains("No space left") || said.contains("quota exceeded")) {
      return said + ": free some space or choose another directory";
    }
    return said;
  }

  static ObjectInfo info(String key, BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    Object identity = attributes.fileKey();
    String etag =
        Long.toHexString(modified.getEpochSecond())
            + Integer.toHexString(modified.getNano())
            + "-"
            + Long.toHexString(attributes.size())
            + (identity == null ? "" : "-" + Integer.toHexString(identity.hashCode()));
    return new ObjectInfo(key, attributes.size(), modified, etag);
  }

  // Ours

  private interface Placing {
    boolean place() throws IOException;
  }

  /** Runs a call that puts a file into a directory which a delete may take away meanwhile. */
  private boolean intoParent(String key, Path complete, Path target, Placing placing)
      throws IOException {
    NoSuchFileException last = new NoSuchFileException(target.toString());
    for (int i = 0; i < TRIES && Files.exists(complete, LinkOption.NOFOLLOW_LINKS); i++) {
      try {
        createDirectories(key, parent(target));
        return placing.place();
      } catch (NoSuchFileException e) {
        last = e;
      } catch (NotAppliedException e) {
        throw e;
      } catch (UnsupportedOperationException | IOException e) {
        String why =
            Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
                ? "there are objects below " + key + "/, so it is a directory"
                : reason(e);
        if (Files.exists(complete, LinkOption.NOFOLLOW_LINKS)) {
          throw new NotAppliedException("cannot store object " + key + ": " + why, e);
        }
        throw new IOException("cannot tell whether object " + key + " was stored: " + why, e);
      }
    }
    throw new NotAppliedException(
        "cannot store object "
            + key
            + ": its directory or its temporary file "
            + complete
            + " was removed again and again",
        last);
  }

  private ObjectInfo synced(String key, Path target) throws IOException {
    try {
      files.syncDirectory(parent(target));
      return info(key, files.attributes(target));
    } catch (IOException e) {
      throw new IOException(
          "object " + key + " is in place but may not survive a crash: " + reason(e), e);
    }
  }

  private void createDirectories(String key, Path directory) throws IOException {
    if (directory.equals(root)) {
      return;
    }
    Optional<BasicFileAttributes> there = find(directory);
    if (there.isPresent()) {
      if (!there.get().isDirectory()) {
        throw new NotAppliedException(
            "cannot store object "
                + key
                + ": "
                + directory
                + " is no directory; a file store cannot hold an object below another one");
      }
      return;
    }
    createDirectories(key, parent(directory));
    try {
      Files.createDirectory(directory);
      files.syncDirectory(parent(directory));
    } catch (FileAlreadyExistsException e) {
      LOG.trace("{} was created by another writer", directory);
      createDirectories(key, directory);
    }
  }

  private boolean linksWork(Path complete) {
    Path probe = temporary().resolve(UUID.randomUUID() + ".part");
    try {
      files.link(complete, probe);
      Files.delete(probe);
      return true;
    } catch (UnsupportedOperationException | IOException e) {
      LOG.debug("no hard links in {}: {}", root, e.toString());
      return false;
    }
  }

  /** The file of a key, if no part of the way to it is a symbolic link. */
  private Path place(String key) throws IOException {
    List<String> names = KeyNames.toNames(key);
    Path path = root;
    for (int i = 0; i < names.size() - 1; i++) {
      path = path.resolve(names.get(i));
      Optional<BasicFileAttributes> attributes = find(path);
      if (attributes.isEmpty()) {
        break;
      }
      if (attributes.get().isSymbolicLink()) {
        throw linkFound(key, path);
      }
    }
    path = root;
    for (String name : names) {
      path = path.resolve(name);
    }
    return path;
  }

  private static NotAppliedException linkFound(String key, Path link) {
    return new NotAppliedException(
        "object "
            + key
            + ": "
            + link
            + " is a symbolic link, which is not followed: put a directory or file there");
  }

  private boolean exists(Path file) throws IOException {
    return find(file).isPresent();
  }

  private Optional<BasicFileAttributes> find(Path file) throws IOException {
    try {
      return Optional.of(files.attributes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      // "Not a directory" has no exception of its own: something on the way is a file.
      for (Path up = parent(file); !up.equals(root); up = parent(up)) {
        if (Files.isRegularFile(up, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.empty();
        }
      }
      throw e;
    }
  }

  private boolean removeIfEmpty(Path directory) {
    try {
      Files.delete(directory);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (IOException e) {
      LOG.debug("cannot remove the directory {}: {}", directory, e.toString());
      return false;
    }
  }

  private void removeLeftovers(Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary(), "*.part")) {
      for (Path each : left) {
        Optional<BasicFileAttributes> attributes = find(each);
        if (attributes.isPresent()
            && attributes.get().isRegularFile()
            && attributes.get().lastModifiedTime().toInstant().isBefore(before)
            && Files.deleteIfExists(each)) {
          removed++;
        }
      }
    } catch (NoSuchFileException e) {
      LOG.trace("{} was never written to", root);
    } catch (IOException e) {
      LOG.warn("cannot remove what crashed writers left in {}: {}", temporary(), e.toString());
    }
    if (removed > 0) {
      LOG.warn("removed {} files that crashed writers left in {}", removed, temporary());
    }
  }

  private Path temporary() {
    return root.resolve(KeyNames.TEMP_DIRECTORY);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException(path + " has no parent");
    }
    return parent;
  }
}
