// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Catalog;
import io.oadp.api.Oadp;
import io.oadp.api.Restore;
import io.oadp.core.SpecYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oadp restore get}. */
@Command(
    name = "get",
    description = {
      "List the restores that oadp ran from a location. Needs no cluster.",
      "Velero keeps no record of its own restores there."
    })
final class RestoreGet implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
  private List<String> names = new ArrayList<>();

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  RestoreGet(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment)) {
      Catalog catalog = oadp.catalog();
      List<Restore> restores;
      try (Stream<Restore> all = catalog.restores()) {
        restores = all.filter(r -> names.isEmpty() || names.contains(r.name())).toList();
      }
      Set<String> missing = new HashSet<>(names);
      restores.forEach(restore -> missing.remove(restore.name()));
      if (!missing.isEmpty()) {
        throw RestoreDescribe.notFound(missing.stream().sorted().toList().get(0), catalog);
      }
      if (output.value() == Output.TEXT) {
        printTable(restores, catalog);
      } else {
        List<JsonObject> records =
            restores.stream().map(r -> Documents.parse(SpecYaml.writeJson(r))).toList();
        environment
            .console()
            .print(
                Documents.print(output.value(), records, names.size() == 1 && records.size() == 1));
      }
    }
    return ExitCodes.OK;
  }

  private void printTable(List<Restore> restores, Catalog catalog) {
    Table table =
        new Table("NAME", "BACKUP", "STATUS", "STARTED", "COMPLETED", "ERRORS", "WARNINGS");
    for (Restore restore : restores) {
      table.row(
          restore.name(),
          restore.spec().backupName().orElse("<none>"),
          restore.phaseText().isEmpty() ? "New" : restore.phaseText(),
          Texts.time(restore.startTimestamp()),
          Texts.time(restore.completionTimestamp()),
          String.valueOf(restore.errors()),
          String.valueOf(restore.warnings()));
    }
    if (table.isEmpty()) {
      environment.console().note("No restores in the location '" + catalog.location() + "'.");
    } else {
      environment.console().print(table.toString());
    }
  }
}
