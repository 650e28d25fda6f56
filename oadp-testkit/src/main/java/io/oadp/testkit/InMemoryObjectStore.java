// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.SupportsRetention;
import io.oadp.spi.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object store that keeps everything on the heap: it behaves as a real one does, signed URLs
 * apart, and counts what was asked of it. Thread-safe. What it holds outlives {@link #close}, so
 * that a test can look at it, or open it again, after the engine has closed it.
 */
public final class InMemoryObjectStore implements SupportsPutIfAbsent, SupportsRetention {
  private final ConcurrentSkipListMap<String, Stored> objects =
      new ConcurrentSkipListMap<>(byteOrder());
  private final Clock clock;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong versions = new AtomicLong();

  /** Creates an empty store on the system's clock. */
  public InMemoryObjectStore() {
    this(Clock.systemUTC());
  }

  /**
   * Creates an empty store.
   *
   * @param clock dates the objects and ends their locks
   */
  public InMemoryObjectStore(Clock clock) {
    this.clock = Objects.requireNonNull(clock);
  }

  /**
   * How many calls were made so far: each create, commit, read, stat, delete, put and lock is one,
   * each list one per thousand results, as with a real store.
   *
   * @return the number, never reset
   */
  public long requests() {
    return requests.get();
  }

  /**
   * How many bytes readers took so far.
   *
   * @return the number, never reset
   */
  public long bytesRead() {
    return bytesRead.get();
  }

  /**
   * How many bytes were committed so far.
   *
   * @return the number, never reset
   */
  public long bytesWritten() {
    return bytesWritten.get();
  }

  /**
   * The whole of one object. Not counted as a request.
   *
   * @param key the object
   * @return a copy of its bytes; empty if there is none
   */
  public Optional<byte[]> bytes(String key) {
    return Optional.ofNullable(objects.get(key)).map(s -> s.body().clone());
  }

  @Override
  public ObjectWriter create(String key, WriteOptions options) throws IOException {
    requests.incrementAndGet();
    checkKey(key);
    return new Writer(key, options);
  }

  @Override
  public InputStream read(String key, long offset, long length) throws IOException {
    requests.incrementAndGet();
    if (offset < 0 || length < -1) {
      throw new IllegalArgumentException(
          "read of " + key + ": offset " + offset + ", length " + length);
    }
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new ObjectNotFoundException(key);
    }
    int from = (int) Math.min(offset, stored.body().length);
    int left = stored.body().length - from;
    return new Reader(stored.body(), from, length < 0 ? left : (int) Math.min(length, left));
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    requests.incrementAndGet();
    return Optional.ofNullable(objects.get(key)).map(s -> s.info(key));
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) {
    requests.incrementAndGet();
    AtomicLong seen = new AtomicLong();
    return objects.tailMap(prefix, true).entrySet().stream()
        .takeWhile(e -> e.getKey().startsWith(prefix))
        .peek(
            e -> {
              if (seen.incrementAndGet() % 1000 == 0) {
                requests.incrementAndGet();
              }
            })
        .map(e -> e.getValue().info(e.getKey()));
  }

  @Override
  public Stream<String> listDirectories(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("prefix: must end with a slash, was " + prefix);
    }
    return list(prefix)
        .map(info -> info.key().substring(prefix.length()))
        .filter(rest -> rest.indexOf('/') > 0)
        .map(rest -> rest.substring(0, rest.indexOf('/')))
        .distinct();
  }

  @Override
  public void delete(String key) throws IOException {
    requests.incrementAndGet();
    try {
      objects.computeIfPresent(
          key,
          (k, old) -> {
            refuseIfLocked(k, old);
            return null;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] body) throws IOException {
    requests.incrementAndGet();
    checkKey(key);
    if (objects.putIfAbsent(key, stored(body.clone())) != null) {
      return false;
    }
    bytesWritten.addAndGet(body.length);
    return true;
  }

  @Override
  public void retainUntil(String key, Instant until) throws IOException {
    requests.incrementAndGet();
    if (objects.computeIfPresent(key, (k, old) -> old.lockedUntil(until)) == null) {
      throw new ObjectNotFoundException(key);
    }
  }

  /** Does nothing: the objects stay readable. */
  @Override
  public void close() {}

  private static void checkKey(String key) throws NotAppliedException {
    if (key.isEmpty() || key.startsWith("/")) {
      throw new NotAppliedException(
          "object key '" + key + "': must not be empty and must not begin with a slash");
    }
  }

  private Stored stored(byte[] body) {
    return new Stored(body, clock.instant(), "v" + versions.incrementAndGet(), Instant.MIN);
  }

  private void refuseIfLocked(String key, Stored old) {
    if (old.retainedUntil().isAfter(clock.instant())) {
      throw new UncheckedIOException(
          new NotAppliedException("object " + key + " is locked until " + old.retainedUntil()));
    }
  }

  /** Orders keys as their UTF-8 bytes would be, which differs from String's order beyond U+FFFF. */
  private static Comparator<String> byteOrder() {
    return (a, b) ->
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /** One version of one object; a class, for a record would compare its bytes by identity. */
  private static final class Stored {
    private final byte[] body;
    private final Instant modifiedAt;
    private final String etag;
    private final Instant retainedUntil;

    Stored(byte[] body, Instant modifiedAt, String etag, Instant retainedUntil) {
      this.body = body;
      this.modifiedAt = modifiedAt;
      this.etag = etag;
      this.retainedUntil = retainedUntil;
    }

    byte[] body() {
      return body;
    }

    Instant retainedUntil() {
      return retainedUntil;
    }

    ObjectInfo info(String key) {
      return new ObjectInfo(key, body.length, modifiedAt, etag);
    }

    Stored lockedUntil(Instant until) {
      return until.isAfter(retainedUntil) ? new Stored(body, modifiedAt, etag, until) : this;
    }
  }

  private final class Writer implements ObjectWriter {
    private final String key;
    private final WriteOptions options;
    private @Nullable ByteArrayOutputStream body = new ByteArrayOutputStream();

    Writer(String key, WriteOptions options) {
      this.key = key;
      this.options = options;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      open().write(copy, 0, copy.length);
    }

    @Override
    public ObjectInfo commit() throws IOException {
      byte[] whole = open().toByteArray();
      body = null;
      requests.incrementAndGet();
      if (options.sizeBytes() >= 0 && options.sizeBytes() != whole.length) {
        throw new NotAppliedException(
            "object %s: %d bytes were announced, %d written; nothing was stored"
                .formatted(key, options.sizeBytes(), whole.length));
      }
      Stored next = stored(whole);
      try {
        objects.merge(
            key,
            next,
            (old, ours) -> {
              refuseIfLocked(key, old);
              return ours;
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      bytesWritten.addAndGet(whole.length);
      return next.info(key);
    }

    @Override
    public void close() {
      body = null;
    }

    private ByteArrayOutputStream open() throws NotAppliedException {
      ByteArrayOutputStream current = body;
      if (current == null) {
        throw new NotAppliedException("the writer of " + key + " is closed");
      }
      return current;
    }
  }

  private final class Reader extends ByteArrayInputStream {
    Reader(byte[] body, int offset, int length) {
      super(body, offset, length);
    }

    @Override
    public synchronized int read() {
      int b = super.read();
      if (b >= 0) {
        bytesRead.incrementAndGet();
      }
      return b;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return counted(super.read(into, offset, length));
    }

    @Override
    public synchronized byte[] readAllBytes() {
      byte[] all = super.readAllBytes();
      bytesRead.addAndGet(all.length);
      return all;
    }

    private int counted(int n) {
      if (n > 0) {
        bytesRead.addAndGet(n);
      }
      return n;
    }
  }
}
