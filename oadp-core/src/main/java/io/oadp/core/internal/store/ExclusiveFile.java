// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller at a time in, among all threads and processes, by a lock on a file. Used for
 * put-if-absent where the file system has no hard links; the system frees the lock of a process
 * that dies.
 */
final class ExclusiveFile {
  static final String NAME = "lock";

  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path file;
  private final ReentrantLock threads = new ReentrantLock();

  ExclusiveFile(Path file) {
    this.file = file;
  }

  /** What runs alone. */
  interface Call {
    boolean run() throws IOException;
  }

  boolean call(Call alone) throws IOException {
    threads.lock();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long deadline = System.nanoTime() + WAIT_NANOS;
      FileLock lock = tryLock(channel);
      while (lock == null) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while waiting for the lock on " + file);
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IOException(
              "another process has held the lock on " + file + " for 30 s: end it, then try again");
        }
        LockSupport.parkNanos(POLL_NANOS);
        lock = tryLock(channel);
      }
      try {
        return alone.run();
      } finally {
        lock.release();
      }
    } finally {
      threads.unlock();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another store in this process has it
    }
  }
}
