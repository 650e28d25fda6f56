// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.RunListener;
import io.oadp.api.RunOptions;
import io.oadp.core.SpecYaml;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup create}. */
@Command(
    name = "create",
    description = "Back up, wait for the end and report.",
    footer = {
      "",
      "Example: oadp backup create shop-1 --include-namespaces shop --location file:backups"
    })
final class BackupCreate implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the backup.")
  private String name = "";

  @Mixin private final BackupFlags flags = new BackupFlags();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final SpecOutputOption output = new SpecOutputOption();

  @Option(
      names = "--never-expires",
      description = "Write no expiration: no Velero deletes the backup for its age.")
  private boolean neverExpires;

  @Option(
      names = "--take-over",
      description = "Take the name over from a run that crashed; only if it surely has ended.")
  private boolean takeOver;

  @Option(
      names = {"-w", "--wait"},
      description = "Taken for Velero's sake: this command always waits.")
  @SuppressWarnings("UnusedVariable")
  private boolean wait;

  BackupCreate(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    BackupSpec spec = flags.spec(environment, name);
    if (neverExpires && spec.ttl().isPresent()) {
      throw new UsageException("--never-expires does not go with a ttl");
    }
    if (output.value() != Output.TEXT) {
      environment
          .console()
          .print(
              output.value() == Output.YAML
                  ? SpecYaml.write(spec).stripTrailing()
                  : SpecYaml.writeJson(spec).stripTrailing());
      return ExitCodes.OK;
    }
    location.resolve(environment, spec.storageLocation().orElse(""));
    try (Oadp oadp =
        location.open(
            environment, connection.connect(environment), spec.storageLocation().orElse(""))) {
      return run(oadp, spec);
    }
  }

  private int run(Oadp oadp, BackupSpec spec) {
    return Runs.report(
        environment,
        "Backup '" + spec.name() + "'",
        listener -> oadp.startBackup(spec, options(listener)));
  }

  private RunOptions options(RunListener listener) {
    RunOptions options = RunOptions.defaults().withListener(listener);
    options = neverExpires ? options.neverExpiring() : options;
    return takeOver ? options.takingOverCrashedRun() : options;
  }
}
