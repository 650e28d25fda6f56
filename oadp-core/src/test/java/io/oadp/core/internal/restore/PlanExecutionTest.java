// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupSpec;
import io.oadp.api.Decision;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.ItemReport;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.Problem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.StalePlanException;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.engine.TestEngines;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that are stored, read again and executed after the cluster has moved on, or not. */
class PlanExecutionTest {
  private static final String CANARY = "Q0FOQVJZ";
  private static final ResourceIdentifier ROBOT = id("serviceaccounts", "robot");
  private static final ResourceIdentifier OTHER = id("serviceaccounts", "other");
  private static final ResourceIdentifier CONFIG = id("configmaps", "a");

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private FakeCluster cluster;
  private Oadp oadp;

  @BeforeEach
  void backUpShop() throws Exception {
    cluster = FakeCluster.start();
    oadp = TestEngines.on(cluster, store).build();
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    cluster.apply(config("1"));
    cluster.apply(account("robot").edit(e -> e.label("team", "sales")));
    cluster.apply(account("other").edit(e -> e.label("team", "sales")));
    cluster.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys").edit(e -> e.set("/data/k", CANARY)));
    oadp.backup(BackupSpec.builder("b1").includeNamespaces("shop").build()).orThrow();
    // Both service accounts have lost their label since, so that both are to be updated.
    cluster.apply(account("robot"));
    cluster.apply(account("other"));
    delete("namespaces/shop/configmaps/a");
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private void delete(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.url().resolve("/api/v1/" + path))
            .header("Authorization", "Bearer " + cluster.token())
            .DELETE()
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isLessThan(300);
  }

  private static ResourceIdentifier id(String resource, String name) {
    return ResourceIdentifier.of(resource, "shop", name);
  }

  private static KubernetesItem config(String value) {
    return KubernetesItem.of("v1", "ConfigMap", "shop", "a").edit(e -> e.set("/data/v", value));
  }

  private static KubernetesItem account(String name) {
    return KubernetesItem.of("v1", "ServiceAccount", "shop", name);
  }

