// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import com.google.common.util.concurrent.RateLimiter;
import io.oadp.api.CancellationToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many requests may leave in a second; waiting for a turn ends at once on cancel. */
@SuppressWarnings("UnstableApiUsage")
final class RequestRate {
  private static final Duration STEP = Duration.ofMillis(50);

  private final @Nullable RateLimiter limiter;

  /** Zero or less means no limit. */
  RequestRate(double perSecond) {
    limiter = perSecond > 0 ? RateLimiter.create(perSecond) : null;
  }

  void acquire(CancellationToken token) throws InterruptedException {
    token.throwIfCanceled();
    if (limiter == null) {
      return;
    }
    // tryAcquire gives up at once if the turn lies further off than the time given.
    while (!limiter.tryAcquire(STEP.multipliedBy(2))) {
      token.sleep(STEP);
    }
    token.throwIfCanceled();
  }
}
