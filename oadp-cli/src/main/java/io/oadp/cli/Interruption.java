// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a cancel. The JVM answers the signal by its shutdown hooks, while all other
 * threads run on; so the hook asks the work under way to stop, waits until the command has printed
 * its report, and only then lets the process end.
 */
final class Interruption {
  private final Deque<Runnable> cancels = new ArrayDeque<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private boolean fired;

  /** Something that can be canceled, until it is closed. */
  interface Guard extends AutoCloseable {
    @Override
    void close();
  }

  /** Has {@code cancel} called on Ctrl-C, until the guard is closed; at once if that was before. */
  Guard during(Runnable cancel) {
    boolean late;
    synchronized (this) {
      cancels.push(cancel);
      late = fired;
    }
    if (late) {
      cancel.run();
    }
    return () -> {
      synchronized (this) {
        cancels.remove(cancel);
      }
    };
  }

  /** Interrupts the calling thread on Ctrl-C, until the guard is closed. */
  Guard interruptingThisThread() {
    Thread thread = Thread.currentThread();
    return during(thread::interrupt);
  }

  /** Cancels what is under way, the innermost alone: what is around it ends with it. */
  void fire() {
    Runnable cancel;
    synchronized (this) {
      fired = true;
      cancel = cancels.peek();
    }
    if (cancel != null) {
      cancel.run();
    }
  }

  synchronized boolean hasFired() {
    return fired;
  }

  /** Tells that everything is printed. */
  void finish() {
    finished.countDown();
  }

  /** Whether the command came to its end within the time. */
  boolean awaitFinish(Duration limit) {
    try {
      return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
