// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.oadp.api.Limits;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one engine: daemons with names, made when needed. A run has one thread that
 * coordinates it; items are worked on by a borrowed executor or by threads of ours, whose number
 * the runs bound.
 */
public final class EngineThreads implements AutoCloseable {
  private final ExecutorService coordinators;
  private final ExecutorService background;
  private final @Nullable ExecutorService ownItems;
  private final Executor items;
  private final ScheduledExecutorService timer;

  /**
   * Makes the pools; no thread starts yet.
   *
   * @param limits bounds the runs at once
   * @param borrowed for items; null for threads of ours
   */
  public EngineThreads(Limits limits, @Nullable Executor borrowed) {
    coordinators = Executors.newFixedThreadPool(limits.runs(), named("oadp-run-%d"));
    background = Executors.newCachedThreadPool(named("oadp-background-%d"));
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(1, named("oadp-timer-%d"));
    scheduler.setRemoveOnCancelPolicy(true);
    timer = scheduler;
    if (borrowed == null) {
      ownItems = Executors.newCachedThreadPool(named("oadp-item-%d"));
      items = ownItems;
    } else {
      ownItems = null;
      items = borrowed;
    }
  }

  private static ThreadFactory named(String format) {
    return new ThreadFactoryBuilder().setNameFormat(format).setDaemon(true).build();
  }

  /** Runs the runs, so many at once as the limits say. */
  public Executor coordinators() {
    return coordinators;
  }

  /** Runs short work beside a run. */
  public Executor background() {
    return background;
  }

  /** Runs the work on items. */
  public Executor items() {
    return items;
  }

  /** Interrupts what takes too long. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** Ends the threads of ours; a borrowed executor stays. */
  @Override
  public void close() {
    coordinators.shutdownNow();
    background.shutdown();
    if (ownItems != null) {
      ownItems.shutdownNow();
    }
    timer.shutdownNow();
  }
}
