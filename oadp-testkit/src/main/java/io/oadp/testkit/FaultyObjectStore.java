// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.WriteOptions;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Another store that fails by script: the nth call of a kind, on keys that match. A fault strikes
 * once and is gone; faults given for the same kind count independently. What a remote store answers
 * with 503 or a broken connection is here an exception: {@link NotAppliedException} where nothing
 * was applied, else an IOException, whose outcome is unknown. Calls of a kind can be slow, too.
 * Thread-safe. The other store must be able to put if absent for {@link #putIfAbsent} to be called.
 */
public final class FaultyObjectStore implements SupportsPutIfAbsent {
  /** What is made to fail. */
  public enum Call {
    /** Beginning a write: nothing is applied. */
    CREATE,
    /** A write of bytes to an object not committed yet: nothing is applied. */
    WRITE,
    /** A commit that is known not to have happened. */
    COMMIT,
    /** A commit that happens, but whose caller is told of a failure: the outcome is unknown. */
    COMMIT_ANSWER,
    /** A commit that is lost: its caller is told of success, and what was there before stays. */
    COMMIT_LOST,
    /** Opening an object for reading. */
    READ,
    /** A read that breaks off half way. */
    READ_BODY,
    /** A read that gives one wrong byte half way, and no error. */
    READ_BYTES,
    /** Looking for an object. */
    STAT,
    /** Either list; the key is the prefix. */
    LIST,
    /** A deletion that does not happen. */
    DELETE,
    /** A put-if-absent that is known not to have happened. */
    PUT_IF_ABSENT,
    /** A put-if-absent that happens, but whose caller is told of a failure. */
    PUT_IF_ABSENT_ANSWER
  }

  private final ObjectStore store;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Call, Duration> delays = new ConcurrentHashMap<>();

  /**
   * Wraps a store, which is closed with the wrapper. It works as the other one until a fault is
   * added.
   *
   * @param store does the work
   */
  public FaultyObjectStore(ObjectStore store) {
    this.store = store;
  }

  /**
   * Makes one call fail.
   *
   * @param call what kind
   * @param nth which of these calls from now on, counted from 1
   * @return this store
   */
  public FaultyObjectStore fail(Call call, int nth) {
    return fail(call, nth, key -> true);
  }

  /**
   * Makes one call on some keys fail.
   *
   * @param call what kind
   * @param nth which of these calls, on keys that match, from now on, counted from 1
   * @param keys tells which keys count
   * @return this store
   */
  public FaultyObjectStore fail(Call call, int nth, Predicate<String> keys) {
    if (nth < 1) {
      throw new IllegalArgumentException("nth: must be 1 or more, was " + nth);
    }
    synchronized (faults) {
      faults.add(new Fault(call, keys, nth));
    }
    return this;
  }

  /**
   * Makes all calls of a kind slow. Replaces what was said before for that kind.
   *
   * @param call what kind; the answers and bodies of calls are as slow as the calls
   * @param each how long each waits before it begins; zero for no wait
   * @return this store
   */
  public FaultyObjectStore slow(Call call, Duration each) {
    delays.put(call, each);
    return this;
  }

  /**
   * How many faults have not struck yet: a test that expects all of them to ends with 0.
   *
   * @return the number
   */
  public int pending() {
    synchronized (faults) {
      return faults.size();
    }
  }

  @Override
  public ObjectWriter create(String key, WriteOptions options) throws IOException {
    if (strikes(Call.CREATE, key)) {
      throw notApplied("create", key);
    }
    return new Writer(store.create(key, options), key);
  }

  @Override
  public InputStream read(String key, long offset, long length) throws IOException {
    if (strikes(Call.READ, key)) {
      throw unknown("read", key);
    }
    boolean breaksOff = strikes(Call.READ_BODY, key);
    if (!breaksOff && !strikes(Call.READ_BYTES, key)) {
      return store.read(key, offset, length);
    }
    long size = store.stat(key).map(ObjectInfo::sizeBytes).orElse(0L);
    long left = Math.max(0, size - offset);
    long half = (length < 0 ? left : Math.min(left, length)) / 2;
    InputStream in = store.read(key, offset, length);
    return breaksOff ? new BrokenStream(in, key, half) : new WrongStream(in, half);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) throws IOException {
    if (strikes(Call.STAT, key)) {
      throw unknown("stat", key);
    }
    return store.stat(key);
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) throws IOException {
    if (strikes(Call.LIST, prefix)) {
      throw unknown("list", prefix);
    }
    return store.list(prefix);
  }

  @Override
  public Stream<String> listDirectories(String prefix) throws IOException {
    if (strikes(Call.LIST, prefix)) {
      throw unknown("list", prefix);
    }
    return store.listDirectories(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    if (strikes(Call.DELETE, key)) {
      throw unknown("delete", key);
    }
    store.delete(key);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] body) throws IOException {
    if (strikes(Call.PUT_IF_ABSENT, key)) {
      throw notApplied("putIfAbsent", key);
    }
    boolean stored = ((SupportsPutIfAbsent) store).putIfAbsent(key, body);
    if (strikes(Call.PUT_IF_ABSENT_ANSWER, key)) {
      throw unknown("putIfAbsent", key);
    }
    return stored;
  }

  @Override
  public void close() {
    store.close();
  }

  private boolean strikes(Call call, String key) throws IOException {
    Duration delay = delays.getOrDefault(call, Duration.ZERO);
    if (!delay.isZero()) {
      try {
        Thread.sleep(delay.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted in a slow call for object " + key);
      }
    }
    synchronized (faults) {
      boolean strikes = false;
      for (Fault fault : List.copyOf(faults)) {
        if (fault.call == call && fault.keys.test(key) && --fault.left == 0) {
          faults.remove(fault);
          strikes = true;
        }
      }
      return strikes;
    }
  }

  private static NotAppliedException notApplied(String call, String key) {
    return new NotAppliedException("scripted: " + call + " of object " + key + " was not applied");
  }

  private static IOException unknown(String call, String key) {
    return new IOException("scripted: " + call + " of object " + key + " failed");
  }

  private static final class Fault {
    private final Call call;
    private final Predicate<String> keys;
    private int left;

    Fault(Call call, Predicate<String> keys, int left) {
      this.call = call;
      this.keys = keys;
      this.left = left;
    }
  }

  private final class Writer implements ObjectWriter {
    private final ObjectWriter writer;
    private final String key;
    private boolean failed;
    private long written;

    Writer(ObjectWriter writer, String key) {
      this.writer = writer;
      this.key = key;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (failed || strikes(Call.WRITE, key)) {
        failed = true;
        throw notApplied("write", key);
      }
      written += bytes.remaining();
      writer.write(bytes);
    }

    @Override
    public ObjectInfo commit() throws IOException {
      if (failed || strikes(Call.COMMIT, key)) {
        failed = true;
        throw notApplied("commit", key);
      }
      if (strikes(Call.COMMIT_LOST, key)) {
        writer.close();
        return new ObjectInfo(key, written, Instant.EPOCH, "lost");
      }
      ObjectInfo info = writer.commit();
      if (strikes(Call.COMMIT_ANSWER, key)) {
        throw unknown("commit", key);
      }
      return info;
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  private static final class BrokenStream extends FilterInputStream {
    private final String key;
    private long left;

    BrokenStream(InputStream in, String key, long left) {
      super(in);
      this.key = key;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length > 0 && left == 0) {
        throw new EOFException("scripted: object " + key + " broke off");
      }
      int n = super.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(Math.min(n, left));
      left -= skipped;
      return skipped;
    }
  }

  private static final class WrongStream extends FilterInputStream {
    private long before;

    WrongStream(InputStream in, long before) {
      super(in);
      this.before = before;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      if (before >= 0 && before < n) {
        into[offset + (int) before] ^= 1;
      }
      before -= Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      before -= skipped;
      return skipped;
    }
  }
}
