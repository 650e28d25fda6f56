// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import io.oadp.api.CancellationToken;
import io.oadp.api.OperationCanceledException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of one run, and the way to cancel it. */
public final class CancelSource implements CancellationToken {
  private static final Logger LOG = LoggerFactory.getLogger(CancelSource.class);

  private final Object lock = new Object();
  private final Set<Waiting> waiting = new LinkedHashSet<>(); // guarded by lock
  private volatile boolean canceled;

  /** Cancels; a second time does nothing. */
  public void cancel() {
    List<Waiting> actions;
    synchronized (lock) {
      if (canceled) {
        return;
      }
      canceled = true;
      actions = List.copyOf(waiting);
      waiting.clear();
      lock.notifyAll();
    }
    actions.forEach(Waiting::run);
  }

  @Override
  public boolean isCanceled() {
    return canceled;
  }

  @Override
  public Registration onCancel(Runnable action) {
    Waiting entry = new Waiting(action);
    synchronized (lock) {
      if (!canceled) {
        waiting.add(entry);
        return entry;
      }
    }
    entry.run();
    return entry;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    synchronized (lock) {
      for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
        if (canceled) {
          break;
        }
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    }
    if (canceled) {
      throw new OperationCanceledException();
    }
  }

  /** An action that waits for cancel. Equal to itself only. */
  private final class Waiting implements Registration {
    private final Runnable action;

    Waiting(Runnable action) {
      this.action = action;
    }

    @SuppressWarnings("CatchingUnchecked") // an action's defect must not stop the other actions
    void run() {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("an action to be done at cancel failed", e);
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        waiting.remove(this);
      }
    }
  }
}
