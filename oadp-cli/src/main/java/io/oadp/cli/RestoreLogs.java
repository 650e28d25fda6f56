// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Oadp;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oadp restore logs}. */
@Command(name = "logs", description = "Print the stored log of a restore. Needs no cluster.")
final class RestoreLogs implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1", paramLabel = "NAME", description = "The restore.")
  private String name = "";

  @Mixin private final LocationOptions location = new LocationOptions();

  RestoreLogs(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment);
        Stream<String> log = RestoreDescribe.find(oadp.catalog(), name).log()) {
      log.forEach(environment.console()::print);
    }
    return ExitCodes.OK;
  }
}
