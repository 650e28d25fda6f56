// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.BackupSpec;
import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.Oadp;
import io.oadp.api.PlannedItem;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.engine.TestEngines;
import io.oadp.core.internal.record.VeleroYaml;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan says of objects that are there already, or are not. */
class PlanTest {
  private static final String CANARY = "Q0FOQVJZ";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final ResourceIdentifier KEYS = ResourceIdentifier.of("secrets", "shop", "keys");

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private FakeCluster cluster;
  private Oadp oadp;

  @BeforeEach
  void backUpShop() {
    cluster = FakeCluster.start();
    oadp = TestEngines.on(cluster, store).build();
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    cluster.apply(config("a", "1"));
    cluster.apply(config("b", "1"));
    cluster.apply(secret(CANARY + "b25l"));
    oadp.backup(BackupSpec.builder("b1").includeNamespaces("shop").build()).orThrow();
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private static KubernetesItem config(String name, String value) {
    return KubernetesItem.of("v1", "ConfigMap", "shop", name)
        .edit(e -> e.set("/data/value", value));
  }

  private static KubernetesItem secret(String value) {
    return KubernetesItem.of("v1", "Secret", "shop", "keys")
        .edit(
            e ->
                e.set("/data/key", value)
                    .set("/type", "Opaque")
                    .annotate(LAST_APPLIED, "{\"data\":{\"key\":\"" + value + "\"}}"));
  }

  private RestorePlan plan() {
    return oadp.plan(RestoreSpec.builder("r1").backupName("b1").build());
  }

  private static PlannedItem item(RestorePlan plan, ResourceIdentifier target) {
    return plan.items().filter(i -> i.target().equals(target)).findFirst().orElseThrow();
  }

  @Test
  void plan_ofObjectThatDiffers_isConflictWithTheFields() {
    cluster.apply(config("a", "2").edit(e -> e.label("new", "yes")));

    RestorePlan plan = plan();

    PlannedItem item = item(plan, ResourceIdentifier.of("configmaps", "shop", "a"));
    assertThat(item.decision()).isEqualTo(Decision.CONFLICT);
    assertThat(item.differences())
        .containsExactly(
            new FieldDifference("/data/value", "\"2\"", "\"1\""),
            new FieldDifference("/metadata/labels", "{\"new\":\"yes\"}", ""));
    assertThat(item(plan, ResourceIdentifier.of("configmaps", "shop", "b")))
        .satisfies(
            same -> {
              assertThat(same.decision()).isEqualTo(Decision.UNCHANGED);
              assertThat(same.differences()).isEmpty();
            });
  }

  @Test
  void plan_ofSecretThatDiffers_tellsWhereAndNeverWhat() {
    cluster.apply(secret(CANARY + "dHdv"));

    RestorePlan plan = plan();

    PlannedItem item = item(plan, KEYS);
    assertThat(item.decision()).isEqualTo(Decision.CONFLICT);
    assertThat(item.differences())
        .extracting(FieldDifference::pointer)
        .containsExactly(
            "/data/key", "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration");
    assertThat(item.differences())
        .allSatisfy(d -> assertThat(d.live()).startsWith("\"digest:").isNotEqualTo(d.desired()));
    assertThat(item.toString()).doesNotContain(CANARY);
  }

  @Test
  void plan_ofServiceAccountThatLacksSomething_isUpdateWithWhatIsAdded() {
    ResourceIdentifier id = ResourceIdentifier.of("serviceaccounts", "shop", "robot");
    KubernetesItem robot = KubernetesItem.of("v1", "ServiceAccount", "shop", "robot");
    cluster.apply(robot.edit(e -> e.label("team", "sales")));
    oadp.backup(BackupSpec.builder("b2").includeNamespaces("shop").build()).orThrow();
    RestoreSpec spec = RestoreSpec.builder("r2").backupName("b2").build();
    cluster.apply(robot.edit(e -> e.label("mine", "stays")));

    PlannedItem item = item(oadp.plan(spec), id);

    assertThat(item.decision()).isEqualTo(Decision.UPDATE);
    assertThat(item.differences())
        .containsExactly(new FieldDifference("/metadata/labels/team", "", "\"sales\""));

    cluster.apply(robot.edit(e -> e.label("team", "other").label("mine", "stays")));
    assertThat(item(oadp.plan(spec), id).decision()).isEqualTo(Decision.UNCHANGED);
  }

  @Test
  void plan_intoNewNamespace_waitsForIt() {
    RestorePlan plan =
        oadp.plan(RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build());

    assertThat(item(plan, KEYS.inNamespace("copy")).waitsFor())
        .containsExactly(ResourceIdentifier.clusterScoped("namespaces", "copy"));
    assertThat(item(plan(), KEYS).waitsFor()).isEmpty();
  }

  private static String report(RestorePlan plan, ReportFormat format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThatCode(() -> plan.report(format, bytes)).doesNotThrowAnyException();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void report_inEachFormat_hasItemsAndDifferencesAndNoSecret(ReportFormat format) {
    cluster.apply(config("a", "2"));
    cluster.apply(secret(CANARY + "dHdv"));

    String report = report(plan(), format);

    assertThat(report).contains("r1", "b1", "mem", "/data/value", "conflict", "/data/key");
    assertThat(report).contains("digest:").doesNotContain(CANARY);
  }

  @Test
  void report_asText_isTheDescription() {
    RestorePlan plan = plan();

    assertThat(report(plan, ReportFormat.TEXT)).isEqualTo(plan.describe() + "\n");
    assertThat(plan.describe())
        .startsWith("Plan of restore 'r1' from backup 'b1' in location 'mem': 6 items, 0 create, ")
        .contains("\n  unchanged configmaps/shop/a: what is there is the same");
  }

  @Test
  void report_asJsonAndYaml_isTheSameTree() {
    cluster.apply(config("a", "2"));
    RestorePlan plan = plan();

    JsonObject json = JsonParser.parseString(report(plan, ReportFormat.JSON)).getAsJsonObject();

    assertThat(VeleroYaml.parse(report(plan, ReportFormat.YAML))).isEqualTo(json);
    assertThat(json.getAsJsonObject("counts").get("conflict").getAsInt()).isEqualTo(1);
    assertThat(json.getAsJsonArray("items"))
        .filteredOn(i -> i.getAsJsonObject().has("differences"))
        .singleElement()
        .satisfies(
            i ->
                assertThat(i.getAsJsonObject().getAsJsonArray("differences"))
                    .hasToString(
                        "[{\"pointer\":\"/data/value\",\"live\":\"\\\"2\\\"\","
                            + "\"desired\":\"\\\"1\\\"\"}]"));
  }

  @Test
  void plan_ofCustomResourceWhoseDefinitionIsNotThere_waitsForIt() {
    String crd =
        "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition','metadata':"
            + "{'name':'widgets.example.com'},'spec':{'group':'example.com','scope':'Namespaced',"
            + "'names':{'plural':'widgets','kind':'Widget'},'versions':[{'name':'v1','served':true,"
            + "'storage':true,'schema':{'openAPIV3Schema':{'type':'object',"
            + "'x-kubernetes-preserve-unknown-fields':true}}}]}}";
    RestoreSpec spec = RestoreSpec.builder("r1").backupName("b2").build();
    try (FakeCluster origin = FakeCluster.builder().crdEstablishingTime(Duration.ZERO).start();
        Oadp there = TestEngines.on(origin, store).build()) {
      origin.apply(
          KubernetesItem.ofTree(JsonParser.parseString(crd.replace('\'', '"')).getAsJsonObject()));
      awaitEstablished(origin);
      origin.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
      origin.apply(KubernetesItem.of("example.com/v1", "Widget", "shop", "w"));
      there.backup(BackupSpec.builder("b2").includeNamespaces("shop").build()).orThrow();
    }

    PlannedItem widget =
        item(oadp.plan(spec), ResourceIdentifier.of("widgets.example.com", "shop", "w"));

    assertThat(widget.decision()).isEqualTo(Decision.CREATE);
    assertThat(widget.waitsFor())
        .containsExactly(
            ResourceIdentifier.clusterScoped(
                "customresourcedefinitions.apiextensions.k8s.io", "widgets.example.com"));
  }

  private static void awaitEstablished(FakeCluster origin) {
    ResourceIdentifier id =
        ResourceIdentifier.clusterScoped(
            "customresourcedefinitions.apiextensions.k8s.io", "widgets.example.com");
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!origin.get(id).orElseThrow().json("/status/conditions").orElse("").contains("True")) {
      assertThat(System.nanoTime()).as("the CRD is not established").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
