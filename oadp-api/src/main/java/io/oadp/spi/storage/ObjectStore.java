// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects under one location's prefix. Reads see what was written before; an object is there
 * whole or not at all; times are the store's own. Thread-safe.
 *
 * <p>Keys are slash-separated, relative to the location's prefix, without a leading slash, such as
 * {@code backups/shop-1/velero-backup.json}. What a store can do beyond this is told by the {@code
 * Supports…} interfaces it implements.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * Begins to store an object under {@code key}, replacing one already there once {@link
   * ObjectWriter#commit} returns: it becomes visible all at once, or never if the writer is closed
   * without commit. The writer belongs to one thread.
   *
   * @param key where it will be
   * @param options what is known of the object beforehand
   * @return the writer, which the caller closes
   * @throws NotAppliedException if nothing was changed, so that trying again is safe
   * @throws IOException for any other failure, whose outcome counts as unknown
   */
  ObjectWriter create(String key, WriteOptions options) throws IOException;

  /**
   * Opens an object, or a part of it, for reading.
   *
   * @param key the object
   * @param offset the first byte wanted, from 0
   * @param length how many bytes are wanted at the most; -1 means to the end
   * @return its bytes, ending early where the object ends; the caller closes it
   * @throws ObjectNotFoundException if there is no such object
   * @throws IOException if it cannot be read; a stream that breaks off throws rather than ends
   */
  InputStream read(String key, long offset, long length) throws IOException;

  /**
   * Tells whether an object is there, and its size.
   *
   * @param key the object
   * @return what the store knows of it; empty if it is not there
   * @throws IOException if the store did not say
   */
  Optional<ObjectInfo> stat(String key) throws IOException;

  /**
   * Lists all objects whose key starts with {@code prefix}, in byte order of their keys, fetching
   * pages as the stream is read. A page that cannot be fetched throws {@link
   * java.io.UncheckedIOException} from the stream.
   *
   * @param prefix the beginning of the keys; empty for all
   * @return the objects; the caller closes the stream
   * @throws IOException if the first page cannot be fetched
   */
  Stream<ObjectInfo> list(String prefix) throws IOException;

  /**
   * Lists the names directly below {@code prefix} that have objects below them, in the byte order
   * of the keys of these objects, so that {@code a-1} comes before {@code a}, but without a
   * trailing slash: with {@code backups/a/x} and {@code backups/b/y} stored, {@code
   * listDirectories("backups/")} gives {@code a} and {@code b}.
   *
   * @param prefix empty, or a key prefix that ends with a slash
   * @return the names; the caller closes the stream
   * @throws IOException if the first page cannot be fetched
   */
  Stream<String> listDirectories(String prefix) throws IOException;

  /**
   * Removes an object. That it is not there is success.
   *
   * @param key the object
   * @throws IOException if it may still be there
   */
  void delete(String key) throws IOException;

  /** Releases what this store holds open. Objects stay. Does not throw. */
  @Override
  void close();
}
