// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oadp.api.Violation.Code;
import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a BackupSpec keeps, and what it refuses in Velero's words. */
class BackupSpecTest {
  private static BackupSpec.Builder backup() {
    return BackupSpec.builder("b");
  }

  private static List<String> texts(BackupSpec.Builder builder) {
    InvalidSpecException e = catchThrowableOfType(InvalidSpecException.class, builder::build);
    assertThat(e).as("violations were expected").isNotNull();
    return e.violations().stream().map(Violation::toString).toList();
  }

  @Test
  void build_everyField_readsBack() {
    LabelSelector app = LabelSelector.parse("app=shop");
    HookSpec hook = HookSpec.builder("h").addPre(ExecHook.builder("sync").build()).build();
    BackupSpec spec =
        backup()
            .label("l", "1")
            .annotation("a", "2")
            .templateLabel("t", "3")
            .includeNamespaces("one", "t*")
            .excludeNamespaces("two")
            .includeResources("pods")
            .excludeResources("secrets")
            .includeClusterResources(false)
            .orLabelSelector(app)
            .orLabelSelector(LabelSelector.parse("x"))
            .orderedResources("pods", "one/p1", "one/p2")
            .ttl(Duration.ofDays(30))
            .storageLocation("primary")
            .volumeSnapshotLocations("v1", "v2")
            .itemOperationTimeout(Duration.ofHours(1))
            .csiSnapshotTimeout(Duration.ofMinutes(1))
            .addHook(hook)
            .resourcePolicy(ConfigMapRef.of("policy"))
            .snapshotVolumes(true)
            .volumeGroupSnapshotLabelKey("group")
            .defaultVolumesToFsBackup(false)
            .snapshotMoveData(true)
            .datamover("acme")
            .parallelFilesUpload(4)
            .build();

    assertThat(spec.name()).isEqualTo("b");
    assertThat(spec.labels()).isEqualTo(Map.of("l", "1"));
    assertThat(spec.annotations()).isEqualTo(Map.of("a", "2"));
    assertThat(spec.templateLabels()).isEqualTo(Map.of("t", "3"));
    assertThat(spec.includedNamespaces()).containsExactly("one", "t*");
    assertThat(spec.excludedNamespaces()).containsExactly("two");
    assertThat(spec.includedResources()).containsExactly("pods");
    assertThat(spec.excludedResources()).containsExactly("secrets");
    assertThat(spec.includeClusterResources()).contains(false);
    assertThat(spec.labelSelector()).isEmpty();
    assertThat(spec.orLabelSelectors()).hasSize(2).first().isEqualTo(app);
    assertThat(spec.orderedResources()).isEqualTo(Map.of("pods", List.of("one/p1", "one/p2")));
    assertThat(spec.ttl()).contains(Duration.ofDays(30));
    assertThat(spec.storageLocation()).contains("primary");
    assertThat(spec.volumeSnapshotLocations()).containsExactly("v1", "v2");
    assertThat(spec.itemOperationTimeout()).contains(Duration.ofHours(1));
    assertThat(spec.csiSnapshotTimeout()).contains(Duration.ofMinutes(1));
    assertThat(spec.hooks()).containsExactly(hook);
    assertThat(spec.resourcePolicy().map(ConfigMapRef::name)).contains("policy");
    assertThat(spec.snapshotVolumes()).contains(true);
    assertThat(spec.volumeGroupSnapshotLabelKey()).contains("group");
    assertThat(spec.defaultVolumesToFsBackup()).contains(false);
    assertThat(spec.snapshotMoveData()).contains(true);
    assertThat(spec.datamover()).contains("acme");
    assertThat(spec.parallelFilesUpload()).isEqualTo(OptionalInt.of(4));
    assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
    assertThat(spec.withName("c")).isNotEqualTo(spec);
    assertThat(spec.withName("c").withName("b")).isEqualTo(spec);
  }