  private static byte[] stored(RestorePlan plan) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    plan.writeTo(out);
    return out.toByteArray();
  }

  /** Plans, stores and reads again. */
  private RestorePlan plan() throws IOException {
    RestorePlan plan = oadp.plan(RestoreSpec.builder("r1").backupName("b1").build());
    assertThat(plan.count(Decision.UPDATE)).isEqualTo(2);
    assertThat(plan.count(Decision.CREATE)).isEqualTo(1);
    return oadp.readPlan(new ByteArrayInputStream(stored(plan)));
  }

  private RestoreResult execute(RestorePlan plan) throws InterruptedException {
    return oadp.startRestore(plan).await();
  }

  private static List<String> errors(RestoreResult result) {
    return result
        .problems()
        .filter(p -> p.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .toList();
  }

  private Optional<String> team(ResourceIdentifier account) {
    return cluster.get(account).flatMap(a -> a.text("/metadata/labels/team"));
  }

  @Test
  void readPlan_ofStoredPlan_saysTheSame() throws IOException {
    RestorePlan plan = oadp.plan(RestoreSpec.builder("r1").backupName("b1").build());

    RestorePlan read = oadp.readPlan(new ByteArrayInputStream(stored(plan)));

    assertThat(read.describe()).isEqualTo(plan.describe());
    assertThat(read.spec()).isEqualTo(plan.spec());
    assertThat(read.items()).containsExactlyElementsOf(plan.items().toList());
    assertThat(stored(read)).isEqualTo(stored(plan));
  }

  @Test
  void writeTo_holdsNoItemBodyAndNoSecret() throws IOException {
    cluster.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys").edit(e -> e.set("/data/k", "eA==")));

    String file =
        new String(
            stored(oadp.plan(RestoreSpec.builder("r1").backupName("b1").build())),
            StandardCharsets.UTF_8);

    assertThat(file).contains("digest:").doesNotContain(CANARY, "eA==");
  }

  @Test
  void execute_whenNothingHasChanged_doesWhatThePlanSays() throws Exception {
    RestoreResult result = execute(plan());

    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    assertThat(team(ROBOT)).contains("sales");
    assertThat(team(OTHER)).contains("sales");
    assertThat(cluster.get(CONFIG)).isPresent();
  }

  @Test
  void execute_whenObjectToUpdateHasChanged_refusesItAndGoesOn() throws Exception {
    RestorePlan plan = plan();
    cluster.apply(account("robot").edit(e -> e.set("/imagePullSecrets", "x-changed")));

    RestoreResult result = execute(plan);

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(errors(result))
        .singleElement()
        .asString()
        .contains("serviceaccounts/shop/robot has changed since the plan was made");
    assertThat(result.items().filter(i -> i.item().equals(ROBOT)))
        .singleElement()
        .satisfies(i -> assertThat(i.outcome()).isEqualTo(ItemReport.Outcome.FAILED));
    assertThat(team(ROBOT)).isEmpty();
    assertThat(team(OTHER)).contains("sales");
    assertThat(cluster.get(CONFIG)).isPresent();
  }

  @Test
  void execute_whenOnlyStatusAndServerFieldsHaveChanged_updates() throws Exception {
    RestorePlan plan = plan();
    String version = cluster.get(ROBOT).orElseThrow().text("/metadata/resourceVersion").orElse("");
    KubernetesItem live = cluster.get(ROBOT).orElseThrow();
    cluster.apply(live.edit(e -> e.set("/status/phase", "Busy").annotate("x", "y")));
    cluster.apply(live.edit(e -> e.set("/status/phase", "Idle")));
    assertThat(cluster.get(ROBOT).orElseThrow().text("/metadata/resourceVersion"))
        .isPresent()
        .isNotEqualTo(Optional.of(version));

    RestoreResult result = execute(plan);

    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    assertThat(team(ROBOT)).contains("sales");
  }

  @Test
  void execute_whenObjectToUpdateIsGoneOrReplaced_refusesIt() throws Exception {
    RestorePlan plan = plan();
    delete("namespaces/shop/serviceaccounts/robot");
    delete("namespaces/shop/serviceaccounts/other");
    cluster.apply(account("other"));

    RestoreResult result = execute(plan);

    assertThat(errors(result))
        .hasSize(2)
        .anyMatch(e -> e.contains("serviceaccounts/shop/robot is gone since"))
        .anyMatch(e -> e.contains("serviceaccounts/shop/other has changed since"));
    assertThat(cluster.get(ROBOT)).isEmpty();
    assertThat(team(OTHER)).isEmpty();
  }

  @Test
  void execute_whenObjectToCreateHasAppeared_leavesItAsItIs() throws Exception {
    RestorePlan plan = plan();
    cluster.apply(config("mine"));

    RestoreResult result = execute(plan);

    assertThat(result.problems()).anyMatch(p -> p.text().contains("ConfigMap:a already exists"));
    assertThat(cluster.get(CONFIG).orElseThrow().text("/data/v")).contains("mine");
  }

  @Test
  void execute_underUpdate_whenObjectToCreateHasAppeared_warnsAndLeavesItAsItIs() throws Exception {
    RestorePlan plan =
        oadp.plan(
            RestoreSpec.builder("r1")
                .backupName("b1")
                .existingResourcePolicy(ExistingResourcePolicy.UPDATE)
                .build());
    cluster.apply(config("somebody else's"));

    RestoreResult result = execute(plan);

    assertThat(errors(result)).isEmpty();
    assertThat(result.problems().map(Problem::toString))
        .anyMatch(p -> p.contains("ConfigMap \"a\" already exists"));
    assertThat(cluster.get(id("configmaps", "a")).orElseThrow().text("/data/v"))
        .contains("somebody else's");
  }

  @Test
  void execute_whenNamespaceIsGone_refusesItsItems() throws Exception {
    RestorePlan plan = plan();
    delete("namespaces/shop");

    RestoreResult result = execute(plan);

    assertThat(errors(result)).anyMatch(e -> e.contains("namespaces/shop is gone since"));
    assertThat(cluster.get(ResourceIdentifier.clusterScoped("namespaces", "shop"))).isEmpty();
  }

  @Test
  void execute_inAnotherCluster_isRefusedBeforeAnyEffect() throws Exception {
    RestorePlan plan = plan();
    try (FakeCluster elsewhere = FakeCluster.start();
        Oadp other = TestEngines.on(elsewhere, store).build()) {
      RestorePlan read = other.readPlan(new ByteArrayInputStream(stored(plan)));

      assertThatThrownBy(() -> other.startRestore(read))
          .isInstanceOf(StalePlanException.class)
          .hasMessageContaining("cluster");
      assertThat(elsewhere.get(CONFIG)).isEmpty();
    }
  }

  @Test
  void execute_afterBackupWasReplaced_isRefused() throws Exception {
    RestorePlan plan = plan();
    try (Stream<ObjectInfo> objects = store.list("")) {
      for (ObjectInfo object : objects.toList()) {
        store.delete(object.key());
      }
    }
    oadp.backup(BackupSpec.builder("b1").includeNamespaces("shop").build()).orThrow();

    assertThatThrownBy(() -> oadp.startRestore(plan))
        .isInstanceOf(StalePlanException.class)
        .hasMessageContaining("b1");
  }
}
