// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.CancellationToken;
import io.oadp.api.OperationCanceledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The token that {@link ActionTester#cancel} sets. */
final class TesterCancel implements CancellationToken {
  private final CountDownLatch canceled = new CountDownLatch(1);
  private final List<Runnable> actions = new ArrayList<>(); // guarded by itself

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
    boolean now;
    synchronized (actions) {
      now = isCanceled();
      if (!now) {
        actions.add(action);
      }
    }
    if (now) {
      action.run();
    }
    return () -> {
      synchronized (actions) {
        actions.remove(action);
      }
    };
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (canceled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new OperationCanceledException();
    }
  }
}
