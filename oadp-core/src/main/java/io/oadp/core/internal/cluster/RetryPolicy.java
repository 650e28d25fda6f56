// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how long a request is tried.
 *
 * @param tries at most this often, the first included
 * @param firstPause doubled each time, less a random part of up to a half
 * @param total no new try begins later than this after the first
 */
record RetryPolicy(int tries, Duration firstPause, Duration total) {
  static final RetryPolicy STANDARD =
      new RetryPolicy(6, Duration.ofMillis(250), Duration.ofSeconds(60));
  static final RetryPolicy ONCE_MORE =
      new RetryPolicy(2, Duration.ofMillis(250), Duration.ofSeconds(15));

  private static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

  /** The pause after a failed try, counted from 1; the server's wish counts, within limits. */
  Duration pause(int failed, Duration askedFor) {
    if (!askedFor.isZero()) {
      return askedFor.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : askedFor;
    }
    long whole = firstPause.toMillis() << Math.min(failed - 1, 10);
    return Duration.ofMillis(whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }
}
