// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Decision;
import io.oadp.api.Oadp;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.PlanOptions;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunOptions;
import io.oadp.api.UnreadablePlanException;
import io.oadp.core.SpecYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oadp restore create}. */
@Command(
    name = "create",
    description = "Plan a restore, show its counts, restore, wait for the end and report.",
    footer = {
      "",
      "Example: oadp restore create --from-backup shop-1 --namespace-mappings shop:shop-copy"
    })
final class RestoreCreate implements Callable<Integer> {
  private final Environment environment;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of the restore (default: the backup's and the time).")
  private String name = "";

  @Mixin private final RestoreFlags flags = new RestoreFlags();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final SpecOutputOption output = new SpecOutputOption();

  @Option(
      names = {"-w", "--wait"},
      description = "Taken for Velero's sake: this command always waits.")
  @SuppressWarnings("UnusedVariable")
  private boolean wait;

  RestoreCreate(Environment environment) {
    this.environment = environment;
  }

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = {
        "Execute a plan that 'restore plan --save FILE' stored, and do no more than it says;",
        "an item whose object has changed since is refused."
      })
  private String planFile = "";

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    if (!planFile.isEmpty()) {
      return runStored();
    }
    RestoreSpec spec = flags.spec(environment, name);
    if (output.value() != Output.TEXT) {
      environment
          .console()
          .print(
              output.value() == Output.YAML
                  ? SpecYaml.write(spec).stripTrailing()
                  : SpecYaml.writeJson(spec).stripTrailing());
      return ExitCodes.OK;
    }
    location.resolve(environment, "");
    try (Oadp oadp = location.open(environment, connection.connect(environment), "")) {
      return run(oadp, plan(environment, oadp, spec, PlanOptions.defaults()));
    }
  }

  private int runStored() {
    if (!name.isEmpty() || isAnyFlagSet() || output.value() != Output.TEXT) {
      throw new UsageException(
          "--plan: the plan says what to restore; give only the cluster and the location beside"
              + " it");
    }
    location.resolve(environment, "");
    try (Oadp oadp = location.open(environment, connection.connect(environment), "")) {
      return run(oadp, read(oadp));
    }
  }

  private boolean isAnyFlagSet() {
    CommandSpec self = Objects.requireNonNull(command, "command");
    CommandSpec restoreFlags = Objects.requireNonNull(self.mixins().get("flags"), "flags");
    return self.commandLine().getParseResult().matchedOptions().stream()
        .anyMatch(option -> restoreFlags.optionsMap().containsKey(option.longestName()));
  }

  private RestorePlan read(Oadp oadp) {
    try (InputStream in = Files.newInputStream(Path.of(planFile))) {
      return oadp.readPlan(in);
    } catch (UnreadablePlanException e) {
      throw new CommandFailedException(planFile + ": " + e.getMessage(), e);
    } catch (IOException | InvalidPathException e) {
      throw new UsageException("--plan: " + planFile + " cannot be read: " + e.getMessage(), e);
    }
  }

  private int run(Oadp oadp, RestorePlan plan) {
    String what = "Restore '" + plan.spec().name() + "'";
    environment.console().print(what + " of " + counts(plan));
    return Runs.report(
        environment,
        what,
        listener -> oadp.startRestore(plan, RunOptions.defaults().withListener(listener)));
  }

  /** Plans; Ctrl-C ends it. */
  @SuppressWarnings("try") // a guard is only ever closed
  static RestorePlan plan(
      Environment environment, Oadp oadp, RestoreSpec spec, PlanOptions options) {
    ProgressReporter progress =
        new ProgressReporter(environment.console(), "Plan of '" + spec.name() + "'");
    try (Interruption.Guard guard = environment.interruption().interruptingThisThread()) {
      return oadp.plan(spec, options.withProgress(progress::progressed));
    } catch (OperationCanceledException e) {
      // The flag was the way to stop the plan; what remains is to report that, undisturbed.
      if (Thread.interrupted()) {
        environment.console().note("canceled: nothing was changed");
      }
      throw e;
    } finally {
      progress.end();
    }
  }

  /** {@code backup 'shop-1': 12 to create, 1 conflict}. */
  static String counts(RestorePlan plan) {
    StringBuilder text = new StringBuilder("backup '").append(plan.backupName()).append("': ");
    text.append(plan.count(Decision.CREATE)).append(" to create");
    append(text, plan.count(Decision.UPDATE), " to update");
    append(text, plan.count(Decision.UNCHANGED), " unchanged");
    append(text, plan.count(Decision.SKIP), " left out");
    append(text, plan.count(Decision.CONFLICT), " there already and different, left as they are");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(what);
    }
  }
}
