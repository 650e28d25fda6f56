// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;

/** Tells work that its run is to stop. Once true it stays true. Thread-safe. */
public interface CancellationToken {
  /**
   * Whether the run is to stop.
   *
   * @return true from the first cancel on
   */
  boolean isCanceled();

  /**
   * Ends the calling work if the run is to stop.
   *
   * @throws OperationCanceledException if it is
   */
  default void throwIfCanceled() {
    if (isCanceled()) {
      throw new OperationCanceledException();
    }
  }

  /**
   * Has an action done at cancel, such as closing a client that does not look at this token. It is
   * called at once if the run is canceled already, otherwise on the thread that cancels; what it
   * throws is logged and dropped.
   *
   * @param action done once, at most
   * @return takes the action back when closed
   */
  Registration onCancel(Runnable action);

  /**
   * Waits, but no longer than until the run is canceled.
   *
   * @param duration how long
   * @throws OperationCanceledException if the run is canceled before or meanwhile
   * @throws InterruptedException if this thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /** An action that waits for cancel. */
  interface Registration extends AutoCloseable {
    /** Takes the action back, unless it has begun. */
    @Override
    void close();
  }
}
