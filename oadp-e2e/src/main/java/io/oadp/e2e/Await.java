// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Polls real programs until they show what is expected, within a deadline. */
public final class Await {
  private static final Duration STEP = Duration.ofMillis(200);

  private Await() {}

  /**
   * Polls until {@code probe} gives a value, and returns it.
   *
   * @throws AssertionError if that takes longer than {@code limit}; names {@code what}
   */
  public static <T> T value(String what, Duration limit, Supplier<Optional<T>> probe) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = probe.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() >= deadline) {
        throw new AssertionError("waited " + limit.toSeconds() + " s in vain for " + what);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting for " + what);
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  /**
   * Polls until {@code condition} holds.
   *
   * @throws AssertionError if that takes longer than {@code limit}; names {@code what}
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
