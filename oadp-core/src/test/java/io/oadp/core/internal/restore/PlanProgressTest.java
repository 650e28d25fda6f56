// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.PlanOptions;
import io.oadp.api.Progress;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.engine.TestEngines;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.InMemoryObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be seen of a plan while it is made, and that it can be stopped. */
class PlanProgressTest {
  private static final int ITEMS = 60;

  private final AtomicLong seconds = new AtomicLong(1_800_000_000L);
  private FakeCluster cluster;
  private Oadp oadp;

  @BeforeEach
  void backUpShop() {
    cluster = FakeCluster.start();
    InMemoryObjectStore store = new InMemoryObjectStore();
    // A second goes by between any two looks at the clock, so that no progress is left untold.
    InstantSource ticking = () -> Instant.ofEpochSecond(seconds.incrementAndGet());
    Clock clock = ticking.withZone(ZoneOffset.UTC);
    oadp = TestEngines.on(cluster, store).clock(clock).build();
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    for (int i = 0; i < ITEMS; i++) {
      cluster.apply(KubernetesItem.of("v1", "ConfigMap", "shop", "config-" + i));
    }
    oadp.backup(BackupSpec.builder("b1").includeNamespaces("shop").build()).orThrow();
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private static RestoreSpec spec() {
    return RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build();
  }

  @Test
  void plan_tellsProgressUpToTheTotal() {
    List<Progress> told = new ArrayList<>();

    oadp.plan(spec(), PlanOptions.defaults().withProgress(told::add));

    assertThat(told).hasSizeGreaterThan(ITEMS);
    assertThat(told).extracting(Progress::itemsDone).isSorted();
    assertThat(told).allSatisfy(p -> assertThat(p.itemsDone()).isLessThanOrEqualTo(p.itemsTotal()));
    Progress last = told.get(told.size() - 1);
    assertThat(last.itemsDone()).isEqualTo(last.itemsTotal()).isEqualTo(ITEMS + 2L);
  }

  @Test
  void plan_whenInterrupted_endsAtOnceAndKeepsTheFlag() {
    AtomicLong told = new AtomicLong();
    PlanOptions options =
        PlanOptions.defaults()
            .withProgress(
                progress -> {
                  if (told.incrementAndGet() == 5) {
                    Thread.currentThread().interrupt();
                  }
                });

    assertThatThrownBy(() -> oadp.plan(spec(), options))
        .isInstanceOf(OperationCanceledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).hasValueBetween(5L, 6L);
    assertThat(oadp.plan(spec()).items()).hasSize(ITEMS + 3);
  }
}
