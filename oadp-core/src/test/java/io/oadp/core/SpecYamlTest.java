// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oadp.api.AccessMode;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigMapRef;
import io.oadp.api.ExecHook;
import io.oadp.api.ExecRestoreHook;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.HookErrorMode;
import io.oadp.api.HookSpec;
import io.oadp.api.InitRestoreHook;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.PostRestoreHook;
import io.oadp.api.RestoreHookSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import io.oadp.api.SecretKeyRef;
import io.oadp.api.Violation;
import io.oadp.api.Violation.Code;
import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specs as YAML in Velero's form, the files people have, and what is refused in them. */
class SpecYamlTest {
  private static final String HEAD =
      "apiVersion: velero.io/v1\nkind: Backup\nmetadata: {name: b}\n";
  private static final String RESTORE =
      "apiVersion: velero.io/v1\nkind: Restore\nmetadata: {name: r}\n";

  private static List<Violation> violations(ThrowingCallable call) {
    InvalidSpecException e = catchThrowableOfType(InvalidSpecException.class, call);
    assertThat(e).as("violations were expected").isNotNull();
    return e.violations();
  }

  private static List<String> texts(String backup) {
    return violations(() -> SpecYaml.readBackup(backup)).stream().map(Violation::toString).toList();
  }

  /** Everything but the fields that exclude others. */
  static BackupSpec fullBackup() {
    LabelSelector selector = LabelSelector.parse("a=b,c in (d,e),f notin (g),h,!i");
    ExecHook exec =
        ExecHook.builder("/bin/sh", "-c", "sync; echo 'done' # really")
            .container("main")
            .onError(HookErrorMode.FAIL)
            .timeout(Duration.ofSeconds(90))
            .build();
    return BackupSpec.builder("full")
        .label("on", "yes")
        .annotation("example.com/at", "2024-01-01")
        .templateLabel("t", "010")
        .includeNamespaces("shop", "shop-*")
        .excludeNamespaces("shop-old")
        .includeResources("deployments.apps", "*.example.com")
        .excludeResources("secrets")
        .includeClusterResources(true)
        .orLabelSelector(selector)
        .orLabelSelector(LabelSelector.parse("x"))
        .orderedResources("pods", "shop/a", "shop/b")
        .orderedResources("nodes", "n1")
        .ttl(Duration.ofDays(30))
        .storageLocation("primary")
        .volumeSnapshotLocations("v1", "v2")
        .itemOperationTimeout(Duration.ofMinutes(90))
        .csiSnapshotTimeout(Duration.ofMillis(1500))
        .addHook(
            HookSpec.builder("hook")
                .includeNamespaces("shop")
                .excludeNamespaces("x")
                .includeResources("pods")
                .excludeResources("jobs")
                .labelSelector(selector)
                .addPre(exec)
                .addPre(ExecHook.builder("true").build())
                .addPost(exec)
                .build())
        .resourcePolicy(ConfigMapRef.of("policy"))
        .snapshotVolumes(false)
        .volumeGroupSnapshotLabelKey("example.com/group")
        .defaultVolumesToFsBackup(false)
        .snapshotMoveData(true)
        .datamover("acme.example.com/mover")
        .parallelFilesUpload(8)
        .build();
  }

  static RestoreSpec fullRestore() {
    return RestoreSpec.builder("full")
        .label("a", "b")
        .annotation("c", "multi\nline")
        .backupName("b")
        .includeNamespaces("one")
        .excludeNamespaces("two")
        .includeResources("pods")
        .excludeResources("secrets")
        .includeClusterResources(false)
        .labelSelector(LabelSelector.parse("a in (b)"))
        .mapNamespace("one", "uno")
        .existingResourcePolicy(ExistingResourcePolicy.NONE)
        .restoreStatus(RestoreStatusSpec.builder().includeResources("jobs").build())
        .preserveNodePorts(true)
        .restorePVs(false)
        .itemOperationTimeout(Duration.ofHours(4))
        .addHook(
            RestoreHookSpec.builder("hook")
                .includeNamespaces("uno")
                .labelSelector(LabelSelector.everything())
                .addPostHook(
                    PostRestoreHook.of(
                        ExecRestoreHook.builder("run")
                            .container("c")
                            .onError(HookErrorMode.CONTINUE)
                            .execTimeout(Duration.ofSeconds(5))
                            .waitTimeout(Duration.ofMinutes(5))
                            .waitForReady(true)
                            .build(),
                        InitRestoreHook.builder()
                            .addInitContainer(
                                "{\"name\":\"n\",\"image\":\"i\",\"command\":[\"c\"],"
                                    + "\"future\":{\"field\":1.5}}")
                            .timeout(Duration.ofSeconds(1))
                            .build()))
                .build())
        .resourceModifier(ConfigMapRef.of("m"))
        .resourcePolicy(ConfigMapRef.of("p"))
        .writeSparseFiles(false)
        .parallelFilesDownload(2)
        .build();
  }

