// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Oadp;
import io.oadp.api.RunListener;
import io.oadp.api.RunOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup delete}. */
@Command(
    name = "delete",
    description = {
      "Delete backups with all that belongs to them, and the records of restores from them.",
      "Works on what a cut-off deletion or a crashed run left, too."
    })
final class BackupDelete implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The backups.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--confirm", description = "Needed: what is deleted does not come back.")
  private boolean confirmed;

  @Option(
      names = "--take-over",
      description = "Delete what a crashed run left; only if it surely has ended.")
  private boolean takeOver;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();

  BackupDelete(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (!confirmed) {
      throw new UsageException(
          "this deletes " + String.join(", ", names) + " for good; say so with --confirm");
    }
    int worst = ExitCodes.OK;
    try (Oadp oadp = open()) {
      for (String name : names) {
        int code = delete(oadp, name);
        worst = worst == ExitCodes.OK || code == ExitCodes.FAILED ? code : worst;
        if (code == ExitCodes.CANCELED) {
          return code;
        }
      }
    }
    return worst;
  }

  /** A cluster is only needed where delete item actions are to be run. */
  private Oadp open() {
    if (!connection.isGiven()) {
      return location.openCatalog(environment);
    }
    location.resolve(environment, "");
    return location.open(environment, connection.connect(environment), "");
  }

  private int delete(Oadp oadp, String name) {
    return Runs.report(
        environment,
        "Deletion of '" + name + "'",
        listener -> oadp.catalog().delete(name, options(listener)));
  }

  private RunOptions options(RunListener listener) {
    RunOptions options = RunOptions.defaults().withListener(listener);
    return takeOver ? options.takingOverCrashedRun() : options;
  }
}
