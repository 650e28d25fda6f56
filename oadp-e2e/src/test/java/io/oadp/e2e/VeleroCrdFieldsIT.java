// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.core.internal.record.KnownFields;
import io.oadp.core.internal.record.VeleroYaml;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the fields that this library knows, with their types, to the CRDs that the real Velero
 * would install: none may be missing here, and none may be made up.
 */
@RequiresPeers(Peer.VELERO_PROGRAM)
class VeleroCrdFieldsIT {
  private static JsonObject crds = new JsonObject();

  @BeforeAll
  static void printCrds() {
    CommandResult printed =
        Command.of(
                List.of(
                    Peers.get().lab().program("velero").toString(),
                    "install",
                    "--crds-only",
                    "--dry-run",
                    "-o",
                    "yaml"))
            .run();
    assertThat(printed.exitCode()).as(printed.errors()).isZero();
    crds = VeleroYaml.parse(printed.output()).getAsJsonObject();
  }

  @Test
  void backup_fieldsOfSpecAndStatus_areVeleros() {
    assertThat(KnownFields.backupSpec()).isEqualTo(schema("Backup", "spec"));
    assertThat(KnownFields.backupStatus()).isEqualTo(schema("Backup", "status"));
  }

  @Test
  void restore_fieldsOfSpecAndStatus_areVeleros() {
    assertThat(KnownFields.restoreSpec()).isEqualTo(schema("Restore", "spec"));
    assertThat(KnownFields.restoreStatus()).isEqualTo(schema("Restore", "status"));
  }

  @Test
  void location_fieldsOfSpec_areVeleros() {
    assertThat(KnownFields.locationSpec()).isEqualTo(schema("BackupStorageLocation", "spec"));
  }

  /** Types by path below one part of a kind, without the part itself. */
  private static SortedMap<String, String> schema(String kind, String part) {
    for (JsonElement crd : crds.getAsJsonArray("items")) {
      JsonObject spec = crd.getAsJsonObject().getAsJsonObject("spec");
      if (spec.getAsJsonObject("names").get("kind").getAsString().equals(kind)) {
        JsonObject schema =
            spec.getAsJsonArray("versions")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("schema")
                .getAsJsonObject("openAPIV3Schema")
                .getAsJsonObject("properties")
                .getAsJsonObject(part);
        SortedMap<String, String> types = new TreeMap<>();
        collect(schema, part, types);
        types.remove(part);
        return types;
      }
    }
    throw new AssertionError("Velero printed no CRD of kind " + kind);
  }

  private static void collect(JsonObject schema, String path, Map<String, String> types) {
    types.put(path, schema.get("type").getAsString());
    if (schema.get("properties") instanceof JsonObject properties) {
      properties
          .entrySet()
          .forEach(
              field ->
                  collect(field.getValue().getAsJsonObject(), path + "." + field.getKey(), types));
    }
    if (schema.get("items") instanceof JsonObject items) {
      collect(items, path + "[]", types);
    }
    if (schema.get("additionalProperties") instanceof JsonObject values) {
      collect(values, path + ".*", types);
    }
  }
}
