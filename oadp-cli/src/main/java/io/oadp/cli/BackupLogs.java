// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oadp backup logs}. */
@Command(name = "logs", description = "Print the stored log of a backup. Needs no cluster.")
final class BackupLogs implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1", paramLabel = "NAME", description = "The backup.")
  private String name = "";

  @Mixin private final LocationOptions location = new LocationOptions();

  BackupLogs(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment);
        StoredBackup backup = oadp.catalog().open(name);
        Stream<String> log = backup.log()) {
      log.forEach(environment.console()::print);
    }
    return ExitCodes.OK;
  }
}
