// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.OadpException;
import io.oadp.api.OperationCanceledException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together, and turns what they throw into one line and an exit status. */
final class Cli {
  private Cli() {}

  @Command(
      name = "oadp",
      description = "Backs up and restores what runs on a Kubernetes cluster, as Velero does.",
      footer = {
        "",
        "Exit status: 0 completed, 2 partially failed, 1 failed or refused, 64 wrong usage,",
        "130 canceled."
      })
  static final class Root {
    @Option(
        names = "--debug",
        scope = ScopeType.INHERIT,
        description = "Show the stack of what went wrong.")
    private boolean debug;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = ScopeType.INHERIT,
        description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;
  }

  @Command(name = "backup", description = "Make backups and look at them.")
  static final class BackupGroup {}

  @Command(name = "restore", description = "Plan restores, run them and look at them.")
  static final class RestoreGroup {}

  @Command(name = "location", description = "Look at what a location holds besides backups.")
  static final class LocationGroup {}

  static CommandLine commandLine(Environment environment) {
    Root root = new Root();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new DemoCommand(environment))
            .addSubcommand(
                new CommandLine(new BackupGroup())
                    .addSubcommand(new BackupCreate(environment))
                    .addSubcommand(new BackupGet(environment))
                    .addSubcommand(new BackupDescribe(environment))
                    .addSubcommand(new BackupLogs(environment))
                    .addSubcommand(new BackupBrowse(environment))
                    .addSubcommand(new BackupVerify(environment))
                    .addSubcommand(new BackupDiff(environment))
                    .addSubcommand(new BackupDelete(environment)))
            .addSubcommand(
                new CommandLine(new LocationGroup())
                    .addSubcommand(new LocationOrphans(environment)))
            .addSubcommand(
                new CommandLine(new RestoreGroup())
                    .addSubcommand(new RestoreCreate(environment))
                    .addSubcommand(new RestorePlanCommand(environment))
                    .addSubcommand(new RestoreGet(environment))
                    .addSubcommand(new RestoreDescribe(environment))
                    .addSubcommand(new RestoreLogs(environment)));
    line.setOut(environment.console().out());
    line.setErr(environment.console().err());
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(40);
    line.setAbbreviatedOptionsAllowed(false);
    abbreviateSynopses(line);
    line.setParameterExceptionHandler((e, arguments) -> usage(environment, e));
    line.setExecutionExceptionHandler(
        (Exception e, CommandLine command, ParseResult result) -> failure(environment, root, e));
    return line;
  }

  private static void abbreviateSynopses(CommandLine line) {
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(Cli::abbreviateSynopses);
  }

  private static int usage(Environment environment, ParameterException e) {
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
    environment.console().note("oadp: " + message);
    environment
        .console()
        .note("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCodes.USAGE;
  }

  private static int failure(Environment environment, Root root, Exception e) {
    if (root.debug) {
      e.printStackTrace(environment.console().err());
      environment.console().err().flush();
    }
    if (e instanceof UsageException) {
      environment.console().note("oadp: " + e.getMessage());
      return ExitCodes.USAGE;
    }
    if (e instanceof OperationCanceledException || environment.interruption().hasFired()) {
      environment.console().note("oadp: canceled");
      return ExitCodes.CANCELED;
    }
    boolean expected =
        e instanceof OadpException
            || e instanceof CommandFailedException
            || e instanceof UncheckedIOException;
    environment
        .console()
        .note(
            expected
                ? "oadp: " + e.getMessage()
                : "oadp: unexpected " + e + (root.debug ? "" : " (--debug shows where)"));
    return ExitCodes.FAILED;
  }
}
