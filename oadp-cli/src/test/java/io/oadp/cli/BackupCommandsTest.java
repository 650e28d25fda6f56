// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupSpec;
import io.oadp.api.Phase;
import io.oadp.api.item.LabelSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupCommandsTest {
  private final ScriptedOadp oadp = new ScriptedOadp();
  private final CliRunner cli = new CliRunner(oadp);

  private static Backup stored(String name, String... labels) {
    BackupSpec.Builder spec = BackupSpec.builder(name).includeNamespaces("shop");
    for (int i = 0; i < labels.length; i += 2) {
      spec.label(labels[i], labels[i + 1]);
    }
    return Backup.builder(spec.build())
        .namespace("velero")
        .phase(Phase.COMPLETED)
        .startTimestamp(CliRunner.NOW.minus(Duration.ofHours(1)))
        .expiration(CliRunner.NOW.plus(Duration.ofDays(29)).plusSeconds(5))
        .warnings(2)
        .formatVersion("1.1.0")
        .build();
  }

  @Test
  void create_withEveryFlag_buildsTheSpecThatVeleroWould() {
    assertThat(
            cli.run(
                "backup create b1 --location file:x --kubeconfig k --kubecontext c -n home"
                    .split(" ")))
        .isZero();
    assertThat(cli.connected).containsExactly("k|c");
    assertThat(cli.homes).containsExactly("home");

    int code =
        cli.run(
            "backup",
            "create",
            "b2",
            "--location=file:x",
            "--include-namespaces=a,b",
            "--include-namespaces",
            "c",
            "--exclude-namespaces=d",
            "--include-resources=pods,deployments.apps",
            "--exclude-resources=secrets",
            "--include-cluster-resources=false",
            "--selector=app=shop,tier!=cache",
            "--ordered-resources=pods=a/p1,a/p2;persistentvolumes=pv1",
            "--labels=x=1,y=2",
            "--annotations=note=z",
            "--ttl=1h30m",
            "--storage-location=primary",
            "--item-operation-timeout=2h",
            "--csi-snapshot-timeout=5m",
            "--snapshot-volumes=false",
            "--default-volumes-to-fs-backup=false",
            "--snapshot-move-data=false",
            "--parallel-files-upload=3",
            "--volume-snapshot-locations=v1,v2",
            "--resource-policies-configmap=policies",
            "--data-mover=velero",
            "--wait");

    assertThat(cli.err()).doesNotContain("oadp:");
    assertThat(code).isZero();
    BackupSpec spec = oadp.backedUp.get(1);
    assertThat(spec.name()).isEqualTo("b2");
    assertThat(spec.includedNamespaces()).containsExactly("a", "b", "c");
    assertThat(spec.excludedNamespaces()).containsExactly("d");
    assertThat(spec.includedResources()).containsExactly("pods", "deployments.apps");
    assertThat(spec.excludedResources()).containsExactly("secrets");
    assertThat(spec.includeClusterResources()).contains(false);
    assertThat(spec.labelSelector()).contains(LabelSelector.parse("app=shop,tier!=cache"));
    assertThat(spec.orderedResources())
        .containsExactly(
            Map.entry("pods", List.of("a/p1", "a/p2")),
            Map.entry("persistentvolumes", List.of("pv1")));
    assertThat(spec.labels()).containsEntry("x", "1").containsEntry("y", "2");
    assertThat(spec.annotations()).containsEntry("note", "z");
    assertThat(spec.ttl()).contains(Duration.ofMinutes(90));
    assertThat(spec.storageLocation()).contains("primary");
    assertThat(spec.itemOperationTimeout()).contains(Duration.ofHours(2));
    assertThat(spec.csiSnapshotTimeout()).contains(Duration.ofMinutes(5));
    assertThat(spec.snapshotVolumes()).contains(false);
    assertThat(spec.defaultVolumesToFsBackup()).contains(false);
    assertThat(spec.snapshotMoveData()).contains(false);
    assertThat(spec.parallelFilesUpload()).hasValue(3);
    assertThat(spec.volumeSnapshotLocations()).containsExactly("v1", "v2");
    assertThat(spec.resourcePolicy().orElseThrow().name()).isEqualTo("policies");
    assertThat(spec.datamover()).contains("velero");
    assertThat(cli.locations.get(cli.locations.size() - 1).name()).isEqualTo("primary");
    assertThat(oadp.closed).isEqualTo(2);
  }

  @Test
  void create_withScopedFiltersAndOrSelector_keepsThem() {
    int code =
        cli.run(
            "backup",
            "create",
            "b",
            "--location=file:x",
            "--include-cluster-scoped-resources=storageclasses",
            "--exclude-cluster-scoped-resources=nodes",
            "--include-namespace-scoped-resources=pods",
            "--exclude-namespace-scoped-resources=events",
            "--or-selector=app=a or app=b,x");

    assertThat(code).isZero();
    BackupSpec spec = oadp.backedUp.get(0);
    assertThat(spec.includedClusterScopedResources()).containsExactly("storageclasses");
    assertThat(spec.excludedClusterScopedResources()).containsExactly("nodes");
    assertThat(spec.includedNamespaceScopedResources()).containsExactly("pods");
    assertThat(spec.excludedNamespaceScopedResources()).containsExactly("events");
    assertThat(spec.orLabelSelectors())
        .containsExactly(LabelSelector.parse("app=a"), LabelSelector.parse("app=b,x"));
  }

  @Test
  void create_withSwitchBeforeName_doesNotTakeTheNameForItsValue() {
    assertThat(cli.run("backup", "create", "--include-cluster-resources", "b", "--location=file:x"))
        .isZero();

    assertThat(oadp.backedUp.get(0).name()).isEqualTo("b");
    assertThat(oadp.backedUp.get(0).includeClusterResources()).contains(true);
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED,0", "PARTIALLY_FAILED,2", "FAILED,1", "CANCELED,130"})
  void create_endsWithTheStatusOfItsPhase(Phase phase, int status) {
    oadp.end = Optional.of(phase);

    assertThat(cli.run("backup", "create", "b", "--location=file:x")).isEqualTo(status);
    assertThat(cli.out()).contains("'b' " + phase.velero());
  }

  @Test
  void create_ofNameThatExists_failsInOneLine() {
    oadp.stored.put("b", stored("b"));

    assertThat(cli.run("backup", "create", "b", "--location=file:x")).isEqualTo(1);
    assertThat(cli.err())
        .isEqualToIgnoringNewLines("oadp: backup 'b' exists already; choose another name");

    assertThat(cli.run("backup", "create", "b", "--location=file:x", "--debug")).isEqualTo(1);
    assertThat(cli.err()).contains("BackupExistsException", "\tat ");
  }

  @Test
  void create_withNeverExpiresAndTakeOver_handsThemOn() {
    cli.run("backup", "create", "b", "--location=file:x", "--never-expires", "--take-over");

    assertThat(oadp.options.get(0).neverExpires()).isTrue();
    assertThat(oadp.options.get(0).takeOverCrashed()).isTrue();
  }

  @Test
  void create_onCtrlC_cancelsAndReports() throws Exception {
    oadp.end = Optional.empty();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> cli.run("backup", "create", "b", "--location=file:x"));
    oadp.started.get(20, TimeUnit.SECONDS);

    cli.interruption.fire();

    assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(130);
    assertThat(cli.out()).contains("'b' Canceled");
    assertThat(cli.err()).contains("canceling 'b'");
  }

  @Test
  void create_fromFile_takesVelerosYamlAndRefinesIt(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("b.yaml"),
            """
            apiVersion: velero.io/v1
            kind: Backup
            metadata:
              name: from-file
              namespace: velero
            spec:
              includedNamespaces: [shop]
              storageLocation: primary
              hooks: {}
            """);

    assertThat(
            cli.run(
                "backup", "create", "-f", file.toString(), "--ttl", "24h", "--location", "file:x"))
        .isZero();
    assertThat(oadp.backedUp.get(0).name()).isEqualTo("from-file");
    assertThat(oadp.backedUp.get(0).includedNamespaces()).containsExactly("shop");
    assertThat(oadp.backedUp.get(0).ttl()).contains(Duration.ofHours(24));
    assertThat(cli.locations.get(cli.locations.size() - 1).name()).isEqualTo("primary");

    cli.input(Files.readString(file));
    assertThat(cli.run("backup", "create", "other", "-f", "-", "--location", "file:x")).isZero();
    assertThat(oadp.backedUp.get(1).name()).isEqualTo("other");

    cli.input("");
    assertThat(cli.run("backup", "create", "-f", "-", "--location", "file:x"))
        .as("an empty standard input is no Backup")
        .isEqualTo(1);
    assertThat(
            cli.run(
                "backup",
                "create",
                "-f",
                file.toString(),
                "--include-namespaces=a",
                "--location",
                "file:x"))
        .isEqualTo(64);
    assertThat(cli.err()).contains("--include-namespaces", "spec.includedNamespaces");
  }

  @Test
  void create_withOutput_showsTheObjectAndRunsNothing() {
    assertThat(cli.run("backup", "create", "b", "--include-namespaces=shop", "-o", "yaml"))
        .isZero();
    assertThat(cli.out()).contains("kind: Backup", "includedNamespaces:", "- shop");
    assertThat(cli.run("backup", "create", "b", "-o", "json")).isZero();
    assertThat(cli.out()).contains("\"kind\": \"Backup\"");
    assertThat(oadp.backedUp).isEmpty();
  }

  @Test
  void get_listsBackupsInATable() {
    oadp.stored.put("a-rather-long-name", stored("a-rather-long-name"));
    oadp.stored.put("b", stored("b"));
    oadp.broken.add(BackupEntry.broken("c", "a run that crashed"));

    assertThat(cli.run("backup", "get", "--location=file:x")).isZero();

    assertThat(cli.out())
        .isEqualToNormalizingNewlines(
            """
            NAME                 STATUS      ERRORS   WARNINGS   CREATED                EXPIRES   STORAGE LOCATION   SELECTOR
            a-rather-long-name   Completed   0        2          2026-03-01T11:00:00Z   29d       default            <none>
            b                    Completed   0        2          2026-03-01T11:00:00Z   29d       default            <none>
            c                    Broken      -        -          -                      -         default            -
            """);
    assertThat(cli.err()).contains("c: a run that crashed");
    assertThat(cli.connected).isEmpty();
  }

  @Test
  void get_withNamesSelectorAndForms_narrowsAndPrintsRecords() {
    oadp.stored.put("a", stored("a", "team", "x"));
    oadp.stored.put("b", stored("b"));

    cli.run("backup", "get", "-l", "team=x", "--location=file:x");
    assertThat(cli.out()).contains("\na ").doesNotContain("\nb ");

    cli.run("backup", "get", "a", "-o", "json", "--location=file:x");
    assertThat(Documents.parse(cli.out()).get("kind").getAsString()).isEqualTo("Backup");

    cli.run("backup", "get", "-o", "json", "--location=file:x");
    assertThat(Documents.parse(cli.out()).getAsJsonArray("items")).hasSize(2);

    cli.run("backup", "get", "a", "-o", "yaml", "--location=file:x");
    assertThat(cli.out()).contains("kind: Backup\n", "  phase: Completed\n");

    assertThat(cli.run("backup", "get", "nope", "--location=file:x")).isEqualTo(1);
    assertThat(cli.err()).contains("backup 'nope' is not in the location");
  }

  @Test
  void get_ofEmptyLocation_saysSo() {
    assertThat(cli.run("backup", "get", "--location=file:x")).isZero();
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("No backups in the location 'default'.");
  }

  @Test
  void describe_saysWhoDeletesAndWhatIsInside() {
    oadp.stored.put("b", stored("b"));

    assertThat(cli.run("backup", "describe", "b", "--location=file:x")).isZero();

    assertThat(cli.out())
        .contains(
            "Name:                b",
            "Phase:               Completed",
            "Namespaces:          shop",
            "any Velero that watches this location deletes",
            "  configmaps: 2",
            "  warning: shop: odd");
    cli.run("backup", "describe", "b", "--details", "--location=file:x");
    assertThat(cli.out()).contains("    shop/a\n    shop/b\n");
    cli.run("backup", "describe", "b", "-o", "json", "--location=file:x");
    assertThat(cli.out()).contains("\"formatVersion\": \"1.1.0\"");
  }

  @Test
  void logs_printsTheStoredLines() {
    oadp.stored.put("b", stored("b"));

    assertThat(cli.run("backup", "logs", "b", "--location=file:x")).isZero();
    assertThat(cli.out()).isEqualToNormalizingNewlines("first line\nsecond line\n");
    assertThat(cli.run("backup", "logs", "nope", "--location=file:x")).isEqualTo(1);
  }
}
