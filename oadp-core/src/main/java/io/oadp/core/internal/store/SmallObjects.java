// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Reads and writes objects that fit into memory. */
public final class SmallObjects {
  private static final int TRIES = 3;

  private SmallObjects() {}

  /**
   * Stores an object, trying again what is known not to have been applied.
   *
   * @throws IOException if it is not known to be there
   */
  public static void put(ObjectStore store, String key, byte[] body) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (ObjectWriter writer =
          store.create(key, WriteOptions.defaults().withSizeBytes(body.length))) {
        writer.write(ByteBuffer.wrap(body));
        writer.commit();
        return;
      } catch (NotAppliedException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Stores an object compressed. */
  public static void putGzip(ObjectStore store, String key, byte[] body) throws IOException {
    put(store, key, gzip(body));
  }

  /** Compresses. */
  public static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /**
   * Reads a whole object.
   *
   * @param limitBytes how long it may be
   * @throws io.oadp.spi.storage.ObjectNotFoundException if it is not there
   * @throws IOException if it cannot be read, or is longer
   */
  public static byte[] read(ObjectStore store, String key, int limitBytes) throws IOException {
    try (InputStream in = store.read(key, 0, -1)) {
      return readAll(in, key, limitBytes);
    }
  }

  /**
   * Reads a whole compressed object.
   *
   * @param limitBytes how long it may be, uncompressed
   * @throws io.oadp.spi.storage.ObjectNotFoundException if it is not there
   * @throws IOException if it cannot be read, is no gzip, or is longer
   */
  public static byte[] readGzip(ObjectStore store, String key, int limitBytes) throws IOException {
    byte[] compressed = read(store, key, limitBytes);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return readAll(in, key, limitBytes);
    }
  }

  private static byte[] readAll(InputStream in, String key, int limitBytes) throws IOException {
    byte[] body = in.readNBytes(limitBytes);
    if (body.length == limitBytes && in.read() >= 0) {
      throw new IOException(key + " is longer than the " + limitBytes + " bytes it may have");
    }
    return body;
  }
}
