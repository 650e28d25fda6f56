// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Run;
import io.oadp.api.RunResult;

/** Waits for runs. */
final class Runs {
  private Runs() {}

  /** Waits for the end; Ctrl-C cancels the run, whose end is then still waited for. */
  @SuppressWarnings("try") // a guard is only ever closed
  static <R extends RunResult> R await(Environment environment, Run<R> run) {
    try (Interruption.Guard guard =
        environment.interruption().during(() -> cancel(environment, run))) {
      return run.await();
    } catch (InterruptedException e) {
      run.cancel();
      Thread.currentThread().interrupt();
      throw new CommandFailedException("the wait for '" + run.name() + "' was interrupted", e);
    }
  }

  private static void cancel(Environment environment, Run<?> run) {
    environment.console().note("canceling '" + run.name() + "'");
    run.cancel();
  }
}
