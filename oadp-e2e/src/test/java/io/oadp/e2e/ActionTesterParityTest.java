// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Oadp;
import io.oadp.api.Problem;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.core.Clusters;
import io.oadp.core.OadpEngine;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemOperations;
import io.oadp.spi.OperationInput;
import io.oadp.spi.OperationStatus;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import io.oadp.testkit.assertions.ArchiveAssert;
import io.oadp.testkit.assertions.StoredArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds ActionTester to the engine: the same action and items give the same stored items, restored
 * objects and problems in both. A case is one line.
 */
class ActionTesterParityTest {
  private static final String NAME = "example.com/action";
  private static final ResourceIdentifier CONF =
      ResourceIdentifier.of("configmaps", "shop", "conf");
  private static final ResourceIdentifier CONF_OTHER =
      ResourceIdentifier.of("configmaps", "shop", "kube-root-ca.crt");
  private static final ResourceIdentifier KEY = ResourceIdentifier.of("secrets", "shop", "key");
  private static final ResourceIdentifier VAULT = ResourceIdentifier.of("secrets", "vault", "key");
  private static final ResourceIdentifier HIDDEN =
      ResourceIdentifier.of("secrets", "shop", "hidden");
  private static final ResourceIdentifier ROLE =
      ResourceIdentifier.clusterScoped("clusterroles.rbac.authorization.k8s.io", "r");
  private static final ResourceIdentifier GONE = ResourceIdentifier.of("secrets", "shop", "gone");
  private static final ResourceIdentifier UNKNOWN =
      ResourceIdentifier.of("wheels.shop.example.com", "shop", "w");
  private static final List<ResourceIdentifier> ITEMS = List.of(CONF, KEY, VAULT, HIDDEN, ROLE);

  private FakeCluster source;
  private FakeCluster target;
  private InMemoryObjectStore store;

