// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Run;
import io.oadp.api.RunListener;
import io.oadp.api.RunResult;
import java.util.function.Function;

/** Waits for runs. */
final class Runs {
  private Runs() {}

  /**
   * Shows the progress of a run, waits for its end and prints its report.
   *
   * @param what the run is called, for people
   * @param start starts the run, with this listener
   * @return the exit status of its phase
   */
  static <R extends RunResult> int report(
      Environment environment, String what, Function<RunListener, Run<R>> start) {
    ProgressReporter progress = new ProgressReporter(environment.console(), what);
    try {
      R result = await(environment, start.apply(progress));
      progress.end();
      environment.console().print(result.describe());
      return ExitCodes.of(result.phase());
    } finally {
      progress.end();
    }
  }

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
