// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupSpec;
import io.oadp.api.ConfigMapRef;
import io.oadp.api.ExecHook;
import io.oadp.api.ExecRestoreHook;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.HookSpec;
import io.oadp.api.RestoreHookSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import io.oadp.api.Violation;
import io.oadp.api.Violation.Code;
import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusal by effect: what changes the outcome is refused, what does not passes. */
class ServedFieldsTest {
  @Test
  void backup_fieldsThatChangeTheOutcome_areRefused() {
    BackupSpec spec =
        BackupSpec.builder("b")
            .addHook(HookSpec.builder("h").addPre(ExecHook.builder("x").build()).build())
            .resourcePolicy(ConfigMapRef.of("p"))
            .snapshotMoveData(true)
            .defaultVolumesToFsBackup(true)
            .build();

    assertThat(ServedFields.notServed(spec))
        .allSatisfy(violation -> assertThat(violation.code()).isEqualTo(Code.NOT_SERVED))
        .extracting(Violation::field)
        .containsExactly("hooks", "resourcePolicy", "snapshotMoveData", "defaultVolumesToFsBackup");
  }

  @Test
  void backup_everythingElse_passes() {
    BackupSpec.Builder spec =
        BackupSpec.builder("b")
            .label("l", "1")
            .annotation("a", "1")
            .templateLabel("t", "1")
            .includeNamespaces("a*")
            .excludeNamespaces("b")
            .labelSelector(LabelSelector.parse("x"))
            .ttl(Duration.ofHours(1))
            .storageLocation("s")
            .orderedResources("pods", "a/b")
            .itemOperationTimeout(Duration.ofHours(1))
            .csiSnapshotTimeout(Duration.ofHours(1))
            .volumeSnapshotLocations("v")
            .volumeGroupSnapshotLabelKey("k")
            .snapshotVolumes(true)
            .snapshotMoveData(false)
            .defaultVolumesToFsBackup(false)
            .datamover("m")
            .parallelFilesUpload(4)
            .addHook(HookSpec.builder("does-nothing").build());

    assertThat(
            ServedFields.notServed(
                spec.includeResources("pods").includeClusterResources(true).build()))
        .isEmpty();
    assertThat(
            ServedFields.notServed(
                BackupSpec.builder("b")
                    .includeClusterScopedResources("*")
                    .excludeNamespaceScopedResources("x")
                    .build()))
        .isEmpty();
  }

  @Test
  void restore_fieldsThatChangeTheOutcome_areRefused() {
    RestoreSpec spec =
        RestoreSpec.builder("r")
            .backupName("b")
            .addHook(
                RestoreHookSpec.builder("h").addExec(ExecRestoreHook.builder("x").build()).build())
            .resourceModifier(ConfigMapRef.of("m"))
            .resourcePolicy(ConfigMapRef.of("p"))
            .build();

    assertThat(ServedFields.notServed(spec))
        .allSatisfy(violation -> assertThat(violation.code()).isEqualTo(Code.NOT_SERVED))
        .extracting(Violation::field)
        .containsExactly("hooks", "resourceModifier", "resourcePolicy");
  }

  @Test
  void restore_everythingElse_passes() {
    RestoreSpec spec =
        RestoreSpec.builder("r")
            .scheduleName("s")
            .includeNamespaces("a*")
            .includeResources("pods")
            .includeClusterResources(false)
            .orLabelSelector(LabelSelector.parse("x"))
            .mapNamespace("a", "b")
            .existingResourcePolicy(ExistingResourcePolicy.UPDATE)
            .restoreStatus(RestoreStatusSpec.builder().build())
            .preserveNodePorts(true)
            .restorePVs(true)
            .itemOperationTimeout(Duration.ofHours(1))
            .writeSparseFiles(true)
            .parallelFilesDownload(2)
            .addHook(RestoreHookSpec.builder("does-nothing").build())
            .build();

    assertThat(ServedFields.notServed(spec)).isEmpty();
  }
}
