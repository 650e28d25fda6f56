// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Compresses chunks on several threads and writes the members in the order of the chunks. One
 * thread of its own makes every call to the store's writer, from the first byte to its close,
 * because such a writer belongs to one thread. Chunks in flight are bounded by their bytes: a
 * caller that comes too early waits. The first failure is told to every later caller.
 */
final class ParallelGzip {
  private static final long CLOSE_SECONDS = 30;

  /** What became of the stream. */
  record Result(ObjectInfo object, long sizeBytes, long rawBytes, String sha256) {}

  private record Job(@Nullable Future<List<MemberPacker.Member>> members, long bytes) {}

  private final String key;
  private final ObjectWriter out;
  private final DigestSet places;
  private final MemberTable members;
  private final int level;
  private final Instant modified;
  private final long memoryBytes;
  private final ExecutorService compressors;
  private final Thread output;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable IOException> closeFailure = new AtomicReference<>();

  /** Deflaters hold native memory, so each compressor lends its packer from here. */
  private final BlockingQueue<MemberPacker> packers = new LinkedBlockingQueue<>();

  private final MessageDigest digest = KeyDigest.sha256();
  private long sizeBytes;
  private long rawBytes;

  // Guarded by this.
  private long inFlight;
  private @Nullable Throwable failure;
  private @Nullable Result result;

  ParallelGzip(
      String key,
      ObjectWriter out,
      DigestSet places,
      MemberTable members,
      int level,
      int workers,
      Instant modified,
      long memoryBytes) {
    this.key = key;
    this.out = out;
    this.places = places;
    this.members = members;
    this.level = level;
    this.modified = modified;
    this.memoryBytes = memoryBytes;
    this.compressors = Executors.newFixedThreadPool(workers, daemons("oadp-gzip-"));
    this.output = daemons("oadp-archive-").newThread(this::writeOut);
  }

  void start() {
    output.start();
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Waits until so many bytes more may be held, or none are in flight; they are not counted yet.
   */
  synchronized void awaitRoom(long bytes) throws IOException {
    try {
      while (failure == null && inFlight > 0 && inFlight + bytes > memoryBytes) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted("room in memory", e);
    }
    checkFailure();
  }

  /** Takes over a chunk, whose size counts as held until it has been written. */
  synchronized void submit(MemberPacker.Chunk chunk, long bytes) throws IOException {
    checkFailure();
    inFlight += bytes;
    jobs.add(new Job(compressors.submit(() -> compress(chunk)), bytes));
  }

  /** Waits until all has been written and the object is visible. */
  synchronized Result finish() throws IOException {
    checkFailure();
    jobs.add(new Job(null, 0));
    try {
      while (failure == null && result == null) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted("the end of the archive", e);
    }
    checkFailure();
    if (result == null) {
      throw new IllegalStateException("neither failed nor finished");
    }
    return result;
  }

  /** Stops everything; without {@link #finish} before, nothing of the object remains. */
  void close() throws IOException {
    boolean ended;
    synchronized (this) {
      ended = result != null;
      if (!ended) {
        fail(new IOException("writing " + key + " was aborted"));
      }
    }
    compressors.shutdownNow();
    if (!ended) {
      output.interrupt();
    }
    try {
      output.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      if (!compressors.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS) || output.isAlive()) {
        throw new IOException(key + ": the store has not let go of it; parts of it may remain");
      }
    } catch (InterruptedException e) {
      throw interrupted("the store to let go", e);
    }
    for (MemberPacker packer = packers.poll(); packer != null; packer = packers.poll()) {
      packer.close();
    }
    IOException atClose = closeFailure.getAndSet(null);
    if (atClose != null) {
      throw atClose;
    }
  }

  private List<MemberPacker.Member> compress(MemberPacker.Chunk chunk) {
    MemberPacker lent = packers.poll();
    MemberPacker packer = lent != null ? lent : new MemberPacker(level, modified);
    List<MemberPacker.Member> done = packer.pack(chunk);
    // Not given back after an exception: its state is unknown then, and so is no longer used.
    packers.add(packer);
    return done;
  }

  private void writeOut() {
    try {
      while (true) {
        Job job = jobs.take();
        if (job.members() == null) {
          ObjectInfo object = out.commit();
          String sha256 = HexFormat.of().formatHex(digest.digest());
          succeed(new Result(object, sizeBytes, rawBytes, sha256));
          return;
        }
        for (MemberPacker.Member member : job.members().get()) {
          write(member);
        }
        release(job.bytes());
      }
    } catch (InterruptedException e) {
      fail(e);
    } catch (ExecutionException e) {
      fail(e.getCause() != null ? e.getCause() : e);
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      closeOutput();
    }
  }

  private void closeOutput() {
    try {
      out.close();
    } catch (IOException | RuntimeException e) {
      closeFailure.set(new IOException(key + ": parts of it may remain in the store", e));
    }
  }

  private void write(MemberPacker.Member member) throws IOException {
    int number = members.add(sizeBytes, member.bytes().length, member.rawBytes(), member.sha256());
    digest.update(member.bytes());
    out.write(ByteBuffer.wrap(member.bytes()));
    sizeBytes += member.bytes().length;
    rawBytes += member.rawBytes();
    for (MemberPacker.Placed item : member.items()) {
      places.place(item.record(), number, item.offset(), item.size(), item.flags());
    }
  }

  private synchronized void release(long bytes) {
    inFlight -= bytes;
    notifyAll();
  }

  private synchronized void succeed(Result done) {
    result = done;
    notifyAll();
  }

  private synchronized void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
  }

  private void checkFailure() throws IOException {
    if (failure != null) {
      throw new IOException(key + " could not be written: " + failure.getMessage(), failure);
    }
  }

  /** Keeps the interrupt for the caller, and tells what it ended. */
  private IOException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException exception =
        new InterruptedIOException(key + ": interrupted while waiting for " + what);
    exception.initCause(cause);
    return exception;
  }
}
