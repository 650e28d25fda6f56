// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lends the work on single items to an executor, so many at once. The executor may be borrowed and
 * may have one thread, or run its tasks on the caller's: the run's own thread never waits for
 * anything but a free place.
 */
public final class ItemWorkers {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final Executor executor;
  private final int places;
  private final Semaphore free;
  private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();

  /**
   * Begins with all places free.
   *
   * @param executor does the work
   * @param places how many items at once
   */
  public ItemWorkers(Executor executor, int places) {
    this.executor = executor;
    this.places = places;
    this.free = new Semaphore(places);
  }

  /** The work on one item. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it. Problems of the item are reported, not thrown.
     *
     * @param place to be given back early if the work gets stuck
     */
    void run(Place place) throws Exception;
  }

  /** The place that one piece of work takes. */
  public final class Place {
    private final AtomicBoolean given = new AtomicBoolean();

    /**
     * Gives the place back though its thread still works, because it does not answer.
     *
     * @return false if the work had ended or was abandoned before
     */
    public boolean abandon() {
      if (given.compareAndSet(false, true)) {
        free.release();
        return true;
      }
      return false;
    }

    /** Whether nobody waits for this work any more: what it still does must have no effect. */
    public boolean isAbandoned() {
      return given.get();
    }
  }

  /**
   * Waits for a place, then has the work done.
   *
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public void submit(Work work) throws InterruptedException {
    throwDefect();
    free.acquire();
    Place place = new Place();
    boolean handed = false;
    try {
      executor.execute(() -> run(work, place));
      handed = true;
    } finally {
      if (!handed) {
        place.abandon();
      }
    }
  }

  @SuppressWarnings(
      "CatchingUnchecked") // whatever a piece of work throws ends the run, not a thread
  private void run(Work work, Place place) {
    try {
      work.run(place);
    } catch (Throwable e) {
      defect.compareAndSet(null, e);
    } finally {
      place.abandon();
    }
  }

  /**
   * Waits until all work has ended.
   *
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  public void drain() throws InterruptedException {
    free.acquire(places);
    free.release(places);
    throwDefect();
  }

  /**
   * Waits for the work that still goes on when a run ends early, through interrupts, but not for
   * long: what does not answer a cancel keeps its thread, and finds archive and session closed.
   */
  public void settle() {
    boolean interrupted = false;
    long end = System.nanoTime() + SETTLE.toNanos();
    try {
      while (true) {
        try {
          if (free.tryAcquire(places, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            free.release(places);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void throwDefect() {
    Throwable thrown = defect.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof IOException e) {
      throw new UncheckedIOException(e);
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown.getMessage(), thrown);
    }
  }
}
