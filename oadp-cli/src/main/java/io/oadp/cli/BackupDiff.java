// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.api.FieldDifference;
import io.oadp.api.ItemDifference;
import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import io.oadp.api.cluster.Cluster;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup diff}: a backup against another one, or against what is live. */
@Command(
    name = "diff",
    description = {
      "Show what has changed since a backup: in a later backup, or with --live in the cluster.",
      "Status and what the server assigns do not count; what Secrets hold is shown as digests.",
      "Exit status: 0 whether or not there are differences."
    })
final class BackupDiff implements Callable<Integer> {
  private final Environment environment;

  @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "The backup.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "OTHER", description = "A later backup.")
  private String other = "";

  @Option(names = "--live", description = "Compare with the cluster.")
  private boolean live;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  BackupDiff(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (live == !other.isEmpty()) {
      throw new UsageException(
          "give either another backup or --live to compare '" + name + "' with");
    }
    try (Oadp oadp = location.openCatalog(environment);
        StoredBackup backup = oadp.catalog().open(name)) {
      environment.console().print(live ? withCluster(backup) : withOther(oadp, backup));
    }
    return ExitCodes.OK;
  }

  private String withOther(Oadp oadp, StoredBackup backup) {
    try (StoredBackup later = oadp.catalog().open(other);
        Stream<ItemDifference> differences = backup.diff(later)) {
      return printed(differences.toList());
    }
  }

  private String withCluster(StoredBackup backup) {
    try (Cluster cluster = connection.connect(environment);
        Stream<ItemDifference> differences = backup.diff(cluster)) {
      return printed(differences.toList());
    }
  }

  private String printed(List<ItemDifference> differences) {
    if (output.value() != Output.TEXT) {
      return Documents.print(
          output.value(), differences.stream().map(BackupDiff::document).toList(), false);
    }
    if (differences.isEmpty()) {
      return "no differences";
    }
    StringBuilder text = new StringBuilder();
    for (ItemDifference difference : differences) {
      text.append(word(difference)).append(' ').append(difference.item()).append('\n');
      for (FieldDifference field : difference.fields()) {
        text.append("  ").append(field.pointer()).append(": ").append(shown(field.desired()));
        text.append(" -> ").append(shown(field.live())).append('\n');
      }
    }
    return text.toString().stripTrailing();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(absent)" : value;
  }

  private static String word(ItemDifference difference) {
    return difference.change().name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject document(ItemDifference difference) {
    JsonObject document = Identifiers.document(difference.item());
    document.addProperty("change", word(difference));
    JsonArray fields = new JsonArray();
    for (FieldDifference field : difference.fields()) {
      JsonObject one = new JsonObject();
      one.addProperty("pointer", field.pointer());
      one.addProperty("backup", field.desired());
      one.addProperty("other", field.live());
      fields.add(one);
    }
    document.add("fields", fields);
    return document;
  }
}
