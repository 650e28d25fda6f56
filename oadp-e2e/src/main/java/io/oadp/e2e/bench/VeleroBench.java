// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import com.google.gson.JsonObject;
import io.oadp.e2e.Peers;
import io.oadp.e2e.Velero;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Velero's own times for the same work, one run each, as its records state them. */
final class VeleroBench {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Velero velero;

  VeleroBench(Peers peers) {
    this.velero = peers.velero();
  }

  /**
   * Measures a server with these options.
   *
   * @return rows of the table
   */
  List<String> measure(String source, String label, String... options) {
    velero.start(options);
    String backup = source + "-" + label;
    JsonObject ended = velero.runBackup(backup, Velero.specForNamespaces(source), LIMIT);
    String backupRow = row("Velero backup, " + label, ended);
    String target = source + "-to-" + label;
    JsonObject spec = new JsonObject();
    spec.addProperty("backupName", backup);
    JsonObject mapping = new JsonObject();
    mapping.addProperty(source, target);
    spec.add("namespaceMapping", mapping);
    String restoreRow =
        row("Velero restore, " + label, velero.runRestore(backup + "-restore", spec, LIMIT));
    velero.deleteBackup(backup);
    velero.stop();
    return List.of(backupRow, restoreRow);
  }

  private static String row(String what, JsonObject record) {
    JsonObject status = record.getAsJsonObject("status");
    Instant begin = Instant.parse(status.get("startTimestamp").getAsString());
    Instant end = Instant.parse(status.get("completionTimestamp").getAsString());
    String row =
        "| "
            + what
            + " | "
            + Duration.between(begin, end).toSeconds()
            + " s | one run | "
            + Velero.phase(record)
            + " |";
    System.out.println("  " + row);
    return row;
  }
}