  @Test
  void write_fullSpecs_readBackEqual() {
    BackupSpec scoped =
        BackupSpec.builder("scoped")
            .includeClusterScopedResources("nodes")
            .excludeClusterScopedResources("x")
            .includeNamespaceScopedResources("pods")
            .excludeNamespaceScopedResources("y")
            .labelSelector(LabelSelector.parse("k"))
            .build();

    assertThat(SpecYaml.readBackup(SpecYaml.write(fullBackup()))).isEqualTo(fullBackup());
    assertThat(SpecYaml.readBackup(SpecYaml.writeJson(fullBackup()))).isEqualTo(fullBackup());
    assertThat(SpecYaml.readBackup(SpecYaml.write(scoped))).isEqualTo(scoped);
    assertThat(SpecYaml.readRestore(SpecYaml.write(fullRestore()))).isEqualTo(fullRestore());
    assertThat(SpecYaml.readRestore(SpecYaml.writeJson(fullRestore()))).isEqualTo(fullRestore());
  }

  @Test
  void write_smallSpec_holdsOnlyWhatIsSet() {
    BackupSpec spec =
        BackupSpec.builder("orders").includeNamespaces("shop").ttl(Duration.ofDays(30)).build();
    assertThat(SpecYaml.write(spec))
        .isEqualTo(
            """
            apiVersion: velero.io/v1
            kind: Backup
            metadata:
              name: orders
            spec:
              includedNamespaces:
              - shop
              ttl: 720h0m0s
            """);
  }

  @Test
  void readBackup_kubectlOutput_worksAsItIs() {
    BackupSpec spec =
        SpecYaml.readBackup(
            """
            apiVersion: velero.io/v1
            kind: Backup
            metadata:
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: |
                  {"apiVersion":"velero.io/v1"}
                velero.io/resource-timeout: 10m0s
              creationTimestamp: "2026-01-31T12:00:00Z"
              generation: 5
              labels:
                velero.io/storage-location: default
              managedFields:
              - manager: velero
                fieldsV1: {f:spec: {}}
              name: nightly
              namespace: velero
              ownerReferences: []
              finalizers: [x]
              resourceVersion: "1234"
              uid: 5ff1c4e6-0000-0000-0000-000000000000
            spec:
              csiSnapshotTimeout: 10m0s
              defaultVolumesToFsBackup: false
              hooks: {}
              includedNamespaces:
              - '*'
              itemOperationTimeout: 4h0m0s
              metadata: {}
              snapshotMoveData: false
              storageLocation: default
              ttl: 720h0m0s
              uploaderConfig: {}
              volumeSnapshotLocations: null
            status:
              phase: Completed
              anything: [goes, here]
            """);

    assertThat(spec)
        .isEqualTo(
            BackupSpec.builder("nightly")
                .label("velero.io/storage-location", "default")
                .annotation("velero.io/resource-timeout", "10m0s")
                .csiSnapshotTimeout(Duration.ofMinutes(10))
                .defaultVolumesToFsBackup(false)
                .includeNamespaces("*")
                .itemOperationTimeout(Duration.ofHours(4))
                .snapshotMoveData(false)
                .storageLocation("default")
                .ttl(Duration.ofDays(30))
                .build());
  }

