// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Leftover;
import io.oadp.api.Oadp;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oadp location orphans}. */
@Command(
    name = "orphans",
    description = {
      "List what crashed runs and cut-off deletions left in a location, and how to remove it.",
      "Removes nothing. Needs no cluster."
    })
final class LocationOrphans implements Callable<Integer> {
  private final Environment environment;

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  LocationOrphans(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (Oadp oadp = location.openCatalog(environment);
        Stream<Leftover> found = oadp.catalog().orphans()) {
      List<Leftover> orphans = found.toList();
      environment
          .console()
          .print(
              output.value() == Output.TEXT
                  ? text(orphans)
                  : Documents.print(
                      output.value(),
                      orphans.stream().map(LocationOrphans::document).toList(),
                      false));
    }
    return ExitCodes.OK;
  }

  private static String text(List<Leftover> orphans) {
    return orphans.isEmpty()
        ? "nothing is left over"
        : String.join("\n", orphans.stream().map(Leftover::toString).toList());
  }

  private static JsonObject document(Leftover orphan) {
    JsonObject document = new JsonObject();
    document.addProperty("what", orphan.what());
    document.addProperty("why", orphan.why());
    document.addProperty("remedy", orphan.remedy());
    return document;
  }
}
