// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.CancellationToken;
import io.oadp.api.OperationCanceledException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A token of our own: it is canceled with its parent, or before it, such as when the reader of a
 * list stops early. Without parent and cancel it is the token of work outside any run.
 */
final class LocalToken implements CancellationToken, AutoCloseable {
  private final CountDownLatch canceled = new CountDownLatch(1);
  private final Set<Runnable> actions = new LinkedHashSet<>();
  private final @Nullable Registration atParent;

  LocalToken() {
    atParent = null;
  }

  LocalToken(CancellationToken parent) {
    atParent = parent.onCancel(this::cancel);
  }

  void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      canceled.countDown();
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  @Override
  public boolean isCanceled() {
    return canceled.getCount() == 0;
  }

  @Override
  public Registration onCancel(Runnable action) {
    // Wrapped, so that the same action given twice is two actions.
    Runnable own = () -> action.run();
    synchronized (actions) {
      if (!isCanceled()) {
        actions.add(own);
        return () -> {
          synchronized (actions) {
            actions.remove(own);
          }
        };
      }
    }
    own.run();
    return () -> {};
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (canceled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new OperationCanceledException();
    }
  }

  /** Cancels what is still under way, and lets go of the parent. */
  @Override
  public void close() {
    if (atParent != null) {
      atParent.close();
    }
    cancel();
  }
}
