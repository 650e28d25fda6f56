// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.Phase;
import io.oadp.api.PlanOptions;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.LabelSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCommandsTest {
  private final ScriptedOadp oadp = new ScriptedOadp();
  private final CliRunner cli = new CliRunner(oadp);

  @BeforeEach
  void storeBackup() {
    oadp.stored.put(
        "b", Backup.builder(BackupSpec.builder("b").build()).phase(Phase.COMPLETED).build());
    cli.variables.put("OADP_LOCATION", "file:x");
  }

  @Test
  void create_withEveryFlag_buildsTheSpecThatVeleroWould() {
    int code =
        cli.run(
            "restore",
            "create",
            "r",
            "--from-backup=b",
            "--include-namespaces=shop,db",
            "--exclude-namespaces=x",
            "--include-resources=pods",
            "--exclude-resources=secrets",
            "--include-cluster-resources",
            "--namespace-mappings=shop:shop2,db:db2",
            "--selector=app",
            "--labels=k=v",
            "--annotations=n=w",
            "--existing-resource-policy=update",
            "--preserve-nodeports",
            "--restore-volumes=false",
            "--status-include-resources=pods",
            "--status-exclude-resources=jobs",
            "--item-operation-timeout=3h",
            "--resource-modifier-configmap=mods",
            "--write-sparse-files",
            "--parallel-files-download=4",
            "-w");

    assertThat(cli.err()).doesNotContain("oadp:");
    assertThat(code).isZero();
    RestoreSpec spec = oadp.restored.get(0);
    assertThat(spec.name()).isEqualTo("r");
    assertThat(spec.backupName()).contains("b");
    assertThat(spec.includedNamespaces()).containsExactly("shop", "db");
    assertThat(spec.excludedNamespaces()).containsExactly("x");
    assertThat(spec.includedResources()).containsExactly("pods");
    assertThat(spec.excludedResources()).containsExactly("secrets");
    assertThat(spec.includeClusterResources()).contains(true);
    assertThat(spec.namespaceMapping()).isEqualTo(Map.of("shop", "shop2", "db", "db2"));
    assertThat(spec.labelSelector()).contains(LabelSelector.parse("app"));
    assertThat(spec.labels()).containsEntry("k", "v");
    assertThat(spec.annotations()).containsEntry("n", "w");
    assertThat(spec.existingResourcePolicy()).contains(ExistingResourcePolicy.UPDATE);
    assertThat(spec.preserveNodePorts()).contains(true);
    assertThat(spec.restorePVs()).contains(false);
    assertThat(spec.restoreStatus().orElseThrow().includedResources()).containsExactly("pods");
    assertThat(spec.restoreStatus().orElseThrow().excludedResources()).containsExactly("jobs");
    assertThat(spec.itemOperationTimeout()).contains(Duration.ofHours(3));
    assertThat(spec.resourceModifier().orElseThrow().name()).isEqualTo("mods");
    assertThat(spec.writeSparseFiles()).contains(true);
    assertThat(spec.parallelFilesDownload()).hasValue(4);
    assertThat(cli.out()).contains("Restore 'r' of backup 'b': 1 to create", "'r' Completed");
  }

  @Test
  void create_withoutName_isNamedAfterBackupAndTime() {
    cli.run("restore", "create", "--from-backup", "b");

    assertThat(oadp.restored.get(0).name()).isEqualTo("b-20260301120000");
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED,0", "PARTIALLY_FAILED,2", "FAILED,1", "CANCELED,130"})
  void create_endsWithTheStatusOfItsPhase(Phase phase, int status) {
    oadp.end = Optional.of(phase);

    assertThat(cli.run("restore", "create", "r", "--from-backup=b")).isEqualTo(status);
  }

  @Test
  void create_fromBackupThatIsNotThere_fails() {
    assertThat(cli.run("restore", "create", "--from-backup=nope")).isEqualTo(1);
    assertThat(cli.err()).isEqualToIgnoringNewLines("oadp: backup 'nope' is in no location");
  }

  @Test
  void create_fromFile_takesVelerosYaml(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("r.yaml"),
            """
            apiVersion: velero.io/v1
            kind: Restore
            metadata:
              name: from-file
            spec:
              backupName: b
              namespaceMapping:
                shop: copy
            """);

    assertThat(cli.run("restore", "create", "-f", file.toString(), "--preserve-nodeports"))
        .isZero();
    assertThat(oadp.restored.get(0).name()).isEqualTo("from-file");
    assertThat(oadp.restored.get(0).preserveNodePorts()).contains(true);
    assertThat(cli.run("restore", "create", "-f", file.toString(), "--namespace-mappings=a:b"))
        .isEqualTo(64);
    assertThat(cli.run("restore", "create", "-f", directory.resolve("no.yaml").toString()))
        .isEqualTo(64);
    assertThat(cli.err()).contains("no.yaml cannot be read");
  }

  @Test
  void create_withOutput_showsTheObjectAndRunsNothing() {
    assertThat(cli.run("restore", "create", "r", "--from-backup=b", "-o", "yaml")).isZero();
    assertThat(cli.out()).contains("kind: Restore", "backupName: b");
    assertThat(oadp.restored).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"text,TEXT", "yaml,YAML", "json,JSON", "html,HTML"})
  void plan_withOutput_printsThatReportAndRunsNothing(String option, String format) {
    assertThat(cli.run("restore", "plan", "--from-backup=b", "-o", option)).isZero();
    assertThat(cli.out()).isEqualToNormalizingNewlines("a plan as " + format + "\n");
    assertThat(oadp.restored).isEmpty();
  }

  @Test
  void plan_withOutputFile_writesTheReportThere(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("plan.html");

    assertThat(
            cli.run("restore", "plan", "r", "--from-backup=b", "-o=html", "--output-file=" + file))
        .isZero();

    assertThat(file).hasContent("a plan as HTML\n");
    assertThat(cli.out()).isEqualToIgnoringNewLines("Restore 'r' of backup 'b': 1 to create");
    assertThat(cli.run("restore", "plan", "--from-backup=b", "--output-file=" + directory))
        .isEqualTo(1);
    assertThat(cli.err()).contains(directory + " cannot be written");
    assertThat(cli.run("restore", "plan", "--from-backup=b", "-o", "pdf")).isEqualTo(64);
  }

  @Test
  void plan_withServerDryRun_asksForIt() {
    cli.run("restore", "plan", "--from-backup=b", "--server-dry-run");
    cli.run("restore", "plan", "--from-backup=b");

    assertThat(oadp.planned).extracting(PlanOptions::serverDryRun).containsExactly(true, false);
  }

  @Test
  void plan_saved_isExecutedByCreate(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("r.plan");

    assertThat(cli.run("restore", "plan", "r", "--from-backup=b", "--save", file.toString()))
        .isZero();
    assertThat(file).hasContent("stored r");
    assertThat(oadp.restored).isEmpty();

    assertThat(cli.run("restore", "create", "--plan", file.toString())).as(cli.err()).isZero();
    assertThat(oadp.restored).singleElement().satisfies(s -> assertThat(s.name()).isEqualTo("r"));
    assertThat(cli.out()).contains("Restore 'r' of backup 'b': 1 to create", "'r' Completed");
  }

  @Test
  void create_withPlanAndWhatThePlanSays_isRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("r.plan"), "stored r");
    String plan = "--plan=" + file;

    assertThat(cli.run("restore", "create", "other", plan)).isEqualTo(64);
    assertThat(cli.run("restore", "create", plan, "--from-backup=b")).isEqualTo(64);
    assertThat(cli.run("restore", "create", plan, "-f=x")).isEqualTo(64);
    assertThat(cli.err()).contains("the plan says what to restore");
    assertThat(cli.run("restore", "create", plan, "-o", "yaml")).isEqualTo(64);
    assertThat(cli.run("restore", "create", "--plan=" + directory.resolve("no"))).isEqualTo(64);
    assertThat(oadp.restored).isEmpty();

    Files.writeString(file, "PK");
    assertThat(cli.run("restore", "create", plan)).isEqualTo(1);
    assertThat(cli.err()).contains("r.plan: this is not a stored plan");
  }

  @Test
  void getDescribeAndLogs_showTheRecord() {
    oadp.storedRestores.put(
        "r",
        Restore.builder(RestoreSpec.builder("r").backupName("b").mapNamespace("a", "c").build())
            .phase(Phase.PARTIALLY_FAILED)
            .startTimestamp(CliRunner.NOW)
            .errors(1)
            .totalItems(5)
            .itemsRestored(5)
            .build());

    assertThat(cli.run("restore", "get")).isZero();
    assertThat(cli.out())
        .isEqualToNormalizingNewlines(
            """
            NAME   BACKUP   STATUS            STARTED                COMPLETED   ERRORS   WARNINGS
            r      b        PartiallyFailed   2026-03-01T12:00:00Z   <none>      1        0
            """);
    assertThat(cli.run("restore", "get", "r", "-o", "json")).isZero();
    assertThat(Documents.parse(cli.out()).get("kind").getAsString()).isEqualTo("Restore");
    assertThat(cli.run("restore", "describe", "r")).isZero();
    assertThat(cli.out())
        .contains(
            "Backup:              b", "Mapped to:           a=c", "Items:               5 of 5");
    assertThat(cli.run("restore", "describe", "r", "-o", "yaml")).isZero();
    assertThat(cli.out()).contains("kind: Restore");
    assertThat(cli.run("restore", "logs", "r")).isZero();
    assertThat(cli.out()).isEqualToIgnoringNewLines("restored");
    for (String command : new String[] {"get", "describe", "logs"}) {
      assertThat(cli.run("restore", command, "nope")).isEqualTo(1);
      assertThat(cli.err()).contains("restore 'nope' is not in the location 'default'");
    }
  }
}
