// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Backup;
import io.oadp.api.Catalog;
import io.oadp.api.Oadp;
import io.oadp.api.Problem;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.SpecYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup describe}. */
@Command(
    name = "describe",
    description = "Show what a backup is, how it went and what it holds. Needs no cluster.")
final class BackupDescribe implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The backups.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--details", description = "Also list every item and every problem.")
  private boolean details;

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  BackupDescribe(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment)) {
      Catalog catalog = oadp.catalog();
      List<JsonObject> records = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (String name : names) {
        try (StoredBackup stored = catalog.open(name)) {
          if (output.value() == Output.TEXT) {
            texts.add(text(stored, catalog));
          } else {
            records.add(Documents.parse(SpecYaml.writeJson(stored.backup())));
          }
        }
      }
      environment
          .console()
          .print(
              output.value() == Output.TEXT
                  ? String.join("\n\n\n", texts)
                  : Documents.print(output.value(), records, records.size() == 1));
    }
    return ExitCodes.OK;
  }

  private String text(StoredBackup stored, Catalog catalog) {
    Backup backup = stored.backup();
    Sheet sheet = new Sheet();
    sheet.line("Name", backup.name());
    sheet.line("Namespace", backup.namespace().orElse("<none>"));
    sheet.line("Labels", Texts.map(backup.labels()));
    sheet.line("Annotations", Texts.map(backup.annotations()));
    sheet.gap();
    sheet.line("Phase", backup.phaseText().isEmpty() ? "New" : backup.phaseText());
    sheet.line("Errors", String.valueOf(backup.errors()));
    sheet.line("Warnings", String.valueOf(backup.warnings()));
    backup.failureReason().ifPresent(reason -> sheet.line("Failure reason", reason));
    sheet.lines("Validation errors", backup.validationErrors());
    sheet.gap();
    Scopes.describe(sheet, backup.spec());
    sheet.line("Storage location", backup.spec().storageLocation().orElse(catalog.location()));
    sheet.gap();
    sheet.line("Started", Texts.time(backup.startTimestamp()));
    sheet.line("Completed", Texts.time(backup.completionTimestamp()));
    sheet.line("Expiration", backup.expiration().isEmpty() ? "never" : expiration(backup));
    sheet.line("Items", String.valueOf(backup.itemsBackedUp()));
    sheet.line("Format version", backup.formatVersion().orElse("<none>"));
    sheet.gap();
    sheet.lines("Resources", contents(stored));
    try (Stream<Problem> problems = stored.problems()) {
      sheet.lines("Problems", Scopes.problems(problems, details));
    }
    return sheet.toString();
  }

  /** Says who deletes, for nobody expects that another program's stored time is an order. */
  private static String expiration(Backup backup) {
    return Texts.time(backup.expiration())
        + "\nany Velero that watches this location deletes the backup"
        + "\nin the second it sees that this time has passed; oadp itself deletes nothing";
  }

  private List<String> contents(StoredBackup stored) {
    Map<String, List<String>> byResource = new TreeMap<>();
    try (Stream<ResourceIdentifier> contents = stored.contents()) {
      contents.forEach(
          id ->
              byResource
                  .computeIfAbsent(id.groupResource(), resource -> new ArrayList<>())
                  .add(id.isClusterScoped() ? id.name() : id.namespace() + "/" + id.name()));
    }
    List<String> lines = new ArrayList<>();
    byResource.forEach(
        (resource, items) -> {
          lines.add(resource + ": " + items.size());
          if (details) {
            items.stream().sorted().map(item -> "  " + item).forEach(lines::add);
          }
        });
    return lines;
  }
}
