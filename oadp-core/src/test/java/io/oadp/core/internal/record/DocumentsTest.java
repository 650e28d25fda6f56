// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.ExecHook;
import io.oadp.api.HookSpec;
import io.oadp.api.OadpException;
import io.oadp.api.Phase;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored documents: written as Velero writes them, read whatever others wrote. */
class DocumentsTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.987Z");
  private static final String HEAD = "\"kind\":\"Backup\",\"apiVersion\":\"velero.io/v1\"";

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void writeBackup_hasVelerosForm() {
    BackupSpec spec =
        BackupSpec.builder("b")
            .label("z", "1")
            .label("a", "2")
            .annotation("n", "<3> & \u00e9")
            .includeNamespaces("*")
            .ttl(Duration.ofDays(30))
            .storageLocation("default")
            .build();
    Backup backup =
        Backup.builder(spec)
            .namespace("velero")
            .uid("u-1")
            .creationTimestamp(TIME)
            .phase(Phase.COMPLETED)
            .version(1)
            .formatVersion("1.1.0")
            .startTimestamp(TIME)
            .completionTimestamp(TIME.plusSeconds(1))
            .expiration(TIME.plusSeconds(2))
            .totalItems(5)
            .itemsBackedUp(5)
            .warnings(1)
            .build();

    assertThat(new String(BackupDocument.write(backup), UTF_8))
        .isEqualTo(
            """
            {
              "kind": "Backup",
              "apiVersion": "velero.io/v1",
              "metadata": {
                "name": "b",
                "namespace": "velero",
                "uid": "u-1",
                "creationTimestamp": "2026-01-31T12:00:00Z",
                "labels": {
                  "a": "2",
                  "z": "1"
                },
                "annotations": {
                  "n": "<3> & \u00e9"
                }
              },
              "spec": {
                "metadata": {},
                "includedNamespaces": [
                  "*"
                ],
                "ttl": "720h0m0s",
                "hooks": {},
                "storageLocation": "default",
                "csiSnapshotTimeout": "0s",
                "itemOperationTimeout": "0s"
              },
              "status": {
                "version": 1,
                "formatVersion": "1.1.0",
                "expiration": "2026-01-31T12:00:02Z",
                "phase": "Completed",
                "startTimestamp": "2026-01-31T12:00:00Z",
                "completionTimestamp": "2026-01-31T12:00:01Z",
                "warnings": 1,
                "progress": {
                  "totalItems": 5,
                  "itemsBackedUp": 5
                }
              }
            }\
            """);
  }

  @Test
  void writeRestore_hasVelerosForm() {
    Restore restore =
        Restore.builder(RestoreSpec.builder("r").backupName("b").build())
            .namespace("velero")
            .phase(Phase.PARTIALLY_FAILED)
            .errors(2)
            .totalItems(3)
            .itemsRestored(3)
            .build();

    assertThat(new String(RestoreDocument.write(restore), UTF_8))
        .isEqualTo(
            """
            {
              "kind": "Restore",
              "apiVersion": "velero.io/v1",
              "metadata": {
                "name": "r",
                "namespace": "velero"
              },
              "spec": {
                "backupName": "b",
                "hooks": {},
                "itemOperationTimeout": "0s"
              },
              "status": {
                "phase": "PartiallyFailed",
                "errors": 2,
                "progress": {
                  "totalItems": 3,
                  "itemsRestored": 3
                }
              }
            }\
            """);
  }

  @Test
  void backup_everyStatusField_readsBack() {
    Backup backup =
        Backup.builder(BackupSpec.builder("b").labelSelector(LabelSelector.parse("a")).build())
            .phase(Phase.FINALIZING_PARTIALLY_FAILED)
            .version(1)
            .formatVersion("1.1.0")
            .queuePosition(2)
            .validationErrors(List.of("x", "y"))
            .volumeSnapshotsAttempted(3)
            .volumeSnapshotsCompleted(4)
            .failureReason("why")
            .warnings(5)
            .errors(6)
            .totalItems(7)
            .itemsBackedUp(8)
            .csiVolumeSnapshotsAttempted(9)
            .csiVolumeSnapshotsCompleted(10)
            .itemOperationsAttempted(11)
            .itemOperationsCompleted(12)
            .itemOperationsFailed(13)
            .hooksAttempted(14)
            .hooksFailed(15)
            .build();
    byte[] json = BackupDocument.write(backup);

    Backup read = BackupDocument.read(json);

    assertThat(read.toBuilder().original("").build()).isEqualTo(backup);
    assertThat(BackupDocument.write(read)).isEqualTo(json);
  }

  @Test
  void restore_everyStatusField_readsBack() {
    Restore restore =
        Restore.builder(RestoreSpec.builder("r").scheduleName("s").build())
            .uid("u")
            .creationTimestamp(TIME.minusNanos(987_000_000))
            .phase(Phase.FAILED)
            .validationErrors(List.of("x"))
            .failureReason("why")
            .warnings(1)
            .errors(2)
            .totalItems(3)
            .itemsRestored(4)
            .itemOperationsAttempted(5)
            .itemOperationsCompleted(6)
            .itemOperationsFailed(7)
            .hooksAttempted(8)
            .hooksFailed(9)
            .build();
    byte[] json = RestoreDocument.write(restore);

    Restore read = RestoreDocument.read(json);

    assertThat(read.toBuilder().original("").build()).isEqualTo(restore);
    assertThat(RestoreDocument.write(read)).isEqualTo(json);
  }

  @Test
  void knownStatusFields_areAllOfVeleros() {
    assertThat(BackupDocument.statusFields()).hasSize(23 + 2);
    assertThat(RestoreDocument.statusFields()).hasSize(16 + 1);
  }

  @Test
  void read_unknownFields_areKeptWhenWrittenAgain() {
    String json =
        "{"
            + HEAD
            + ",\"metadata\":{\"name\":\"b\",\"ownerReferences\":[{\"name\":\"x\"}],"
            + "\"finalizers\":[\"f\"],\"resourceVersion\":\"5\"},"
            + "\"spec\":{\"ttl\":\"1h0m0s\",\"future\":{\"a\":1.50},\"hooks\":{\"more\":true}},"
            + "\"status\":{\"phase\":\"Completed\",\"later\":[1],\"progress\":{\"totalItems\":2,"
            + "\"speed\":3}},\"extra\":null}";
    Backup read = BackupDocument.read(utf8(json));
    Backup changed =
        read.toBuilder()
            .spec(read.spec().toBuilder().ttl(Duration.ofHours(2)).build())
            .phase(Phase.DELETING)
            .build();

    JsonObject again = BackupDocument.toTree(read);
    JsonObject afterChange = BackupDocument.toTree(changed);

    assertThat(Json.PLAIN.toJson(again.get("spec")))
        .isEqualTo("{\"ttl\":\"1h0m0s\",\"future\":{\"a\":1.50},\"hooks\":{\"more\":true}}");
    assertThat(again.getAsJsonObject("metadata").keySet())
        .as("what Velero would act on is never written")
        .containsExactly("name");
    assertThat(again.getAsJsonObject("status").has("later")).isTrue();
    assertThat(again.has("extra")).isTrue();
    JsonObject spec = afterChange.getAsJsonObject("spec");
    assertThat(spec.get("ttl").getAsString()).isEqualTo("2h0m0s");
    assertThat(spec.getAsJsonObject("future").get("a").getAsString()).isEqualTo("1.50");
    assertThat(spec.getAsJsonObject("hooks").has("more")).isTrue();
    assertThat(afterChange.getAsJsonObject("status").get("phase").getAsString())
        .isEqualTo("Deleting");
    assertThat(afterChange.getAsJsonObject("status").getAsJsonObject("progress").has("speed"))
        .isTrue();
  }

  @Test
  void read_labelsOfAMap_areNotMistakenForUnknownFields() {
    String json =
        "{"
            + HEAD
            + ",\"metadata\":{\"name\":\"b\"},\"spec\":{\"orderedResources\":{\"pods\":\"a\"},"
            + "\"snapshotVolumes\":true}}";
    Backup read = BackupDocument.read(utf8(json));
    Backup changed =
        read.toBuilder()
            .spec(read.spec().toBuilder().orderedResources("nodes", "n").build())
            .build();

    assertThat(
            Json.PLAIN.toJson(
                BackupDocument.toTree(changed).getAsJsonObject("spec").get("orderedResources")))
        .isEqualTo("{\"nodes\":\"n\",\"pods\":\"a\"}");
  }

  @Test
  void read_oddValues_areTolerated() {
    Backup backup =
        BackupDocument.read(
            utf8(
                "{"
                    + HEAD
                    + ",\"metadata\":{\"name\":\"Odd Name\",\"labels\":{\"a\":5,\"b\":\"x\"},"
                    + "\"creationTimestamp\":null,\"namespace\":7},"
                    + "\"spec\":{\"ttl\":\"forever\",\"includedNamespaces\":\"x\","
                    + "\"excludedNamespaces\":[\"*\",3],\"labelSelector\":{\"matchExpressions\":"
                    + "[{\"key\":\"a\",\"operator\":\"Gt\"}]},\"hooks\":{\"resources\":[{}]}},"
                    + "\"status\":{\"phase\":\"Sideways\",\"errors\":\"many\",\"warnings\":2.0,"
                    + "\"startTimestamp\":\"2026-01-31T12:00:00.123456+02:00\","
                    + "\"completionTimestamp\":\"yesterday\",\"progress\":[]}}"));

    assertThat(backup.name()).isEqualTo("Odd Name");
    assertThat(backup.labels()).isEqualTo(Map.of("b", "x"));
    assertThat(backup.phase()).isEqualTo(Phase.UNKNOWN);
    assertThat(backup.phaseText()).isEqualTo("Sideways");
    assertThat(backup.errors()).isZero();
    assertThat(backup.warnings()).isEqualTo(2);
    assertThat(backup.startTimestamp()).contains(Instant.parse("2026-01-31T10:00:00.123456Z"));
    assertThat(backup.completionTimestamp()).isEmpty();
    assertThat(backup.spec().ttl()).isEmpty();
    assertThat(backup.spec().excludedNamespaces()).containsExactly("*");
    assertThat(backup.spec().labelSelector()).isEmpty();
    assertThat(backup.spec().violations()).as("a builder would refuse it").isNotEmpty();
    assertThat(BackupDocument.read(BackupDocument.write(backup)).phaseText()).isEqualTo("Sideways");
  }

  @Test
  void read_onlyWhatVeleroNeeds_isEnough() {
    Backup backup =
        BackupDocument.read(
            utf8("{" + HEAD + ",\"metadata\":{\"name\":\"b\"},\"status\":{\"phase\":\"Failed\"}}"));

    assertThat(backup.phase()).isEqualTo(Phase.FAILED);
    assertThat(backup.uid()).isEmpty();
    assertThat(backup.spec()).isEqualTo(BackupSpec.builder("b").build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "5",
        "{}",
        "{\"kind\":\"Restore\",\"apiVersion\":\"velero.io/v1\",\"metadata\":{\"name\":\"b\"}}",
        "{\"kind\":\"Backup\",\"apiVersion\":\"acme.io/v1\",\"metadata\":{\"name\":\"b\"}}",
        "{\"kind\":\"Backup\",\"apiVersion\":\"velero.io/v1\",\"metadata\":{}}",
        "{\"kind\":\"Backup\",\"apiVersion\":\"velero.io/v1\"}",
      })
  void read_whatIsNoBackup_isRefusedClearly(String json) {
    assertThatThrownBy(() -> BackupDocument.read(utf8(json)))
        .isInstanceOf(OadpException.class)
        .hasMessageStartingWith("The stored document of a Backup ");
  }

  @Test
  void read_hostileBytes_areRefusedClearly() {
    assertThatThrownBy(() -> BackupDocument.read("{\"kind\":\"\u00e4\"}".getBytes(ISO_8859_1)))
        .isInstanceOf(OadpException.class)
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> BackupDocument.read(utf8("[".repeat(1_000_000))))
        .isInstanceOf(OadpException.class);
  }

  @Test
  void write_hooks_carryTheZeroDurationsOfGo() {
    BackupSpec spec =
        BackupSpec.builder("b")
            .addHook(HookSpec.builder("h").addPre(ExecHook.builder("x").build()).build())
            .build();
    JsonElement hooks =
        BackupDocument.toTree(Backup.builder(spec).build()).getAsJsonObject("spec").get("hooks");

    assertThat(hooks)
        .isEqualTo(
            JsonParser.parseString(
                "{\"resources\":[{\"name\":\"h\",\"pre\":[{\"exec\":{\"command\":[\"x\"],"
                    + "\"timeout\":\"0s\"}}]}]}"));
  }
}
