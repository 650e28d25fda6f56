// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.BackupSpec;
import io.oadp.api.Limits;
import io.oadp.api.LocationException;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreRun;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunOptions;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.core.OadpEngine;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import io.oadp.spi.RunScope;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.FaultyObjectStore;
import io.oadp.testkit.FaultyObjectStore.Call;
import io.oadp.testkit.InMemoryObjectStore;
import io.oadp.testkit.RequestFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does when the cluster, the store, an action or the caller gets in its way. */
class EngineFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private FakeCluster cluster;
  private InMemoryObjectStore memory;
  private FaultyObjectStore store;
  private Oadp oadp;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start();
    memory = new InMemoryObjectStore();
    store = new FaultyObjectStore(memory);
    cluster.apply(KubernetesItem.of("v1", "Namespace", "", "shop"));
    for (int i = 0; i < 30; i++) {
      cluster.apply(KubernetesItem.of("v1", "ConfigMap", "shop", "config-" + i));
    }
    oadp = engine().build();
  }

  private OadpEngine.Builder engine() {
    return TestEngines.on(cluster, store);
  }

  @AfterEach
  void stop() {
    oadp.close();
    cluster.close();
  }

  private void rebuild(OadpEngine.Builder builder) {
    oadp.close();
    oadp = builder.build();
  }

  private static BackupSpec ofShop(String name) {
    return BackupSpec.builder(name).includeNamespaces("shop").build();
  }

  private List<String> keys() throws IOException {
    try (Stream<ObjectInfo> all = memory.list("")) {
      return all.map(ObjectInfo::key).toList();
    }
  }

  @Test
  void cancel_ofBackupThatWaitsForTheServer_answersAndLeavesNothing() throws Exception {
    cluster.inject("GET", "/api/v1/namespaces/shop/configmaps*", RequestFault.slow(LIMIT).always());
    BackupRun run = oadp.startBackup(ofShop("b1"));

    run.cancel();
    BackupResult result = run.await(ANSWER);

    assertThat(result.phase()).isEqualTo(Phase.CANCELED);
    assertThat(result.leftovers()).isEmpty();
    assertThat(keys()).isEmpty();
  }

  @Test
  void cancel_ofBackupInAnAction_interruptsTheAction() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    rebuild(engine().backupItemAction("example.com/waits", new Waiting(inside, Duration.ZERO)));
    BackupRun run = oadp.startBackup(ofShop("b1"));
    inside.await();

    run.cancel();

    assertThat(run.await(ANSWER).phase()).isEqualTo(Phase.CANCELED);
    assertThat(keys()).isEmpty();
  }

  @Test
  void cancel_ofBackupInAnActionThatIgnoresInterrupts_answersAllTheSame() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    rebuild(
        engine()
            .backupItemAction(
                "example.com/deaf",
                input -> {
                  inside.countDown();
                  while (never.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return BackupItemResult.unchanged();
                }));
    BackupRun run = oadp.startBackup(ofShop("b1"));
    inside.await();

    run.cancel();

    try {
      assertThat(run.await(ANSWER).phase()).isEqualTo(Phase.CANCELED);
      assertThat(keys()).isEmpty();
    } finally {
      never.countDown();
    }
  }

  @Test
  void cancel_ofRestore_keepsWhatItDidAndRecordsIt() throws Exception {
    oadp.backup(ofShop("b1")).orThrow();
    CountDownLatch inside = new CountDownLatch(1);
    rebuild(
        engine()
            .restoreItemAction(
                "example.com/waits",
                new RestoreItemAction() {
                  @Override
                  public ResourceSelector appliesTo() {
                    return ResourceSelector.ofResources("serviceaccounts");
                  }

                  @Override
                  public RestoreItemResult execute(RestoreItemInput input) throws Exception {
                    inside.countDown();
                    input.cancellation().sleep(LIMIT);
                    return RestoreItemResult.unchanged();
                  }
                }));
    RestoreRun run =
        oadp.startRestore(
            RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build());
    inside.await();

    run.cancel();
    RestoreResult result = run.await(ANSWER);

    assertThat(result.phase()).isEqualTo(Phase.CANCELED);
    assertThat(cluster.get(ResourceIdentifier.clusterScoped("namespaces", "copy"))).isPresent();
    assertThat(result.items()).anyMatch(i -> i.item().name().equals("copy"));
    assertThat(oadp.catalog().restore("r1"))
        .hasValueSatisfying(
            r -> assertThat(r.restore().failureReason().orElse("")).contains("canceled"));
  }

  /** Waits inside its first call, or takes longer than it may. */
  private record Waiting(CountDownLatch inside, Duration timeout) implements BackupItemAction {
    @Override
    public ResourceSelector appliesTo() {
      return ResourceSelector.ofResources("configmaps");
    }

    @Override
    public Optional<Duration> timeout(RunScope run) {
      return timeout.isZero() ? Optional.empty() : Optional.of(timeout);
    }

    @Override
    public BackupItemResult execute(BackupItemInput input) throws Exception {
      inside.countDown();
      if (input.id().name().equals("config-3") || timeout.isZero()) {
        new CountDownLatch(1).await();
      }
      return BackupItemResult.unchanged();
    }
  }

  @Test
  void backup_withActionThatTakesTooLong_failsThatItemOnly() {
    rebuild(
        engine()
            .backupItemAction(
                "example.com/slow", new Waiting(new CountDownLatch(1), Duration.ofMillis(200))));

    BackupResult result = oadp.backup(ofShop("b1"));

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(result.errorCount()).isEqualTo(1);
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.action()).isEqualTo("example.com/slow");
              assertThat(p.item())
                  .hasValueSatisfying(i -> assertThat(i.name()).isEqualTo("config-3"));
              assertThat(p.text()).contains("did not answer within");
            });
  }

  @Test
  void backup_withOneBorrowedThread_completes() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      rebuild(engine().executor(one).backupItemAction("example.com/none", new Unchanged()));
      assertThat(oadp.backup(ofShop("b1")).orThrow().itemCount()).isGreaterThan(30);
      assertThat(one.isShutdown()).isFalse();
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void backup_onExecutorThatRunsOnTheCaller_completes() {
    Executor caller = Runnable::run;
    rebuild(engine().executor(caller).backupItemAction("example.com/none", new Unchanged()));

    assertThat(oadp.backup(ofShop("b1")).orThrow().itemCount()).isGreaterThan(30);
    assertThat(
            oadp.restore(
                    RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build())
                .phase())
        .isEqualTo(Phase.COMPLETED);
  }

  private record Unchanged() implements BackupItemAction {
    @Override
    public BackupItemResult execute(BackupItemInput input) {
      return BackupItemResult.unchanged();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void backup_whileServerIsBusy_triesAgain(int status) {
    cluster.inject(
        "GET", "/api/v1/namespaces/shop/configmaps*", RequestFault.status(status).times(2));

    assertThat(oadp.backup(ofShop("b1")).phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void backup_ofKindThatMayNotBeListed_warnsAndTakesTheRest() {
    cluster.inject("GET", "/api/v1/namespaces/shop/secrets*", RequestFault.status(403).always());

    BackupResult result = oadp.backup(ofShop("b1"));

    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(result.problems()).anyMatch(p -> p.text().contains("Error listing secrets"));
    assertThat(result.itemCount()).isGreaterThan(30);
  }

  @Test
  void restore_whenAnswerToCreateIsLost_findsWhatItCreated() {
    oadp.backup(ofShop("b1")).orThrow();
    cluster.inject(
        "POST", "/api/v1/namespaces/copy/configmaps*", RequestFault.connectionLost().applied());

    RestoreResult result =
        oadp.restore(
            RestoreSpec.builder("r1").backupName("b1").mapNamespace("shop", "copy").build());

    assertThat(result.phase()).as(result.describe()).isEqualTo(Phase.COMPLETED);
    assertThat(cluster.list("configmaps", "copy")).hasSize(31);
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {
        "CREATE",
        "WRITE",
        "COMMIT",
        "COMMIT_ANSWER",
        "PUT_IF_ABSENT",
        "PUT_IF_ABSENT_ANSWER",
        "STAT"
      })
  void backup_whenStoreFailsAnyCall_neverShowsABrokenBackup(Call call) throws Exception {
    for (int nth = 1; nth <= 12; nth++) {
      FaultyObjectStore faulty = new FaultyObjectStore(memory).fail(call, nth);
      store = faulty;
      rebuild(engine());
      String name = "b" + call.name().toLowerCase(Locale.ROOT).replace("_", "-") + "-" + nth;
      Phase phase;
      try {
        phase = oadp.backup(ofShop(name)).phase();
      } catch (LocationException e) {
        phase = Phase.FAILED;
      }
      List<String> left = keys().stream().filter(k -> k.contains("/" + name + "/")).toList();
      if (phase == Phase.COMPLETED) {
        assertThat(left).contains("backups/" + name + "/velero-backup.json");
      } else {
        assertThat(left).as(call + " " + nth).isEmpty();
      }
    }
  }

  @Test
  void backup_afterACrash_isTakenOverOnTheCallersWordOnly() throws Exception {
    memory.putIfAbsent(
        "backups/b1/b1-oadp-run.json",
        "{\"formatVersion\":\"1\",\"runUid\":\"u-7\",\"host\":\"h\",\"started\":\"then\"}"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(oadp.catalog().orphans())
        .singleElement()
        .satisfies(o -> assertThat(o.why()).contains("u-7"));

    assertThatThrownBy(() -> oadp.backup(ofShop("b1")))
        .isInstanceOfSatisfying(
            BackupExistsException.class, e -> assertThat(e.otherRun()).isEqualTo("u-7"));

    BackupResult result =
        oadp.startBackup(ofShop("b1"), RunOptions.defaults().takingOverCrashedRun()).await();
    assertThat(result.phase()).isEqualTo(Phase.COMPLETED);
    assertThat(oadp.catalog().orphans()).isEmpty();
  }

  @Test
  void run_withLimitsOfOneAtATime_letsTheSecondWait() throws Exception {
    rebuild(engine().limits(Limits.builder().runs(1).itemWorkers(1).build()));
    BackupRun first = oadp.startBackup(ofShop("b1"));
    BackupRun second = oadp.startBackup(ofShop("b2"));

    assertThat(first.await().phase()).isEqualTo(Phase.COMPLETED);
    assertThat(second.await(LIMIT).phase()).isEqualTo(Phase.COMPLETED);
  }
}
