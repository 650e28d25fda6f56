// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/**
 * Observes one run. The calls follow {@code started (phaseChanged | progressed | itemFinished |
 * problemFound)* finished}, from engine threads, some of them at once between the first and the
 * last; return quickly and never block. An exception thrown here is logged and dropped: a listener
 * cannot fail a run.
 */
public interface RunListener {
  /**
   * The run has begun.
   *
   * @param run the run
   */
  default void started(Run<?> run) {}

  /**
   * The run is in another phase.
   *
   * @param phase the phase
   */
  default void phaseChanged(Phase phase) {}

  /**
   * The run has moved on. At most some ten times a second.
   *
   * @param progress how far it is
   */
  default void progressed(Progress progress) {}

  /**
   * An item is through.
   *
   * @param item what became of it
   */
  default void itemFinished(ItemReport item) {}

  /**
   * A warning or an error has come up.
   *
   * @param problem the problem
   */
  default void problemFound(Problem problem) {}

  /**
   * The run has ended. The last call.
   *
   * @param result how
   */
  default void finished(RunResult result) {}
}
