// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.Catalog;
import io.oadp.api.Leftover;
import io.oadp.api.Oadp;
import io.oadp.api.item.LabelSelector;
import io.oadp.core.SpecYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup get}. */
@Command(
    name = "get",
    description = "List the backups of a location, whoever wrote them. Needs no cluster.")
final class BackupGet implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only backups with these labels.")
  private String selector = "";

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  BackupGet(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    LabelSelector wanted =
        selector.isEmpty()
            ? LabelSelector.everything()
            : Selectors.selector("--selector", selector);
    try (Oadp oadp = location.openCatalog(environment)) {
      Catalog catalog = oadp.catalog();
      List<BackupEntry> entries;
      try (Stream<BackupEntry> all = catalog.backups()) {
        entries = all.filter(entry -> isWanted(entry, wanted)).toList();
      }
      refuseMissing(entries, catalog);
      if (output.value() == Output.TEXT) {
        printTable(entries, catalog);
      } else {
        List<JsonObject> records =
            entries.stream()
                .flatMap(entry -> entry.backup().stream())
                .map(backup -> Documents.parse(SpecYaml.writeJson(backup)))
                .toList();
        noteBroken(entries);
        environment
            .console()
            .print(
                Documents.print(output.value(), records, names.size() == 1 && records.size() == 1));
      }
    }
    return ExitCodes.OK;
  }

  private boolean isWanted(BackupEntry entry, LabelSelector wanted) {
    if (!names.isEmpty() && !names.contains(entry.name())) {
      return false;
    }
    return wanted.isEmpty()
        || entry.backup().map(backup -> wanted.matches(backup.labels())).orElse(false);
  }

  private void refuseMissing(List<BackupEntry> entries, Catalog catalog) {
    Set<String> missing = new HashSet<>(names);
    entries.forEach(entry -> missing.remove(entry.name()));
    if (selector.isEmpty() && !missing.isEmpty()) {
      String name = missing.stream().sorted().findFirst().orElseThrow();
      throw new BackupNotFoundException(
          name, "backup '" + name + "' is not in the location '" + catalog.location() + "'");
    }
  }

  private void printTable(List<BackupEntry> entries, Catalog catalog) {
    Instant now = environment.clock().instant();
    Table table =
        new Table(
            "NAME",
            "STATUS",
            "ERRORS",
            "WARNINGS",
            "CREATED",
            "EXPIRES",
            "STORAGE LOCATION",
            "SELECTOR");
    for (BackupEntry entry : entries) {
      if (entry.backup().isEmpty()) {
        table.row(entry.name(), "Broken", "-", "-", "-", "-", catalog.location(), "-");
        continue;
      }
      Backup backup = entry.backup().get();
      table.row(
          entry.name(),
          backup.phaseText().isEmpty() ? "New" : backup.phaseText(),
          String.valueOf(backup.errors()),
          String.valueOf(backup.warnings()),
          Texts.time(backup.startTimestamp().or(backup::creationTimestamp)),
          Texts.expires(backup.expiration(), now),
          backup.spec().storageLocation().orElse(catalog.location()),
          backup.spec().labelSelector().map(LabelSelector::toString).orElse("<none>"));
    }
    if (table.isEmpty()) {
      environment.console().note("No backups in the location '" + catalog.location() + "'.");
    } else {
      environment.console().print(table.toString());
    }
    noteBroken(entries);
    if (names.isEmpty() && selector.isEmpty()) {
      try (Stream<Leftover> orphans = catalog.orphans()) {
        orphans.forEach(orphan -> environment.console().note("left over: " + orphan));
      }
    }
  }

  private void noteBroken(List<BackupEntry> entries) {
    for (BackupEntry entry : entries) {
      if (!entry.problem().isEmpty()) {
        environment.console().note(entry.name() + ": " + entry.problem());
      }
    }
  }
}
