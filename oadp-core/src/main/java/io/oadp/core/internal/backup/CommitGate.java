// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

/**
 * Guards the last step of a backup: before it, a cancel interrupts the run's thread, so that it
 * answers at once even in the middle of an upload; from it on, the run is left to end.
 */
final class CommitGate {
  private boolean closed; // guarded by this

  /** Interrupts a thread unless the last step has begun. */
  synchronized void interrupt(Thread thread) {
    if (!closed) {
      thread.interrupt();
    }
  }

  /** Begins the last step. An interrupt that came before still shows as cancel. */
  synchronized void close() {
    closed = true;
  }
}