  @Test
  void build_nothingSet_leavesEverythingOpen() {
    BackupSpec spec = backup().build();

    assertThat(spec.includedNamespaces()).isEmpty();
    assertThat(spec.snapshotVolumes()).isEqualTo(Optional.empty());
    assertThat(spec.ttl()).isEmpty();
    assertThat(spec.parallelFilesUpload()).isEmpty();
    assertThat(spec).hasToString("BackupSpec 'b' {}");
  }

  @Test
  void build_valuesThatVeleroTakesForUnset_areUnset() {
    BackupSpec spec =
        backup().ttl(Duration.ZERO).storageLocation("").parallelFilesUpload(0).build();

    assertThat(spec).isEqualTo(backup().build());
  }

  @Test
  void builder_bareNounReplaces_includeAppends() {
    BackupSpec spec =
        backup()
            .includeNamespaces("a")
            .includeNamespaces("b")
            .storageLocation("x")
            .storageLocation("y")
            .volumeSnapshotLocations("x")
            .volumeSnapshotLocations("y")
            .label("k", "1")
            .label("k", "2")
            .build();

    assertThat(spec.includedNamespaces()).containsExactly("a", "b");
    assertThat(spec.storageLocation()).contains("y");
    assertThat(spec.volumeSnapshotLocations()).containsExactly("y");
    assertThat(spec.labels()).isEqualTo(Map.of("k", "2"));
  }

  @Test
  void spec_cannotBeChangedThroughItsBuilderOrLists() {
    BackupSpec.Builder builder = backup().includeNamespaces("a").label("k", "v");
    BackupSpec spec = builder.build();
    builder.includeNamespaces("b").label("l", "w");

    assertThat(spec.includedNamespaces()).containsExactly("a");
    assertThat(spec.labels()).hasSize(1);
    assertThatThrownBy(() -> spec.includedNamespaces().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.labels().put("m", "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void build_severalFaults_tellsAllInOneMessage() {
    assertThatThrownBy(
            () ->
                BackupSpec.builder("orders-nightly")
                    .ttl(Duration.ofHours(-1))
                    .includeNamespaces("*", "a")
                    .build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "BackupSpec 'orders-nightly' is invalid: includedNamespaces: Invalid included/excluded"
                + " namespace lists: includes list must either contain '*' only, or a non-empty"
                + " list of items; ttl: must not be negative, was PT-1H");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "shop_1", "-a", "a.", "a..b", "a/b", "\u00e4", "a b"})
  void build_badName_isInvalid(String name) {
    assertThat(texts(BackupSpec.builder(name)))
        .singleElement()
        .asString()
        .startsWith("name: a lowercase RFC 1123 subdomain must consist of");
  }

  @Test
  void build_nameLengths() {
    assertThatCode(() -> BackupSpec.builder("a".repeat(253)).build()).doesNotThrowAnyException();
    assertThat(texts(BackupSpec.builder("a".repeat(254))))
        .containsExactly("name: must be no more than 253 characters");
    assertThat(texts(BackupSpec.builder(""))).containsExactly("name: must not be empty");
  }

  @Test
  void build_oldAndScopedFilters_giveVelerosText() {
    assertThat(texts(backup().includeResources("pods").excludeClusterScopedResources("nodes")))
        .containsExactly(
            "includedResources: include-resources, exclude-resources and include-cluster-resources"
                + " are old filter parameters.\n"
                + "include-cluster-scoped-resources, exclude-cluster-scoped-resources,"
                + " include-namespace-scoped-resources and exclude-namespace-scoped-resources are"
                + " new filter parameters.\n"
                + "They cannot be used together");
    assertThat(texts(backup().includeClusterResources(false).includeNamespaceScopedResources("x")))
        .hasSize(1);
  }

  @Test
  void build_badOldResourceLists_giveVelerosTexts() {
    String title = "Invalid included/excluded resource lists: ";
    assertThat(texts(backup().includeResources("*", "pods").excludeResources("*", "pods", "nodes")))
        .containsExactly(
            "includedResources: "
                + title
                + "includes list must either contain '*' only, or a non-empty list of items",
            "excludedResources: " + title + "excludes list cannot contain '*'",
            "excludedResources: "
                + title
                + "excludes list cannot contain an item in the includes list: *",
            "excludedResources: "
                + title
                + "excludes list cannot contain an item in the includes list: pods");
  }

  @Test
  void build_badScopedLists_giveVelerosTexts() {
    String cluster = "Invalid cluster-scoped included/excluded resource lists: ";
    assertThat(
            texts(
                backup()
                    .includeClusterScopedResources("*", "nodes")
                    .excludeClusterScopedResources("*", "nodes")))
        .containsExactly(
            "includedClusterScopedResources: "
                + cluster
                + "includes list must either contain '*' only, or a non-empty list of items",
            "excludedClusterScopedResources: "
                + cluster
                + "excludes list must either contain '*' only, or a non-empty list of items",
            "excludedClusterScopedResources: "
                + cluster
                + "when exclude is '*', include cannot have value",
            "excludedClusterScopedResources: "
                + cluster
                + "excludes list cannot contain an item in the includes list: *",
            "excludedClusterScopedResources: "
                + cluster
                + "excludes list cannot contain an item in the includes list: nodes");
    assertThat(
            texts(
                backup()
                    .includeNamespaceScopedResources("pods")
                    .excludeNamespaceScopedResources("*")))
        .containsExactly(
            "excludedNamespaceScopedResources: Invalid namespace-scoped included/excluded resource"
                + " lists: when exclude is '*', include cannot have value");
    assertThatCode(() -> backup().excludeClusterScopedResources("*").build())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "a|b;wildcard pattern contains unsupported characters: |, (, ), !, {, }, ,",
        "a,b;wildcard pattern contains unsupported characters: |, (, ), !, {, }, ,",
        "[!a];wildcard pattern contains unsupported characters: |, (, ), !, {, }, ,",
        "a**;wildcard pattern contains consecutive asterisks (only single * allowed)",
        "a[];wildcard pattern contains empty bracket pattern '[]'",
        "a[b;wildcard pattern contains unclosed bracket '['",
        "a]b;wildcard pattern contains unmatched closing bracket ']'",
        "[a]];wildcard pattern contains unmatched closing bracket ']'",
      })
  void build_badNamespaceGlob_givesVelerosText(String namespace, String text) {
    String title = "Invalid included/excluded namespace lists: ";
    assertThat(texts(backup().includeNamespaces(namespace)))
        .containsExactly("includedNamespaces: " + title + text);
    assertThat(texts(backup().excludeNamespaces(namespace)))
        .containsExactly("excludedNamespaces: " + title + text);
  }

