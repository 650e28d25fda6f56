// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupSpec;
import io.oadp.api.Decision;
import io.oadp.api.Oadp;
import io.oadp.api.PlanOptions;
import io.oadp.api.Problem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.engine.TestEngines;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.FakeCluster.RecordedRequest;
import io.oadp.testkit.InMemoryObjectStore;
import io.oadp.testkit.RequestFault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans that ask the server what it would say. */
class PlanDryRunTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private FakeCluster origin;
  private FakeCluster cluster;
  private Oadp oadp;

  @BeforeEach
  void backUpElsewhere() {
    origin = FakeCluster.start();
    cluster = FakeCluster.start();
    oadp = TestEngines.on(cluster, store).build();
    origin.apply(
        KubernetesItem.of("v1", "Namespace", "", "shop"),
        KubernetesItem.of("v1", "ConfigMap", "shop", "a").edit(e -> e.set("/data/v", "1")),
        KubernetesItem.of("v1", "Secret", "shop", "s").edit(e -> e.set("/data/v", "eA==")),
        KubernetesItem.of("v1", "ServiceAccount", "shop", "default")
            .edit(e -> e.label("team", "sales")));
    try (Oadp there = TestEngines.on(origin, store).build()) {
      there.backup(BackupSpec.builder("b1").includeNamespaces("shop").build()).orThrow();
    }
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
    origin.close();
  }

  private RestorePlan plan(PlanOptions options) {
    return oadp.plan(RestoreSpec.builder("r1").backupName("b1").build(), options);
  }

  private List<RecordedRequest> writes() {
    return cluster.requests().stream().filter(r -> !r.method().equals("GET")).toList();
  }

  @Test
  void plan_withServerDryRun_triesCreationsAndUpdatesAndStoresNothing() {
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));

    RestorePlan plan = plan(PlanOptions.defaults().withServerDryRun());

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.count(Decision.UPDATE)).isEqualTo(1);
    assertThat(writes()).extracting(RecordedRequest::query).containsOnly("dryRun=All");
    assertThat(writes())
        .extracting(r -> r.method() + " " + r.path())
        .containsExactlyInAnyOrder(
            "POST /api/v1/namespaces/shop/configmaps",
            "POST /api/v1/namespaces/shop/secrets",
            "PATCH /api/v1/namespaces/shop/serviceaccounts/default");
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "shop", "a"))).isEmpty();
    assertThat(cluster.get(ResourceIdentifier.of("serviceaccounts", "shop", "default")))
        .hasValueSatisfying(a -> assertThat(a.labels()).doesNotContainKey("team"));
  }

  @Test
  void plan_whenServerWouldRefuse_isErrorOfThatItem() {
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    cluster.inject("POST", "/api/v1/namespaces/shop/configmaps", RequestFault.status(403).always());

    RestorePlan plan = plan(PlanOptions.defaults().withServerDryRun());

    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.severity()).isEqualTo(Problem.Severity.ERROR);
              assertThat(p.item()).contains(ResourceIdentifier.of("configmaps", "shop", "a"));
              assertThat(p.text()).startsWith("the server would refuse it: ").contains("403");
            });
  }

  @Test
  void plan_intoNewNamespaceOrWithoutDryRun_writesNothing() {
    plan(PlanOptions.defaults().withServerDryRun());
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    plan(PlanOptions.defaults());

    assertThat(writes()).isEmpty();
  }
}
