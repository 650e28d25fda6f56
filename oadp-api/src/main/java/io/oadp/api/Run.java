// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * One execution in this JVM. Thread-safe. Implemented by us only.
 *
 * @param <R> what it ends in
 */
public interface Run<R extends RunResult> {
  /**
   * The name of the backup or restore.
   *
   * @return the name
   */
  String name();

  /**
   * Waits for the end. Interrupting this ends the wait, not the run.
   *
   * @return how the run ended
   * @throws InterruptedException if this thread is interrupted
   */
  R await() throws InterruptedException;

  /**
   * Waits for the end, for some time. Interrupting this ends the wait, not the run.
   *
   * @param limit how long to wait
   * @return how the run ended
   * @throws InterruptedException if this thread is interrupted
   * @throws TimeoutException if the run goes on; it does not stop for that
   */
  R await(Duration limit) throws InterruptedException, TimeoutException;

  /**
   * How far it is.
   *
   * @return a snapshot
   */
  Progress progress();

  /**
   * Its end, to be waited for elsewhere. It completes on an engine thread, never exceptionally.
   *
   * @return the result to come
   */
  CompletionStage<R> completion();

  /**
   * Asks it to stop. It answers within seconds, and still ends in a result of its own, which is
   * {@link Phase#CANCELED} unless it was through already. Asking twice is asking once.
   */
  void cancel();
}