  @Test
  void build_namespaceThatCannotBe_givesVelerosText() {
    String rule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
            + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
            + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    String title = "Invalid included/excluded namespace lists: ";
    assertThat(texts(backup().includeNamespaces("Shop*")))
        .containsExactly("includedNamespaces: " + title + "invalid namespace \"Shop*\": " + rule);
    assertThat(texts(backup().includeNamespaces("a.b")))
        .containsExactly(
            "includedNamespaces: " + title + "invalid namespace \"a.b\": must not contain dots");
    assertThat(texts(backup().includeNamespaces("a".repeat(64))))
        .containsExactly(
            "includedNamespaces: "
                + title
                + "invalid namespace \""
                + "a".repeat(64)
                + "\": must be no more than 63 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a", "a*", "*-a?b", "[abc]x", "a[0-9]", "a[[]"})
  void build_namespaceEntriesThatVeleroTakes_areFine(String namespace) {
    assertThatCode(() -> backup().includeNamespaces(namespace).build()).doesNotThrowAnyException();
  }

  @Test
  void build_allNamespacesExcluded_isInvalid() {
    assertThat(texts(backup().includeNamespaces("*").excludeNamespaces("*"))).hasSize(2);
  }

  @Test
  void build_bothKindsOfSelectors_givesVelerosText() {
    LabelSelector selector = LabelSelector.parse("a");
    assertThat(texts(backup().labelSelector(selector).orLabelSelector(selector)))
        .containsExactly(
            "orLabelSelectors: encountered labelSelector as well as orLabelSelectors in backup"
                + " spec, only one can be specified");
  }

