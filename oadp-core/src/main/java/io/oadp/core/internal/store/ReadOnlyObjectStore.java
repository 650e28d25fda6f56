// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsSignedUrls;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another store, of a location whose accessMode is ReadOnly: every write and delete is refused
 * before the other store hears of it. It can lend URLs if the other one can, for those only read.
 */
public class ReadOnlyObjectStore implements ObjectStore {
  private final ObjectStore store;
  private final String location;

  private ReadOnlyObjectStore(ObjectStore store, String location) {
    this.store = store;
    this.location = location;
  }

  /**
   * Wraps a store, which is closed with the wrapper.
   *
   * @param store what is read from
   * @param location the name of its location, for the messages
   * @return the wrapper
   */
  public static ObjectStore of(ObjectStore store, String location) {
    return store instanceof SupportsSignedUrls signing
        ? new Signing(signing, location)
        : new ReadOnlyObjectStore(store, location);
  }

  @Override
  public ObjectWriter create(String key, WriteOptions options) throws IOException {
    throw new NotAppliedException("cannot store object " + key + ": " + why());
  }

  @Override
  public void delete(String key) throws IOException {
    throw new NotAppliedException("cannot delete object " + key + ": " + why());
  }

  @Override
  public InputStream read(String key, long offset, long length) throws IOException {
    return store.read(key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) throws IOException {
    return store.stat(key);
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) throws IOException {
    return store.list(prefix);
  }

  @Override
  public Stream<String> listDirectories(String prefix) throws IOException {
    return store.listDirectories(prefix);
  }

  @Override
  public void close() {
    store.close();
  }

  private String why() {
    return "the accessMode of backup storage location '"
        + location
        + "' is ReadOnly; make it ReadWrite or choose another location";
  }

  private static final class Signing extends ReadOnlyObjectStore implements SupportsSignedUrls {
    private final SupportsSignedUrls signing;

    Signing(SupportsSignedUrls signing, String location) {
      super(signing, location);
      this.signing = signing;
    }

    @Override
    public URI signedUrl(String key, Duration life) throws IOException {
      return signing.signedUrl(key, life);
    }
  }
}
