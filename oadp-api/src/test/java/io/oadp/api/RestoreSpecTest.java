// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a RestoreSpec keeps, and what it refuses in Velero's words. */
class RestoreSpecTest {
  private static RestoreSpec.Builder restore() {
    return RestoreSpec.builder("r").backupName("b");
  }

  private static List<String> texts(RestoreSpec.Builder builder) {
    InvalidSpecException e = catchThrowableOfType(InvalidSpecException.class, builder::build);
    assertThat(e).as("violations were expected").isNotNull();
    return e.violations().stream().map(Violation::toString).toList();
  }

  @Test
  void build_everyField_readsBack() {
    RestoreHookSpec hook =
        RestoreHookSpec.builder("h")
            .includeNamespaces("n")
            .addExec(
                ExecRestoreHook.builder("run")
                    .container("c")
                    .onError(HookErrorMode.FAIL)
                    .execTimeout(Duration.ofSeconds(1))
                    .waitTimeout(Duration.ofSeconds(2))
                    .waitForReady(true)
                    .build())
            .addInit(
                InitRestoreHook.builder()
                    .addInitContainer("{\"name\":\"n\",\"image\":\"i\",\"command\":[\"c\"]}")
                    .timeout(Duration.ofSeconds(3))
                    .build())
            .build();
    RestoreSpec spec =
        restore()
            .label("l", "1")
            .annotation("a", "2")
            .includeNamespaces("one")
            .excludeNamespaces("two")
            .includeResources("pods")
            .excludeResources("secrets")
            .includeClusterResources(true)
            .labelSelector(LabelSelector.parse("x"))
            .mapNamespace("one", "uno")
            .existingResourcePolicy(ExistingResourcePolicy.UPDATE)
            .restoreStatus(RestoreStatusSpec.builder().includeResources("jobs").build())
            .preserveNodePorts(true)
            .restorePVs(false)
            .itemOperationTimeout(Duration.ofHours(1))
            .addHook(hook)
            .resourceModifier(ConfigMapRef.of("m"))
            .resourcePolicy(ConfigMapRef.of("p"))
            .writeSparseFiles(true)
            .parallelFilesDownload(3)
            .build();

    assertThat(spec.backupName()).contains("b");
    assertThat(spec.scheduleName()).isEmpty();
    assertThat(spec.namespaceMapping()).isEqualTo(Map.of("one", "uno"));
    assertThat(spec.existingResourcePolicy()).contains(ExistingResourcePolicy.UPDATE);
    assertThat(spec.restoreStatus().orElseThrow().includedResources()).containsExactly("jobs");
    assertThat(spec.preserveNodePorts()).contains(true);
    assertThat(spec.restorePVs()).contains(false);
    assertThat(spec.includeClusterResources()).contains(true);
    assertThat(spec.itemOperationTimeout()).contains(Duration.ofHours(1));
    assertThat(spec.hooks()).containsExactly(hook);
    assertThat(spec.hooks().get(0).postHooks()).hasSize(2);
    assertThat(spec.resourceModifier().map(ConfigMapRef::name)).contains("m");
    assertThat(spec.resourcePolicy().map(ConfigMapRef::name)).contains("p");
    assertThat(spec.writeSparseFiles()).contains(true);
    assertThat(spec.parallelFilesDownload()).isEqualTo(OptionalInt.of(3));
    assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
    assertThat(spec.toString()).contains("backupName=b").contains("hooks=(1)");
  }

  @Test
  void build_emptyRestoreStatus_isNotTheSameAsNone() {
    RestoreSpec all = restore().restoreStatus(RestoreStatusSpec.builder().build()).build();

    assertThat(all.restoreStatus()).isPresent();
    assertThat(all).isNotEqualTo(restore().build());
  }

  @Test
  void build_sourceNeitherOrBoth_givesVelerosText() {
    String text =
        "backupName: Either a backup or schedule must be specified as a source for the restore, but"
            + " not both";
    assertThat(texts(RestoreSpec.builder("r"))).containsExactly(text);
    assertThat(texts(restore().scheduleName("s"))).containsExactly(text);
    assertThatCode(() -> RestoreSpec.builder("r").scheduleName("s").build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_nonRestorableResources_giveVelerosText() {
    assertThat(texts(restore().includeResources("nodes", "pods", "backups.velero.io")))
        .containsExactly(
            "includedResources: nodes are non-restorable resources",
            "includedResources: backups.velero.io are non-restorable resources");
  }

  @Test
  void build_badLists_giveVelerosTexts() {
    assertThat(
            texts(
                restore()
                    .includeResources("a", "*")
                    .includeNamespaces("x")
                    .excludeNamespaces("x", "*")))
        .containsExactly(
            "includedResources: Invalid included/excluded resource lists: includes list must either"
                + " contain '*' only, or a non-empty list of items",
            "excludedNamespaces: Invalid included/excluded namespace lists: excludes list cannot"
                + " contain '*'",
            "excludedNamespaces: Invalid included/excluded namespace lists: excludes list cannot"
                + " contain an item in the includes list: x");
    assertThatCode(() -> restore().includeNamespaces("Not checked by Velero").build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_mappingToWhatCannotBeANamespace_isInvalid() {
    assertThat(texts(restore().mapNamespace("a", "B")))
        .singleElement()
        .asString()
        .startsWith("namespaceMapping: target 'B' of 'a': a lowercase RFC 1123 label");
  }

  @Test
  void build_bothKindsOfSelectors_givesVelerosText() {
    LabelSelector any = LabelSelector.everything();
    assertThat(texts(restore().labelSelector(any).orLabelSelector(any)))
        .containsExactly(
            "orLabelSelectors: encountered labelSelector as well as orLabelSelectors in restore"
                + " spec, only one can be specified");
  }

  @Test
  void build_brokenHooks_areInvalidWithTheirPath() {
    RestoreHookSpec hook =
        RestoreHookSpec.builder("h")
            .addInit(
                InitRestoreHook.builder()
                    .addInitContainer("{\"name\":\"n\",\"image\":\"\",\"command\":[\"c\"]}")
                    .addInitContainer("{")
                    .build())
            .addExec(ExecRestoreHook.builder().build())
            .build();
    assertThat(texts(restore().addHook(hook)))
        .containsExactly(
            "hooks.resources[0].postHooks[0].init.initContainers[0]: invalid init container in"
                + " restore hook \"h\": invalid InitContainer in restore hook, it doesn't have"
                + " Command, Name or Image field",
            "hooks.resources[0].postHooks[0].init.initContainers[1]: invalid init container in"
                + " restore hook \"h\": it is not JSON",
            "hooks.resources[0].postHooks[1].exec.command: must have at least one entry");
  }

  @Test
  void toString_hidesCommandsAndContainers() {
    PostRestoreHook both =
        PostRestoreHook.of(
            ExecRestoreHook.builder("s3cret").build(),
            InitRestoreHook.builder().addInitContainer("{\"s3cret\":1}").build());

    assertThat(both.toString()).doesNotContain("s3cret");
    assertThat(both.exec()).isPresent();
    assertThat(both.init()).isPresent();
  }
}