  @Test
  void build_durations() {
    assertThat(
            texts(
                backup()
                    .csiSnapshotTimeout(Duration.ofSeconds(-1))
                    .itemOperationTimeout(Duration.ofSeconds(-1))
                    .ttl(Duration.ofDays(200_000))))
        .containsExactly(
            "ttl: must not be longer than 292 years, was PT4800000H",
            "csiSnapshotTimeout: must not be negative, was PT-1S",
            "itemOperationTimeout: must not be negative, was PT-1S");
  }

  @Test
  void build_badLabelsAndAnnotations_areInvalid() {
    assertThat(
            texts(
                backup()
                    .label("a/b/c", "v")
                    .label("k", "no spaces")
                    .annotation("-x", "anything at all is fine here")
                    .templateLabel("k", "v".repeat(64))))
        .hasSize(4)
        .anySatisfy(text -> assertThat(text).startsWith("labels: key 'a/b/c'"))
        .anySatisfy(text -> assertThat(text).startsWith("labels: value 'no spaces' of 'k'"))
        .anySatisfy(text -> assertThat(text).startsWith("annotations: key '-x'"))
        .anySatisfy(text -> assertThat(text).startsWith("metadata.labels: value"));
    assertThat(texts(backup().annotation("big", "x".repeat(256 * 1024))))
        .containsExactly("annotations: must not be larger than 262144 bytes in all, were 262147");
    assertThatCode(() -> backup().annotation("Example.COM/Key", "v").build())
        .as("the case of an annotation's key does not matter")
        .doesNotThrowAnyException();
  }

  @Test
  void build_policyThatIsNoConfigMap_isInvalid() {
    assertThat(texts(backup().resourcePolicy(ConfigMapRef.of("", "Secret", "")))) //
        .containsExactly(
            "resourcePolicy.kind: must be ConfigMap, was 'Secret', which Velero would ignore",
            "resourcePolicy.name: must not be empty");
    assertThatCode(() -> backup().resourcePolicy(ConfigMapRef.of("", "ConfigMap", "p")).build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_brokenHooks_areInvalidWithTheirPath() {
    HookSpec hook =
        HookSpec.builder("")
            .addPre(ExecHook.builder().build())
            .addPost(ExecHook.builder("x").build())
            .addPost(ExecHook.builder(List.of()).build())
            .build();
    assertThat(texts(backup().addHook(hook)))
        .containsExactly(
            "hooks.resources[0].name: must not be empty",
            "hooks.resources[0].pre[0].exec.command: must have at least one entry",
            "hooks.resources[0].post[1].exec.command: must have at least one entry");
  }

  @Test
  void build_negativeUploads_areInvalid() {
    assertThat(texts(backup().parallelFilesUpload(-1)))
        .containsExactly("uploaderConfig.parallelFilesUpload: must not be negative, was -1");
  }

  @Test
  void violations_haveCodes() {
    List<Violation> violations =
        BackupSpec.builder("")
            .includeNamespaces("a")
            .excludeNamespaces("a")
            .buildUnchecked()
            .violations();

    assertThat(violations)
        .extracting(Violation::code)
        .containsExactly(Code.REQUIRED, Code.CONFLICT);
  }

  @Test
  void toString_hidesCommandsAndAnnotations() {
    BackupSpec spec =
        backup()
            .annotation("a", "s3cret")
            .addHook(
                HookSpec.builder("h").addPre(ExecHook.builder("login", "s3cret").build()).build())
            .ttl(Duration.ofHours(1))
            .build();

    assertThat(spec.toString()).doesNotContain("s3cret").contains("ttl=PT1H", "hooks=(1)");
    assertThat(spec.hooks().get(0).toString()).doesNotContain("s3cret");
    assertThat(spec.hooks().get(0).pre().get(0).toString()).doesNotContain("s3cret");
  }
}