  @BeforeEach
  void start() {
    source = FakeCluster.start();
    target = FakeCluster.start();
    store = new InMemoryObjectStore();
    source.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    source.apply(KubernetesItem.of("v1", "Namespace", "", "vault"));
    source.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "conf")
            .edit(e -> e.label("root", "yes").set("/data/secret", "key")),
        KubernetesItem.of("v1", "Secret", "shop", "key").edit(e -> e.set("/type", "Opaque")),
        KubernetesItem.of("v1", "Secret", "shop", "hidden")
            .edit(e -> e.set("/type", "Opaque").label("velero.io/exclude-from-backup", "true")),
        KubernetesItem.of("v1", "Secret", "vault", "key").edit(e -> e.set("/type", "Opaque")),
        KubernetesItem.of("rbac.authorization.k8s.io/v1", "ClusterRole", "", "r")
            .edit(e -> e.setJson("/rules", "[]")));
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private static Arguments backup(String what, BackupItemAction ofConf) {
    return backup(what, ofConf, spec -> {});
  }

  /** The action as given for the root item; items that come along are marked. */
  private static Arguments backup(
      String what, BackupItemAction ofConf, Consumer<BackupSpec.Builder> spec) {
    BackupItemAction action =
        input -> input.id().equals(CONF) ? ofConf.execute(input) : marked(input);
    return Arguments.of(what, action, spec);
  }

  private static BackupItemResult marked(BackupItemInput input) {
    return BackupItemResult.changed(input.item().edit(e -> e.annotate("came", "along")));
  }

  private static BackupItemResult same() {
    return BackupItemResult.unchanged();
  }

  static Stream<Arguments> backups() {
    return Stream.of(
        backup("unchanged", i -> same()),
        backup("changed", i -> BackupItemResult.changed(i.item().edit(e -> e.label("a", "b")))),
        backup("skipped", i -> BackupItemResult.skip("not this one")),
        backup("warning", i -> warned(i)),
        backup("throwing", i -> fail("no such luck")),
        backup("throwing without a message", i -> fail(null)),
        backup("additional", i -> same().withAdditionalItems(KEY)),
        backup("additional of other namespace", i -> same().withAdditionalItems(VAULT)),
        backup("additional of cluster", i -> same().withAdditionalItems(ROLE)),
        backup("additional twice, itself", i -> same().withAdditionalItems(KEY, KEY, CONF)),
        backup("additional gone", i -> same().withAdditionalItems(GONE)),
        backup("additional unknown", i -> same().withAdditionalItems(UNKNOWN)),
        backup("additional labelled out", i -> same().withAdditionalItems(HIDDEN)),
        backup("required", i -> same().withRequiredItems(VAULT)),
        backup("required labelled out", i -> same().withRequiredItems(HIDDEN)),
        backup(
            "required before additional",
            i -> same().withAdditionalItems(VAULT, KEY).withRequiredItems(VAULT)),
        backup(
            "annotation requires",
            i ->
                edit(
                        i,
                        "/metadata/annotations/backup.velero.io~1must-include-additional-items",
                        "true")
                    .withAdditionalItems(VAULT)),
        backup(
            "annotation skips",
            i ->
                edit(i, "/metadata/annotations/velero.io~1skip-from-backup", "x")
                    .withAdditionalItems(KEY)),
        backup(
            "excluded resource",
            i -> same().withAdditionalItems(KEY),
            s -> s.excludeNamespaceScopedResources("secrets")),
        backup(
            "excluded cluster resource",
            i -> same().withAdditionalItems(ROLE),
            s -> s.excludeClusterScopedResources("clusterroles")),
        backup(
            "old filters",
            i -> same().withAdditionalItems(KEY, ROLE),
            s -> s.includeResources("configmaps", "secrets")),
        backup(
            "no cluster resources",
            i -> same().withAdditionalItems(KEY, ROLE),
            s -> s.includeClusterResources(false)),
        backup(
            "all cluster resources",
            i -> same().withAdditionalItems(KEY, ROLE),
            s -> s.includeClusterResources(true)),
        backup("renamed", i -> BackupItemResult.changed(i.item().edit(e -> e.rename("new")))),
        backup(
            "renamed to one that came along",
            i ->
                BackupItemResult.changed(i.item().edit(e -> e.rename("kube-root-ca.crt")))
                    .withAdditionalItems(CONF_OTHER)),
        backup("name taken away", i -> edit(i, "/metadata/name", "")),
        backup("moved", i -> edit(i, "/metadata/namespace", "vault")));
  }

  private static BackupItemResult warned(BackupItemInput input) {
    input.warn("careful");
    return same();
  }

  private static BackupItemResult edit(BackupItemInput input, String place, String value) {
    return BackupItemResult.changed(input.item().edit(e -> e.set(place, value)));
  }

  private static BackupItemResult fail(@Nullable String message) {
    throw new IllegalStateException(message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backups")
  void backup_sameActionAndItems_storesTheSame(
      String what, BackupItemAction action, Consumer<BackupSpec.Builder> narrow) throws Exception {
    BackupSpec.Builder builder =
        BackupSpec.builder("b")
            .includeNamespaces("shop")
            .labelSelector(LabelSelector.parse("root=yes"));
    narrow.accept(builder);
    BackupSpec spec = builder.build();
    ActionTester tester = tester(action).backup(spec);
    List<KubernetesItem> stored = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      ActionOutcome outcome = tester.execute("configmaps", source.get(CONF).orElseThrow());
      stored.addAll(outcome.storedItems());
      outcome.problems().forEach(problem -> problems.add(problem.toString()));
    } catch (Exception e) {
      problems.add(thrown("Error backing up item: ", CONF, e));
    }

    try (Oadp oadp = engine(source).backupItemAction(NAME, action).build()) {
      BackupResult result = oadp.backup(spec);
      assertThat(texts(result.problems())).as("problems").isEqualTo(problems);
      assertThat(items(oadp)).as("items").containsExactlyInAnyOrderElementsOf(stored);
      ArchiveAssert.assertThat(StoredArchive.of(store, "b"))
          .hasNoDuplicates()
          .hasFormatVersion("1.1.0");
    }
  }

  private static String thrown(String before, ResourceIdentifier id, Exception e) {
    return Problem.ofItem(
            Problem.Severity.ERROR,
            id,
            before + NAME + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()))
        .withAction(NAME)
        .toString();
  }

  private static List<String> texts(Stream<Problem> problems) {
    return problems.map(Problem::toString).toList();
  }

  private ActionTester tester(ItemAction action) {
    ActionTester tester = ActionTester.of(action).name(NAME);
    for (ResourceIdentifier id : ITEMS) {
      tester.live(id.groupResource(), source.get(id).orElseThrow());
    }
    return tester.live("configmaps", source.get(CONF_OTHER).orElseThrow());
  }

  /** What the backup holds, but for the namespaces, which come without being asked for. */
  private static List<KubernetesItem> items(Oadp oadp) {
    try (StoredBackup stored = oadp.catalog().open("b")) {
      return stored
          .contents()
          .filter(id -> !id.groupResource().equals("namespaces"))
          .map(id -> stored.item(id).orElseThrow())
          .toList();
    }
  }

  private OadpEngine.Builder engine(FakeCluster cluster) {
    return OadpEngine.builder()
        .cluster(Clusters.ofKubeconfigText(cluster.kubeconfig()))
        .withoutBuiltIns()
        .objectStore("memory", context -> store)
        .location(BackupStorageLocation.builder("mem").provider("memory").bucket("b").build());
  }

  private static Arguments restore(String what, RestoreItemAction ofConf) {
    return restore(what, ofConf, spec -> {});
  }

  private static Arguments restore(
      String what, RestoreItemAction ofConf, Consumer<RestoreSpec.Builder> spec) {
    RestoreItemAction action =
        input ->
            input.id().equals(CONF)
                ? ofConf.execute(input)
                : RestoreItemResult.changed(input.item().edit(e -> e.annotate("came", "along")));
    return Arguments.of(what, action, spec);
  }

  private static RestoreItemResult asIs() {
    return RestoreItemResult.unchanged();
  }

  static Stream<Arguments> restores() {
    KubernetesItem made =
        KubernetesItem.of("v1", "ConfigMap", "copy", "made").edit(e -> e.set("/data/a", "b"));
    return Stream.of(
        restore("unchanged", i -> asIs()),
        restore("changed", i -> RestoreItemResult.changed(i.item().edit(e -> e.label("a", "b")))),
        restore("skipped", i -> RestoreItemResult.skip("not this one").withAdditionalItems(KEY)),
        restore("warning", i -> warned(i)),
        restore("throwing", ActionTesterParityTest::refuse),
        restore("additional", i -> asIs().withAdditionalItems(KEY, KEY, CONF)),
        restore("additional of other namespace", i -> asIs().withAdditionalItems(VAULT)),
        restore(
            "additional excluded",
            i -> asIs().withAdditionalItems(VAULT),
            s -> s.excludeNamespaces("vault")),
        restore("additional of cluster", i -> asIs().withAdditionalItems(ROLE)),
        restore(
            "no cluster resources",
            i -> asIs().withAdditionalItems(ROLE),
            s -> s.includeClusterResources(false)),
        restore(
            "excluded resource",
            i -> asIs().withAdditionalItems(KEY),
            s -> s.excludeResources("secrets")),
        restore("additional gone", i -> asIs().withAdditionalItems(GONE)),
        restore("generated", i -> asIs().withGeneratedItems(made, made)),
        restore(
            "reads the backup",
            i ->
                RestoreItemResult.changed(
                    i.item().edit(e -> e.label("found", i.fromBackup(KEY).orElseThrow().name())))),
        restore("renamed", i -> RestoreItemResult.changed(i.item().edit(e -> e.rename("new")))),
        restore(
            "namespace changed",
            i ->
                RestoreItemResult.changed(
                    i.item().edit(e -> e.set("/metadata/namespace", "vault")))));
  }

  private static RestoreItemResult refuse(RestoreItemInput input) {
    throw new IllegalStateException("no such luck for " + input.id());
  }

  private static RestoreItemResult warned(RestoreItemInput input) {
    input.warn("careful");
    return asIs();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("restores")
  void restore_sameActionAndItems_createsTheSame(
      String what, RestoreItemAction action, Consumer<RestoreSpec.Builder> narrow)
      throws Exception {
    try (Oadp oadp = engine(source).build()) {
      oadp.backup(
              BackupSpec.builder("b")
                  .includeNamespaces("shop", "vault")
                  .includeClusterScopedResources("clusterroles")
                  .build())
          .orThrow();
    }
    RestoreSpec.Builder builder =
        RestoreSpec.builder("r")
            .backupName("b")
            .mapNamespace("shop", "copy")
            .labelSelector(LabelSelector.parse("root=yes"));
    narrow.accept(builder);
    RestoreSpec spec = builder.build();
    ActionTester tester = ActionTester.of(action).name(NAME).restore(spec);
    for (ResourceIdentifier id : List.of(CONF, KEY, VAULT, ROLE)) {
      tester.inBackup(id.groupResource(), source.get(id).orElseThrow());
    }
    tester.backup(BackupSpec.builder("b").build());
    List<KubernetesItem> restored = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      ActionOutcome outcome = tester.execute(source.get(CONF).orElseThrow());
      outcome.restoredItems().forEach(item -> restored.add(withoutServersPart(item)));
      outcome.problems().forEach(problem -> problems.add(problem.toString()));
    } catch (Exception e) {
      problems.add(thrown("error preparing " + CONF + ": ", CONF.inNamespace("copy"), e));
    }

    try (Oadp oadp = engine(target).restoreItemAction(NAME, action).build()) {
      RestoreResult result = oadp.restore(spec);
      assertThat(texts(result.problems())).as("problems").isEqualTo(problems);
      assertThat(created()).as("objects").containsExactlyInAnyOrderElementsOf(restored);
    }
  }

  /** The objects that the restore created, without what the server put into them. */
  private List<KubernetesItem> created() {
    return Stream.of("configmaps", "secrets", "clusterroles.rbac.authorization.k8s.io")
        .flatMap(resource -> target.list(resource, "").stream())
        .filter(item -> !item.name().equals("kube-root-ca.crt"))
        .map(ActionTesterParityTest::withoutServersPart)
        .toList();
  }

  private static KubernetesItem withoutServersPart(KubernetesItem item) {
    return item.edit(
        e ->
            e.remove("/metadata/uid")
                .remove("/metadata/resourceVersion")
                .remove("/metadata/creationTimestamp")
                .remove("/metadata/managedFields"));
  }

  /** The one known difference: the tester runs operations, the engine does not yet. */
  @Test
  void backup_operation_failsItsItemInTheEngineAlone() throws Exception {
    BackupItemAction action = new Exporting();
    BackupSpec spec =
        BackupSpec.builder("b")
            .includeNamespaces("shop")
            .labelSelector(LabelSelector.parse("root=yes"))
            .build();

    assertThat(tester(action).execute(source.get(CONF).orElseThrow()).poll().isCompleted())
        .isTrue();
    try (Oadp oadp = engine(source).backupItemAction(NAME, action).build()) {
      assertThat(texts(oadp.backup(spec).problems()))
          .singleElement()
          .asString()
          .contains("does not run operations");
      assertThat(items(oadp)).isEmpty();
    }
  }

  private static final class Exporting implements BackupItemAction, ItemOperations {
    @Override
    public ResourceSelector appliesTo() {
      return ResourceSelector.ofResources("configmaps");
    }

    @Override
    public BackupItemResult execute(BackupItemInput input) {
      return same().withOperation("op");
    }

    @Override
    public void start(OperationInput operation) {}

    @Override
    public OperationStatus progress(OperationInput operation) {
      return OperationStatus.completed();
    }

    @Override
    public void cancel(OperationInput operation) {}
  }
}
