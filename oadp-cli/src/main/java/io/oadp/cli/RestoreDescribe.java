// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Catalog;
import io.oadp.api.Oadp;
import io.oadp.api.Problem;
import io.oadp.api.Restore;
import io.oadp.api.StoredRestore;
import io.oadp.core.SpecYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp restore describe}. */
@Command(
    name = "describe",
    description = "Show what a restore was to do and how it went. Needs no cluster.")
final class RestoreDescribe implements Callable<Integer> {
  private final Environment environment;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The restores.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--details", description = "Also list every problem.")
  private boolean details;

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  RestoreDescribe(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment)) {
      Catalog catalog = oadp.catalog();
      List<JsonObject> records = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (String name : names) {
        StoredRestore stored = find(catalog, name);
        if (output.value() == Output.TEXT) {
          texts.add(text(stored));
        } else {
          records.add(Documents.parse(SpecYaml.writeJson(stored.restore())));
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

  static StoredRestore find(Catalog catalog, String name) {
    return catalog.restore(name).orElseThrow(() -> notFound(name, catalog));
  }

  static CommandFailedException notFound(String name, Catalog catalog) {
    return new CommandFailedException(
        "restore '"
            + name
            + "' is not in the location '"
            + catalog.location()
            + "', which holds the restores that oadp ran from it");
  }

  private String text(StoredRestore stored) {
    Restore restore = stored.restore();
    Sheet sheet = new Sheet();
    sheet.line("Name", restore.name());
    sheet.line("Namespace", restore.namespace().orElse("<none>"));
    sheet.line("Labels", Texts.map(restore.labels()));
    sheet.line("Annotations", Texts.map(restore.annotations()));
    sheet.gap();
    sheet.line("Phase", restore.phaseText().isEmpty() ? "New" : restore.phaseText());
    sheet.line("Errors", String.valueOf(restore.errors()));
    sheet.line("Warnings", String.valueOf(restore.warnings()));
    restore.failureReason().ifPresent(reason -> sheet.line("Failure reason", reason));
    sheet.lines("Validation errors", restore.validationErrors());
    sheet.gap();
    sheet.line("Backup", restore.spec().backupName().orElse("<none>"));
    Scopes.describe(sheet, restore.spec());
    sheet.gap();
    sheet.line("Started", Texts.time(restore.startTimestamp()));
    sheet.line("Completed", Texts.time(restore.completionTimestamp()));
    sheet.line("Items", restore.itemsRestored() + " of " + restore.totalItems());
    sheet.gap();
    try (Stream<Problem> problems = stored.problems()) {
      sheet.lines("Problems", Scopes.problems(problems, details));
    }
    return sheet.toString();
  }
}
