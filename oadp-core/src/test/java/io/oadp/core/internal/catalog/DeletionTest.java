// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.AccessMode;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.ConfigurationException;
import io.oadp.api.DeletionResult;
import io.oadp.api.DeletionRun;
import io.oadp.api.Leftover;
import io.oadp.api.LocationException;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.Problem;
import io.oadp.api.Progress;
import io.oadp.api.RestoreSpec;
import io.oadp.api.Run;
import io.oadp.api.RunListener;
import io.oadp.api.RunOptions;
import io.oadp.api.item.ResourceSelector;
import io.oadp.core.OadpEngine;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.DeleteItemInput;
import io.oadp.testkit.FaultyObjectStore;
import io.oadp.testkit.FaultyObjectStore.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleting a backup: what goes, what stays, and what a failure in the middle leaves. */
class DeletionTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private CatalogFixture fixture;
  private FaultyObjectStore store;
  private Oadp oadp;

  @BeforeEach
  void start() {
    fixture = new CatalogFixture();
    store = new FaultyObjectStore(fixture.store);
    oadp = fixture.engine(store).build();
    CatalogFixture.backUpShop(oadp, "a");
    CatalogFixture.backUpShop(oadp, "a-1");
  }

  @AfterEach
  void stop() {
    oadp.close();
    fixture.close();
  }

  private void rebuild(OadpEngine.Builder builder) {
    oadp.close();
    oadp = builder.build();
  }

  private void rebuild(DeleteItemAction action) {
    rebuild(fixture.engine(store).deleteItemAction("example.com/clean", action));
  }

  private DeletionResult delete(String name, RunOptions options) throws Exception {
    return oadp.catalog().delete(name, options).await(LIMIT);
  }

  private DeletionResult delete(String name) throws Exception {
    return delete(name, RunOptions.defaults());
  }

  private Map<String, String> objects(String prefix) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    for (String key : fixture.keys()) {
      if (key.startsWith(prefix)) {
        found.put(key, Arrays.toString(fixture.get(key)));
      }
    }
    return found;
  }

  private static String problems(DeletionResult result) {
    return result.problems().map(Problem::toString).toList().toString();
  }

  private static DeleteItemAction onConfigMaps(DeleteItemAction action) {
    return new DeleteItemAction() {
      @Override
      public ResourceSelector appliesTo() {
        return ResourceSelector.ofResources("configmaps");
      }

      @Override
      public void execute(DeleteItemInput input) throws Exception {
        action.execute(input);
      }
    };
  }

  @Test
  void delete_removesTheBackupAndNoOther() throws Exception {
    Map<String, String> other = objects("backups/a-1/");
    int objects = objects("backups/a/").size();

    DeletionResult result = delete("a").orThrow();

    assertThat(result.itemCount()).isEqualTo(objects);
    assertThat(result.describe()).startsWith("Deletion of backup 'a' Completed");
    assertThat(objects("backups/a/")).isEmpty();
    assertThat(objects("")).isEqualTo(other);
    assertThatThrownBy(() -> delete("a")).isInstanceOf(BackupNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b", "a/", "a/..", "..", ".", "../backups/a", "a-"})
  void delete_ofNameThatIsNoBackup_isRefusedAndTouchesNothing(String name) throws Exception {
    Map<String, String> before = objects("");

    assertThatThrownBy(() -> delete(name)).isInstanceOf(BackupNotFoundException.class);
    assertThat(objects("")).isEqualTo(before);
  }

  @Test
  void delete_inReadOnlyLocation_isRefused() throws Exception {
    Map<String, String> before = objects("");
    rebuild(
        OadpEngine.builder()
            .withoutBuiltIns()
            .objectStore("memory", context -> store)
            .location(CatalogFixture.location().accessMode(AccessMode.READ_ONLY).build()));

    assertThatThrownBy(() -> delete("a"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("read-only");
    assertThat(objects("")).isEqualTo(before);
  }

  @Test
  void delete_takesTheRestoresOfTheBackupAlong() throws Exception {
    oadp.restore(restore("r-a", "a")).orThrow();
    oadp.restore(restore("r-a-1", "a-1")).orThrow();
    fixture.putGzip("restores/foreign/restore-foreign-results.gz", "{}");

    DeletionResult result = delete("a").orThrow();

    assertThat(result.deletedRestores()).containsExactly("r-a");
    assertThat(objects("restores/r-a/")).isEmpty();
    assertThat(objects("restores/r-a-1/")).isNotEmpty();
    assertThat(objects("restores/foreign/")).hasSize(1);
  }

  private static RestoreSpec restore(String name, String backup) {
    return RestoreSpec.builder(name).backupName(backup).mapNamespace("shop", name).build();
  }

  @Test
  void delete_runsActionsOnEveryItemBeforeAnythingGoes() throws Exception {
    Map<String, String> before = objects("");
    Set<String> seen = ConcurrentHashMap.newKeySet();
    rebuild(
        onConfigMaps(
            input -> {
              assertThat(objects("")).isEqualTo(before);
              assertThat(input.run().backup().name()).isEqualTo("a");
              assertThat(input.item().text("/metadata/name")).contains(input.id().name());
              assertThat(input.cluster().get(input.id())).isPresent();
              seen.add(input.id().toString());
            }));

    delete("a").orThrow();

    assertThat(seen).hasSize(21).contains("configmaps/shop/config-7");
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_withActionThatFails_isProblemOfItemsAndGoesOn() throws Exception {
    rebuild(
        onConfigMaps(
            input -> {
              throw new IllegalStateException("cannot clean up");
            }));

    DeletionResult result = delete("a");

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(result.errorCount()).isEqualTo(21);
    assertThat(problems(result)).contains("configmaps/shop/config-7").contains("cannot clean up");
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_ofDamagedArchive_isProblemAndGoesOn() throws Exception {
    fixture.store.delete(Keys.ofBackup("a", "oadp-index"));
    byte[] sound = fixture.get(CatalogFixture.tarball("a"));
    fixture.put(CatalogFixture.tarball("a"), Arrays.copyOf(sound, sound.length / 2));
    rebuild(onConfigMaps(input -> {}));

    DeletionResult result = delete("a");

    assertThat(result.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(problems(result)).contains("a.tar.gz");
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_ofDamagedRecord_isProblemAndGoesOn() throws Exception {
    fixture.put(Keys.backupRecord("a"), "{".getBytes(StandardCharsets.UTF_8));

    DeletionResult result = delete("a");

    assertThat(problems(result)).contains("velero-backup.json");
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_ofDirectoryWithAnothersRecord_runsNoActions() throws Exception {
    fixture.put(Keys.backupRecord("a"), fixture.get(Keys.backupRecord("a-1")));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    rebuild(onConfigMaps(input -> seen.add(input.id().toString())));
    Map<String, String> other = objects("backups/a-1/");

    DeletionResult result = delete("a");

    assertThat(seen).isEmpty();
    assertThat(problems(result)).contains("a-1");
    assertThat(objects("")).isEqualTo(other);
  }

  @Test
  void delete_withActionsAndNoCluster_isRefused() throws Exception {
    Map<String, String> before = objects("");
    rebuild(
        OadpEngine.builder()
            .withoutBuiltIns()
            .objectStore("memory", context -> store)
            .location(CatalogFixture.location().build())
            .deleteItemAction("example.com/clean", onConfigMaps(input -> {})));

    assertThatThrownBy(() -> delete("a"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("example.com/clean");
    assertThat(objects("")).isEqualTo(before);
  }

  @Test
  void delete_cutOffAtEachDeletion_leavesNothingVisibleAndCanBeRepeated() throws Exception {
    Map<String, String> whole = objects("");
    int calls = objects("backups/a/").size();
    Map<String, String> other = objects("backups/a-1/");
    for (int cut = 1; cut <= calls; cut++) {
      for (Map.Entry<String, String> object : whole.entrySet()) {
        restoreObject(object);
      }
      FaultyObjectStore dying = new FaultyObjectStore(fixture.store);
      for (int nth = cut; nth <= calls; nth++) {
        dying.fail(Call.DELETE, nth);
      }
      rebuild(fixture.engine(dying));

      DeletionResult result = delete("a");

      List<String> visible =
          oadp.catalog()
              .backups()
              .filter(e -> e.problem().isEmpty())
              .map(BackupEntry::name)
              .toList();
      if (cut == 1) {
        assertThat(result.phase()).isEqualTo(Phase.FAILED);
        assertThat(objects("")).as("nothing was touched").isEqualTo(whole);
        assertThat(visible).containsExactlyInAnyOrder("a", "a-1");
      } else {
        assertThat(result.phase()).as("cut at %d", cut).isEqualTo(Phase.PARTIALLY_FAILED);
        assertThat(visible).containsExactly("a-1");
        assertThat(result.leftovers()).extracting(Leftover::what).hasSize(calls - cut + 1);
      }
      rebuild(fixture.engine(fixture.store));
      delete("a").orThrow();
      assertThat(objects("")).isEqualTo(other);
    }
  }

  private void restoreObject(Map.Entry<String, String> object) throws IOException {
    String[] numbers = object.getValue().replaceAll("[\\[\\] ]", "").split(",", -1);
    byte[] body = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      body[i] = Byte.parseByte(numbers[i]);
    }
    fixture.put(object.getKey(), body);
  }

  @ParameterizedTest
  @EnumSource(
      value = Call.class,
      names = {"LIST", "STAT", "READ", "READ_BODY"})
  void delete_withOneFailureOfAnotherCall_endsWholeOrCanBeRepeated(Call call) throws Exception {
    Map<String, String> other = objects("backups/a-1/");
    for (int nth = 1; nth <= 12; nth++) {
      if (objects("backups/a/").isEmpty()) {
        CatalogFixture.backUpShop(oadp, "a");
      }
      FaultyObjectStore faulty = new FaultyObjectStore(fixture.store).fail(call, nth);
      rebuild(
          fixture.engine(faulty).deleteItemAction("example.com/clean", onConfigMaps(input -> {})));
      boolean wasVisible = fixture.store.stat(Keys.backupRecord("a")).isPresent();
      try {
        DeletionResult result = delete("a");
        assertThat(result.phase()).isNotEqualTo(Phase.CANCELED);
      } catch (LocationException e) {
        assertThat(fixture.store.stat(Keys.backupRecord("a")).isPresent()).isEqualTo(wasVisible);
      }
      rebuild(fixture.engine(fixture.store));
      if (!objects("backups/a/").isEmpty()) {
        delete("a").orThrow();
      }
      assertThat(objects("")).as("%s %d", call, nth).isEqualTo(other);
    }
  }

  @Test
  void cancel_duringActions_deletesNothing() throws Exception {
    Map<String, String> before = objects("");
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    rebuild(
        onConfigMaps(
            input -> {
              began.countDown();
              never.await();
            }));
    DeletionRun run = oadp.catalog().delete("a");
    assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();

    run.cancel();

    assertThat(run.await(LIMIT).phase()).isEqualTo(Phase.CANCELED);
    assertThat(objects("")).isEqualTo(before);
  }

  @Test
  void cancel_afterTheRecordWent_leavesNothingVisibleAndCanBeRepeated() throws Exception {
    CompletableFuture<Run<?>> run = new CompletableFuture<>();
    RunListener cancelling =
        new RunListener() {
          @Override
          public void started(Run<?> started) {
            run.complete(started);
          }

          @Override
          public void progressed(Progress progress) {
            run.join().cancel();
          }
        };

    DeletionResult result = delete("a", RunOptions.defaults().withListener(cancelling));

    assertThat(result.phase()).isEqualTo(Phase.CANCELED);
    assertThat(result.leftovers()).extracting(Leftover::what).containsExactly("backups/a/");
    assertThat(objects("backups/a/")).isNotEmpty().doesNotContainKey(Keys.backupRecord("a"));
    delete("a").orThrow();
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_ofBackupThatIsBeingWritten_needsTheCallersWord() throws Exception {
    fixture.store.delete(Keys.backupRecord("a"));
    fixture.put(Keys.claim("a"), "{\"runUid\":\"u1\"}".getBytes(StandardCharsets.UTF_8));
    Map<String, String> before = objects("");

    assertThatThrownBy(() -> delete("a"))
        .isInstanceOf(BackupExistsException.class)
        .hasMessageContaining("still in progress")
        .hasMessageContaining("u1");
    assertThat(objects("")).isEqualTo(before);

    delete("a", RunOptions.defaults().takingOverCrashedRun()).orThrow();
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_ofBackupThatVeleroHasNotEnded_isRefused() throws Exception {
    String record = new String(fixture.get(Keys.backupRecord("a")), StandardCharsets.UTF_8);
    fixture.put(
        Keys.backupRecord("a"),
        record.replace("\"Completed\"", "\"Finalizing\"").getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> delete("a"))
        .isInstanceOf(BackupExistsException.class)
        .hasMessageContaining("Finalizing");
  }

  @Test
  void delete_namesWhatIsOutsideTheLocation() throws Exception {
    fixture.putGzip(
        Keys.ofBackup("a", "volumesnapshots.json.gz"),
        "[{\"status\":{\"providerSnapshotID\":\"snap-1\"}},{\"status\":{}},null]");
    fixture.putGzip(
        Keys.ofBackup("a", "podvolumebackups.json.gz"), "[{\"status\":{\"snapshotID\":\"k1\"}}]");

    DeletionResult result = delete("a").orThrow();

    assertThat(result.leftovers())
        .extracting(Leftover::what)
        .containsExactly("snapshot snap-1", "volume data k1");
    assertThat(objects("backups/a/")).isEmpty();
  }

  @Test
  void delete_whileANewRunTakesTheName_leavesItsObjectsAlone() throws Exception {
    RunListener racing =
        new RunListener() {
          @Override
          public void progressed(Progress progress) {
            try {
              fixture.put(Keys.claim("a"), "{}".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };

    DeletionResult result = delete("a", RunOptions.defaults().withListener(racing));

    assertThat(result.phase()).isEqualTo(Phase.FAILED);
    assertThat(objects("backups/a/")).containsKey(CatalogFixture.tarball("a"));
  }
}
