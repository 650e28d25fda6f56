// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.ClusterException;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTesterTest {
  private static final KubernetesItem MAP = KubernetesItem.of("v1", "ConfigMap", "shop", "conf");
  private static final KubernetesItem SECRET = KubernetesItem.of("v1", "Secret", "shop", "key");
  private static final ResourceIdentifier SECRET_ID =
      ResourceIdentifier.of("secrets", "shop", "key");

  private static ActionTester backup(BackupItemAction action) {
    return ActionTester.of(action);
  }

  private static ActionTester restore(RestoreItemAction action) {
    return ActionTester.of(action);
  }

  @Test
  void execute_backupAction_showsWhatItWantsDone() throws Exception {
    ActionOutcome outcome =
        backup(
                input -> {
                  input.info("seen " + input.id());
                  input.warn("careful");
                  return BackupItemResult.changed(input.item().edit(e -> e.label("a", "b")))
                      .withAdditionalItems(SECRET_ID)
                      .withRequiredItems(SECRET_ID.inNamespace("other"));
                })
            .execute("configmaps", MAP);

    assertThat(outcome.applied()).isTrue();
    assertThat(outcome.changed()).isTrue();
    assertThat(outcome.item().labels()).containsExactly(Map.entry("a", "b"));
    assertThat(outcome.additionalItems()).containsExactly(SECRET_ID);
    assertThat(outcome.requiredItems()).containsExactly(SECRET_ID.inNamespace("other"));
    assertThat(outcome.log()).containsExactly("seen configmaps/shop/conf");
    assertThat(outcome.warnings()).containsExactly("careful");
  }

  @Test
  void execute_backupInput_showsRunSettingsAndVisit() throws Exception {
    ActionOutcome outcome =
        backup(
                input ->
                    BackupItemResult.skip(
                        String.join(
                            " ",
                            input.run().name(),
                            input.run().uid(),
                            input.run().backup().name(),
                            input.settings().get("k"),
                            String.valueOf(input.run().restore().isPresent()),
                            String.valueOf(input.finalizing()))))
            .uid("u1")
            .settings(Map.of("k", "v"))
            .finalizing(true)
            .execute("configmaps", MAP);

    assertThat(outcome.skipReason()).contains("backup u1 backup v false true");
    assertThat(outcome.item()).isSameAs(MAP);
  }

  @Test
  void execute_restoreAction_getsTheItemResetAndAsStored() throws Exception {
    KubernetesItem stored =
        MAP.edit(e -> e.set("/metadata/uid", "u").set("/status/phase", "Up").annotate("a", "b"));
    ActionOutcome outcome =
        restore(
                input -> {
                  if (input.id().equals(SECRET_ID)) {
                    return RestoreItemResult.unchanged();
                  }
                  assertThat(input.itemFromBackup()).isEqualTo(stored);
                  assertThat(input.item()).isEqualTo(MAP.edit(e -> e.annotate("a", "b")));
                  assertThat(input.fromBackup(SECRET_ID)).contains(SECRET);
                  assertThat(input.targetNamespace()).isEqualTo("copy");
                  assertThat(input.mapNamespace("other")).isEqualTo("other");
                  assertThat(input.run().restore().map(Restore::name)).contains("r");
                  assertThat(input.planning()).isTrue();
                  return RestoreItemResult.unchanged()
                      .withGeneratedItems(SECRET)
                      .withAdditionalItems(SECRET_ID);
                })
            .inBackup("secrets", SECRET)
            .restore(RestoreSpec.builder("r").backupName("b").mapNamespace("shop", "copy").build())
            .planning(true)
            .execute("configmaps", stored);

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.generatedItems()).containsExactly(SECRET);
    assertThat(outcome.additionalItems()).containsExactly(SECRET_ID);
  }

  @Test
  void execute_itemBlockAction_showsRelatedItems() throws Exception {
    ItemBlockAction action = input -> List.of(SECRET_ID);

    assertThat(ActionTester.of(action).execute("configmaps", MAP).additionalItems())
        .containsExactly(SECRET_ID);
  }

  @Test
  void execute_actionThatThrows_throwsTheSame() {
    assertThatThrownBy(
            () ->
                backup(
                        input -> {
                          throw new IOException("no");
                        })
                    .execute("configmaps", MAP))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
  }

  @ParameterizedTest
  @CsvSource({
    "deploy*, a=b, false",
    "sh?p, a=b, true",
    "s[a-h]op, a=b, true",
    "shop, a=c, false",
    "shop, a, true"
  })
  void execute_selector_decidesWhetherTheActionIsCalled(String glob, String labels, boolean applies)
      throws Exception {
    ActionOutcome outcome =
        ActionTester.of(
                new Selecting(
                    ResourceSelector.ofResources("configmaps").inNamespaces(glob).labelled(labels)))
            .execute("configmaps", MAP.edit(e -> e.label("a", "b")));

    assertThat(outcome.applied()).isEqualTo(applies);
    assertThat(outcome.skipReason().isPresent()).isEqualTo(applies);
  }

  @Test
  void execute_excludingSelectors_leaveItemsOut() throws Exception {
    ResourceSelector all = ResourceSelector.everything();
    for (ResourceSelector selector :
        List.of(all.excludingResources("configmaps"), all.notInNamespaces("sho*"))) {
      assertThat(ActionTester.of(new Selecting(selector)).execute("configmaps", MAP).applied())
          .isFalse();
    }
    KubernetesItem node = KubernetesItem.of("v1", "Node", "", "n");
    ResourceSelector narrowed = all.inNamespaces("s*");
    assertThat(ActionTester.of(new Selecting(narrowed)).execute("nodes", node).applied()).isFalse();
    ResourceSelector wide = all.inNamespaces("*");
    assertThat(ActionTester.of(new Selecting(wide)).execute("nodes", node).applied()).isTrue();
  }

  @Test
  void execute_kindThatIsNotKnown_asksForTheResource() throws Exception {
    ActionTester tester = backup(input -> BackupItemResult.unchanged());

    assertThatThrownBy(() -> tester.execute(MAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v1/ConfigMap");
    assertThat(tester.live("configmaps", MAP).execute(MAP).applied()).isTrue();
  }

  @Test
  void of_actionOfNoTestableKind_isRefused() {
    ItemAction none = new ItemAction() {};

    assertThatThrownBy(() -> ActionTester.of(none)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void once_withinARun_keepsItsState() throws Exception {
    AtomicInteger made = new AtomicInteger();
    ActionTester tester =
        backup(
            input -> {
              input
                  .run()
                  .once(AtomicInteger.class, () -> new AtomicInteger(made.incrementAndGet()));
              return BackupItemResult.unchanged();
            });
    tester.execute("configmaps", MAP);
    tester.execute("configmaps", MAP);
    assertThat(made).hasValue(1);

    tester.newRun().execute("configmaps", MAP);
    assertThat(made).hasValue(2);
  }

  @Test
  void cluster_objects_canBeReadAndChanged() {
    ClusterClient cluster =
        backup(input -> BackupItemResult.unchanged())
            .live("secrets", SECRET, SECRET.edit(e -> e.rename("labelled").label("a", "b")))
            .live("deployments.apps", KubernetesItem.of("apps/v1", "Deployment", "shop", "web"))
            .cluster();

    assertThat(cluster.get(SECRET_ID)).contains(SECRET);
    assertThat(cluster.resolve("deployments")).contains("deployments.apps");
    assertThat(cluster.resolve("pods")).isEmpty();
    assertThat(cluster.list(ItemQuery.ofResource("secrets").labelled("a=b")))
        .extracting(KubernetesItem::name)
        .containsExactly("labelled");
    assertThat(cluster.list(ItemQuery.ofResource("secrets").inNamespace("other"))).isEmpty();
    assertThat(cluster.patch(SECRET_ID, Patch.merge("{\"type\":\"t\",\"data\":{\"a\":\"b\"}}")))
        .isEqualTo(SECRET.edit(e -> e.set("/type", "t").set("/data/a", "b")));
    assertThat(cluster.patch(SECRET_ID, Patch.merge("{\"type\":null,\"data\":null}")))
        .isEqualTo(SECRET);
    cluster.delete(SECRET_ID);
    assertThat(cluster.get(SECRET_ID)).isEmpty();
    assertThat(cluster.create(SECRET)).isEqualTo(SECRET);
  }

  @Test
  void cluster_impossibleCalls_failLikeAServer() {
    ClusterClient cluster =
        backup(input -> BackupItemResult.unchanged()).live("secrets", SECRET).cluster();

    assertThatThrownBy(() -> cluster.create(SECRET))
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.reason()).isEqualTo("AlreadyExists"));
    assertThatThrownBy(() -> cluster.create(MAP)).isInstanceOf(ClusterException.class);
    assertThatThrownBy(() -> cluster.list(ItemQuery.ofResource("pods")))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.status()).isEqualTo(404));
    assertThatThrownBy(() -> cluster.patch(SECRET_ID, Patch.json("[]")))
        .isInstanceOf(ClusterException.class);
    assertThatThrownBy(() -> cluster.patch(SECRET_ID.inNamespace("x"), Patch.merge("{}")))
        .isInstanceOf(ClusterException.class);
  }

  private record Selecting(ResourceSelector appliesTo) implements BackupItemAction {
    @Override
    public BackupItemResult execute(BackupItemInput input) {
      return BackupItemResult.skip("called");
    }
  }
}
