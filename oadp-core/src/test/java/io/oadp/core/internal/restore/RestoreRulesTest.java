// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.oadp.api.BackupSpec;
import io.oadp.api.Compatibility;
import io.oadp.api.Decision;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.FieldDifference;
import io.oadp.api.ItemReport;
import io.oadp.api.ItemReport.Outcome;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.core.internal.engine.TestEngines;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import io.oadp.testkit.RequestFault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Existing objects, status and managed fields, on the fake cluster. */
class RestoreRulesTest {
  private static final String MAPS = "/api/v1/namespaces/shop/configmaps";
  private static final ResourceIdentifier A = ResourceIdentifier.of("configmaps", "shop", "a");

  private FakeCluster cluster;
  private InMemoryObjectStore store;
  private Oadp oadp;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start();
    store = new InMemoryObjectStore();
    oadp = engine(Compatibility.DEFAULT);
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
  }

  private Oadp engine(Compatibility compatibility) {
    return TestEngines.on(cluster, store).compatibility(compatibility).build();
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private void asVelero() {
    oadp.close();
    oadp = engine(Compatibility.VELERO_1_18);
  }

  private static KubernetesItem config(String name, String value) {
    return KubernetesItem.of("v1", "ConfigMap", "shop", name)
        .edit(e -> e.label("own", "yes").set("/data/value", value));
  }

  private void backUp(String resource, KubernetesItem... items) {
    cluster.apply(items);
    oadp.backup(
            BackupSpec.builder("b1").includeNamespaces("shop").includeResources(resource).build())
        .orThrow();
  }

  private static RestoreSpec.Builder restore() {
    return RestoreSpec.builder("r1").backupName("b1");
  }

  private static RestoreSpec updating() {
    return restore().existingResourcePolicy(ExistingResourcePolicy.UPDATE).build();
  }

  private KubernetesItem live(ResourceIdentifier id) {
    return cluster.get(id).orElseThrow();
  }

  private static Outcome outcome(RestoreResult result, ResourceIdentifier id) {
    return result
        .items()
        .filter(i -> i.item().equals(id))
        .map(ItemReport::outcome)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void update_ofObjectThatDiffers_makesItWhatTheBackupHolds() {
    backUp("configmaps", config("a", "1").edit(e -> e.label("team", "sales")));
    cluster.apply(config("a", "2").edit(e -> e.label("added", "1").set("/data/new", "x")));
    String uid = live(A).text("/metadata/uid").orElseThrow();

    RestoreResult result = oadp.restore(updating());

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.problems()).isEmpty();
    assertThat(outcome(result, A)).isEqualTo(Outcome.UPDATED);
    assertThat(live(A).json("/data")).contains("{\"value\":\"1\"}");
    assertThat(live(A).labels())
        .containsEntry("team", "sales")
        .containsEntry(Likeness.RESTORE_LABEL, "r1")
        .containsEntry(Likeness.BACKUP_LABEL, "b1")
        .doesNotContainKey("added");
    assertThat(live(A).text("/metadata/uid")).contains(uid);
  }

  @Test
  void update_ofObjectThatIsTheSame_setsItsLabelsOnly() {
    backUp("configmaps", config("a", "1"));

    RestoreResult result = oadp.restore(updating());

    assertThat(outcome(result, A)).isEqualTo(Outcome.SKIPPED);
    assertThat(live(A).labels()).containsEntry(Likeness.RESTORE_LABEL, "r1");
    assertThat(live(A).json("/data")).contains("{\"value\":\"1\"}");
  }

  @Test
  void update_thatIsRefused_isWarningAndSetsTheLabels() {
    backUp("configmaps", config("a", "1"));
    cluster.apply(config("a", "2"));
    cluster.inject("PATCH", MAPS + "/a", RequestFault.status(422).times(1));

    RestoreResult result = oadp.restore(updating());

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.warningCount()).isEqualTo(1);
    assertThat(result.problems()).singleElement().satisfies(p -> assertThat(p.item()).contains(A));
    assertThat(outcome(result, A)).isEqualTo(Outcome.FAILED);
    assertThat(live(A).text("/data/value")).contains("2");
    assertThat(live(A).labels()).containsEntry(Likeness.RESTORE_LABEL, "r1");
  }

  @Test
  void update_whoseLabelsAreRefusedToo_isWarningAndError() {
    backUp("configmaps", config("a", "1"));
    cluster.apply(config("a", "2"));
    cluster.inject("PATCH", MAPS + "/a", RequestFault.status(422).always());

    RestoreResult result = oadp.restore(updating());

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(result.problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.WARNING, Problem.Severity.ERROR);
    assertThat(outcome(result, A)).isEqualTo(Outcome.FAILED);
  }

  @Test
  void update_whoseAnswerIsLost_isSentAgain() {
    backUp("configmaps", config("a", "1"));
    cluster.apply(config("a", "2"));
    cluster.inject("PATCH", MAPS + "/a", RequestFault.connectionLost().times(1));

    RestoreResult result = oadp.restore(updating());

    assertThat(outcome(result, A)).isEqualTo(Outcome.UPDATED);
    assertThat(live(A).text("/data/value")).contains("1");
  }

  @Test
  void plan_withUpdate_showsWhatChangesAndChangesIt() throws Exception {
    backUp("configmaps", config("a", "1"));
    cluster.apply(config("a", "2"));

    RestorePlan plan = oadp.plan(updating());

    PlannedItem item = plan.items().filter(i -> i.target().equals(A)).findFirst().orElseThrow();
    assertThat(item.decision()).isEqualTo(Decision.UPDATE);
    assertThat(item.differences())
        .containsExactly(new FieldDifference("/data/value", "\"2\"", "\"1\""));
    assertThat(live(A).text("/data/value")).contains("2");
    assertThat(outcome(oadp.startRestore(plan).await(), A)).isEqualTo(Outcome.UPDATED);
    assertThat(live(A).text("/data/value")).contains("1");
  }

  @Test
  void plan_toCreateWhatSomeoneElseMadeSince_doesNotOverwriteIt() throws Exception {
    backUp("configmaps", config("a", "1"), config("b", "1"));
    RestorePlan plan = oadp.plan(updating().toBuilder().mapNamespace("shop", "copy").build());
    ResourceIdentifier there = A.inNamespace("copy");
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "copy"));
    cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "copy", "a").edit(e -> e.set("/data/value", "mine")));

    RestoreResult result = oadp.startRestore(plan).await();

    assertThat(live(there).text("/data/value")).contains("mine");
    assertThat(outcome(result, there)).isEqualTo(Outcome.FAILED);
    assertThat(result.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.text()).contains("already exists"))
        .satisfies(p -> assertThat(p.severity()).isEqualTo(Problem.Severity.WARNING));
    assertThat(outcome(result, ResourceIdentifier.of("configmaps", "copy", "b")))
        .isEqualTo(Outcome.CREATED);
  }

  private static final String TWO_WRITERS =
      "[{'manager':'kubectl','operation':'Update','apiVersion':'v1','time':'2024-01-01T00:00:00Z',"
          + "'fieldsType':'FieldsV1','fieldsV1':{'f:data':{'.':{},'f:value':{}}}},"
          + "{'manager':'robot','operation':'Update','apiVersion':'v1','time':'2024-02-01T00:00:00Z',"
          + "'fieldsType':'FieldsV1','fieldsV1':{'f:data':{'f:other':{}}}}]";

  private void managedFieldsAre(ResourceIdentifier id, String expected) {
    assertThat(JsonParser.parseString(live(id).json("/metadata/managedFields").orElse("")))
        .isEqualTo(JsonParser.parseString(expected));
  }

  /** Gives a live object the managed fields, as a client can. */
  private void putManagedFields(String name, String managedFields) {
    try (Cluster client = Clusters.ofKubeconfigText(cluster.kubeconfig())) {
      client.patch(
          ResourceIdentifier.of("configmaps", "shop", name),
          Patch.merge(
              "{\"metadata\":{\"managedFields\":" + managedFields.replace('\'', '"') + "}}"));
    }
  }

  private RestoreResult intoCopy() {
    cluster.forgetRequests();
    return oadp.restore(
        restore().mapNamespace("shop", "copy").labelSelector(LabelSelector.parse("own")).build());
  }

  private List<String> writes() {
    return cluster.requests().stream()
        .filter(r -> r.path().startsWith("/api/v1/namespaces/copy/configmaps"))
        .filter(r -> !r.method().equals("GET"))
        .map(r -> r.method() + (r.query().isEmpty() ? "" : " " + r.query()))
        .toList();
  }

  @Test
  void managedFields_ofOneWriter_comeBackWithTheCreate() {
    cluster.apply(config("a", "1"));
    putManagedFields(
        "a", TWO_WRITERS.substring(0, TWO_WRITERS.indexOf(",{'manager':'robot'")) + "]");
    backUp("configmaps");

    intoCopy();

    assertThat(writes()).containsExactly("POST fieldManager=kubectl");
    assertThat(live(A.inNamespace("copy")).text("/metadata/managedFields/0/manager"))
        .contains("kubectl");
    assertThat(live(A.inNamespace("copy")).has("/metadata/managedFields/1")).isFalse();
  }

  @Test
  void managedFields_ofSeveralWriters_arePutBackExactly() {
    cluster.apply(config("a", "1").edit(e -> e.set("/data/other", "x")));
    putManagedFields("a", TWO_WRITERS);
    String stored = live(A).json("/metadata/managedFields").orElseThrow();
    assertThat(stored).contains("robot");
    backUp("configmaps");

    intoCopy();

    assertThat(writes()).containsExactly("POST", "PATCH");
    managedFieldsAre(A.inNamespace("copy"), stored);
  }

  @Test
  void managedFields_underVelero_alwaysTakeASecondRequest() {
    cluster.apply(config("a", "1"));
    putManagedFields(
        "a", TWO_WRITERS.substring(0, TWO_WRITERS.indexOf(",{'manager':'robot'")) + "]");
    String stored = live(A).json("/metadata/managedFields").orElseThrow();
    backUp("configmaps");
    asVelero();

    intoCopy();

    assertThat(writes()).containsExactly("POST", "PATCH");
    managedFieldsAre(A.inNamespace("copy"), stored);
  }

  @Test
  void comparison_countsManagedFields_underVeleroAlone() {
    backUp("configmaps", config("a", "1"));
    putManagedFields("a", TWO_WRITERS);

    assertThat(outcome(oadp.restore(restore().build()), A)).isEqualTo(Outcome.SKIPPED);
    asVelero();
    assertThat(outcome(oadp.restore(restore().build().withName("r2")), A))
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void managedFields_thatCannotBePutBack_areAnErrorOfAnItemThatWasCreated() {
    cluster.apply(config("a", "1").edit(e -> e.set("/data/other", "x")));
    putManagedFields("a", TWO_WRITERS);
    backUp("configmaps");
    cluster.inject(
        "PATCH", "/api/v1/namespaces/copy/configmaps/a", RequestFault.status(422).always());

    RestoreResult result = intoCopy();

    assertThat(outcome(result, A.inNamespace("copy"))).isEqualTo(Outcome.CREATED);
    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
  }

  private static final ResourceIdentifier WEB =
      ResourceIdentifier.of("deployments.apps", "shop", "web");

  private static KubernetesItem web(String annotation) {
    return KubernetesItem.of("apps/v1", "Deployment", "shop", "web")
        .edit(
            e -> {
              e.setJson("/spec", WEB_SPEC);
              if (!annotation.isEmpty()) {
                e.annotate(AfterCreate.STATUS_ANNOTATION, annotation);
              }
            });
  }

  private static final String WEB_SPEC =
      "{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":"
          + "{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\","
          + "\"image\":\"i\"}]}}}";

  private void backUpWebWithStatus(String annotation) {
    cluster.apply(web(annotation));
    try (Cluster client = Clusters.ofKubeconfigText(cluster.kubeconfig())) {
      client.patch(WEB, Patch.merge("{\"status\":{\"observedGeneration\":77}}").onStatus());
    }
    assertThat(live(WEB).number("/status/observedGeneration")).hasValue(77);
    backUp("deployments");
  }

  private RestoreResult copyWith(RestoreStatusSpec.Builder status) {
    return oadp.restore(
        restore().mapNamespace("shop", "copy").restoreStatus(status.build()).build());
  }

  @Test
  void status_ofResourceThatIsIncluded_comesBack() {
    backUpWebWithStatus("");

    RestoreResult result = copyWith(RestoreStatusSpec.builder());

    assertThat(result.problems()).isEmpty();
    assertThat(live(WEB.inNamespace("copy")).number("/status/observedGeneration")).hasValue(77);
  }

  @Test
  void status_ofResourceThatIsExcluded_doesNot() {
    backUpWebWithStatus("");

    copyWith(RestoreStatusSpec.builder().excludeResources("deployments"));

    assertThat(live(WEB.inNamespace("copy")).has("/status/observedGeneration")).isFalse();
  }

  @Test
  void status_byAnnotation_comesBackOrNotWhateverTheSpecSays() {
    backUpWebWithStatus(" True ");

    oadp.restore(restore().mapNamespace("shop", "copy").build());

    assertThat(live(WEB.inNamespace("copy")).number("/status/observedGeneration")).hasValue(77);
  }

  @Test
  void status_thatIsRefused_isWarningOfAnItemThatWasCreated() {
    backUpWebWithStatus("");
    cluster.inject(
        "PUT",
        "/apis/apps/v1/namespaces/copy/deployments/web/status",
        RequestFault.status(422).always());

    RestoreResult result = copyWith(RestoreStatusSpec.builder());

    assertThat(outcome(result, WEB.inNamespace("copy"))).isEqualTo(Outcome.CREATED);
    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.warningCount()).isEqualTo(1);
  }
}