  @Test
  void readBackup_unknownFields_nameTheNearestKnownOne() {
    assertThat(
            texts(
                HEAD
                    + "spec:\n  includeNamespaces: [a]\n  TTL: 1h\n  hooks:\n    resources:\n"
                    + "    - name: h\n      pre:\n      - exec:\n          comand: [x]\n"
                    + "  zzzzzzzzzzzz: 1\n"
                    + "extra: 1\n"))
        .satisfiesExactlyInAnyOrder(
            text ->
                assertThat(text)
                    .isEqualTo(
                        "spec.includeNamespaces: unknown field, did you mean"
                            + " 'includedNamespaces'?"),
            text -> assertThat(text).isEqualTo("spec.TTL: unknown field, did you mean 'ttl'?"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "spec.hooks.resources[0].pre[0].exec.comand: unknown field, did you mean"
                            + " 'command'?"),
            text -> assertThat(text).startsWith("spec.zzzzzzzzzzzz: unknown field; known here are"),
            text -> assertThat(text).startsWith("extra: unknown field"),
            text ->
                assertThat(text)
                    .isEqualTo(
                        "spec.hooks.resources[0].pre[0].exec.command: must have at least one"
                            + " entry"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ttl: 5|spec.ttl: must be a duration such as 720h0m0s, was the number 5",
        "ttl: 30d|spec.ttl: must be a duration such as 720h0m0s or 1h30m, was '30d': there is no"
            + " unit 'd'; write days in hours, 24h each",
        "ttl: {}|spec.ttl: must be a duration such as 720h0m0s, was an object",
        "snapshotVolumes: 'true'|spec.snapshotVolumes: must be a boolean, true or false, was a"
            + " string",
        "includedNamespaces: shop|spec.includedNamespaces: must be a list, was a string",
        "includedNamespaces: [on]|spec.includedNamespaces[0]: must be a string, was the boolean"
            + " true; write it in quotes (YAML takes plain yes, no, on, off, y and n for booleans)",
        "storageLocation: 5|spec.storageLocation: must be a string, was the number 5; write it in"
            + " quotes (YAML takes plain yes, no, on, off, y and n for booleans)",
        "hooks: []|spec.hooks: must be an object, was a list",
        "labelSelector: {matchLabels: {a: [b]}}|spec.labelSelector.matchLabels.a: must be a string,"
            + " was a list",
        "uploaderConfig: {parallelFilesUpload: 1.5}|spec.uploaderConfig.parallelFilesUpload: must"
            + " be an integer of at most 32 bits, was the number 1.5",
        "hooks: {resources: [5]}|spec.hooks.resources[0]: must be an object, was the number 5",
        "labelSelector: {matchExpressions: [{key: a, operator: Gt}]}"
            + "|spec.labelSelector.matchExpressions[0].operator: must be In, NotIn, Exists or"
            + " DoesNotExist, was Gt",
        "hooks: {resources: [{name: h, pre: [{}]}]}|spec.hooks.resources[0].pre[0].exec: must be"
            + " there",
        "hooks: {resources: [{name: h, pre: [{exec: {command: [x], onError: Stop}}]}]}"
            + "|spec.hooks.resources[0].pre[0].exec.onError: must be Continue or Fail, was Stop",
      })
  void readBackup_wrongType_namesPathAndExpectedType(String field, String text) {
    assertThat(texts(HEAD + "spec: {" + field + "}")).containsExactly(text);
  }

  @Test
  void readBackup_dateInALabel_staysText() {
    BackupSpec spec =
        SpecYaml.readBackup(
            """
            apiVersion: velero.io/v1
            kind: Backup
            metadata: {name: b, labels: {day: 2024-01-01, on: "on"}}
            """);
    assertThat(spec.labels()).isEqualTo(Map.of("day", "2024-01-01", "true", "on"));
  }

  @Test
  void readBackup_rulesOfTheSpec_areToldBesideTheRest() {
    assertThat(
            texts(
                """
                apiVersion: velero.io/v2
                kind: Backup
                metadata: {name: B, labels: {a: '!'}}
                spec: {ttl: -1h, bogus: 1}
                """))
        .hasSize(5)
        .anySatisfy(
            t -> assertThat(t).isEqualTo("apiVersion: must be velero.io/v1, was velero.io/v2"))
        .anySatisfy(t -> assertThat(t).startsWith("metadata.name: a lowercase RFC 1123"))
        .anySatisfy(t -> assertThat(t).startsWith("metadata.labels: value '!'"))
        .anySatisfy(t -> assertThat(t).isEqualTo("spec.ttl: must not be negative, was PT-1H"))
        .anySatisfy(t -> assertThat(t).startsWith("spec.bogus: unknown field"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|it is empty",
        "kind: Restore|kind: must be Backup, was Restore",
        "a: 1|kind: must be Backup",
        "kind: List|kind: is a List; split it into files of one object each",
        "kind: BackupList|kind: is a BackupList; split it into files of one object each",
        "[]|must be an object of kind Backup",
        "5|must be an object of kind Backup",
        "kind: Backup|apiVersion: must be velero.io/v1; metadata.name: must not be empty",
      })
  void readBackup_otherDocuments_areRefusedClearly(String yaml, String text) {
    assertThatThrownBy(() -> SpecYaml.readBackup(yaml))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("The file of a Backup is invalid: " + text);
  }

  @Test
  void readBackup_severalDocuments_areRefused() {
    assertThat(texts(HEAD + "---\n" + HEAD))
        .singleElement()
        .asString()
        .contains("several documents");
  }

  @Test
  void readBackup_oldNameOfFsBackup_isReadIntoTheNewOne() {
    BackupSpec both =
        SpecYaml.readBackup(
            HEAD + "spec: {defaultVolumesToRestic: true, defaultVolumesToFsBackup: false}");
    BackupSpec off = SpecYaml.readBackup(HEAD + "spec: {defaultVolumesToRestic: false}");

    assertThat(both.defaultVolumesToFsBackup()).contains(true);
    assertThat(off.defaultVolumesToFsBackup()).isEmpty();
  }

  @Test
  void readRestore_recordWithBothSourcesFilledIn_takesTheBackup() {
    String spec = "spec: {backupName: b, scheduleName: s, excludedResources: [nodes]}\n";

    RestoreSpec read = SpecYaml.readRestore(RESTORE + spec + "status: {phase: Completed}\n");

    assertThat(read.backupName()).contains("b");
    assertThat(read.scheduleName()).isEmpty();
    assertThatThrownBy(() -> SpecYaml.readRestore(RESTORE + spec))
        .hasMessageContaining("Either a backup or schedule must be specified");
  }

  @Test
  void readRestore_badPolicy_givesVelerosText() {
    assertThat(
            violations(
                () ->
                    SpecYaml.readRestore(
                        RESTORE + "spec: {backupName: b, existingResourcePolicy: merge}")))
        .containsExactly(
            new Violation(
                "spec.existingResourcePolicy",
                Code.INVALID,
                "Invalid ExistingResourcePolicy: merge"));
  }

  @Test
  void readRestore_emptyRestoreStatus_meansAll() {
    RestoreSpec spec = SpecYaml.readRestore(RESTORE + "spec: {backupName: b, restoreStatus: {}}");

    assertThat(spec.restoreStatus()).isPresent();
    assertThat(SpecYaml.write(spec)).contains("restoreStatus: {}");
  }

  @Test
  void location_readsAndWritesBack() {
    BackupStorageLocation location =
        BackupStorageLocation.builder("default")
            .provider("aws")
            .bucket("b")
            .prefix("p")
            .config("region", "minio")
            .config("s3ForcePathStyle", "true")
            .credential(SecretKeyRef.of("cloud", "creds"))
            .caCert("-----BEGIN CERTIFICATE-----\nMII\n")
            .isDefault(true)
            .accessMode(AccessMode.READ_ONLY)
            .backupSyncPeriod(Duration.ZERO)
            .validationFrequency(Duration.ofMinutes(1))
            .build();

    String yaml = SpecYaml.write(location);

    assertThat(yaml).contains("s3ForcePathStyle: 'true'").contains("backupSyncPeriod: 0s");
    assertThat(SpecYaml.readLocation(yaml)).isEqualTo(location);
  }

  @Test
  void location_withFaults_tellsAll() {
    String yaml =
        "apiVersion: velero.io/v1\nkind: BackupStorageLocation\nmetadata: {name: v}\n"
            + "spec: {provider: aws, accessMode: Sometimes, config: {s3ForcePathStyle: true},"
            + " objectStorage: {bukket: b, caCert: '*'}}\n";
    assertThat(violations(() -> SpecYaml.readLocation(yaml)))
        .extracting(Violation::field)
        .containsExactlyInAnyOrder(
            "spec.accessMode",
            "spec.config.s3ForcePathStyle",
            "spec.objectStorage.bukket",
            "spec.objectStorage.bucket");
  }

  @Test
  void durations_readAndWriteInTheSyntaxOfTheFiles() {
    assertThat(SpecYaml.readDuration("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(SpecYaml.writeDuration(Duration.ofMinutes(90))).isEqualTo("1h30m0s");
  }
}
