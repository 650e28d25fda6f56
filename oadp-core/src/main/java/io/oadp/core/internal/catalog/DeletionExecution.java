// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Backup;
import io.oadp.api.DeletionResult;
import io.oadp.api.DeletionRun;
import io.oadp.api.Leftover;
import io.oadp.api.LocationException;
import io.oadp.api.OadpException;
import io.oadp.api.Phase;
import io.oadp.api.RunOptions;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.run.EngineRun;
import io.oadp.core.internal.run.Outcome;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes one backup: delete item actions first, while everything is there; then the record, which
 * makes the rest invisible; then the other objects, and the records of restores from it. Until the
 * record goes nothing is lost by a failure, and after that the same deletion can be asked for
 * again.
 */
final class DeletionExecution extends EngineRun<DeletionResult> implements DeletionRun {
  private final Services services;
  private final Locations.Location location;
  private final Deletions.Subject subject;
  private final @Nullable KubernetesCluster cluster;
  private final RunLog log;
  private final Problems problems;
  private final List<Leftover> leftovers = new ArrayList<>();
  private final List<String> restores = new ArrayList<>();
  private boolean begun;
  private long deleted;

  /**
   * Makes the run.
   *
   * @param cluster that delete item actions act on; null if none are to be run
   */
  DeletionExecution(
      Services services,
      Locations.Location location,
      Deletions.Subject subject,
      RunOptions options,
      @Nullable KubernetesCluster cluster) {
    super(subject.name(), options.listener(), services.clock());
    this.services = services;
    this.location = location;
    this.subject = subject;
    this.cluster = cluster;
    this.log =
        new RunLog(services.clock(), "backup=" + services.namespace() + "/" + subject.name());
    this.problems = new Problems(log, Problems.Style.BACKUP, this::problem);
  }

  @Override
  protected DeletionResult work() throws IOException, InterruptedException {
    delete();
    return ended(problems.errorCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED, null);
  }

  @Override
  protected OadpException locationFailed(Exception e) {
    return new LocationException(
        location.name(), "backup '" + name() + "' could not be deleted: " + e.getMessage(), e);
  }

  private void delete() throws IOException, InterruptedException {
    ObjectStore store = location.store();
    Set<String> keys = keysOf(store, Keys.backupDirectory(name()));
    Map<String, Set<String>> ofRestores = new LinkedHashMap<>();
    for (String restore : RestoresOf.find(store, name())) {
      ofRestores.put(restore, keysOf(store, Keys.restoreDirectory(restore)));
    }
    total(keys.size() + ofRestores.values().stream().mapToLong(Set::size).sum());
    actions(store);
    List<Leftover> outside = VolumeLeftovers.find(store, name());
    token().throwIfCanceled();
    // From here on the backup is gone for every reader, whatever happens to the rest.
    begun = true;
    store.delete(Keys.backupRecord(name()));
    leftovers.addAll(outside);
    outside.forEach(left -> problems.warn(left.toString()));
    if (keys.remove(Keys.backupRecord(name()))) {
      counted();
    }
    // The claim of a crashed run marks what is left, so it stays as long as there is something.
    boolean claimed = keys.remove(Keys.claim(name()));
    for (String key : keys) {
      if (!claimed) {
        requireNoNewRun(store);
      }
      deleteOne(store, key);
    }
    if (claimed && problems.errorCount() == 0) {
      deleteOne(store, Keys.claim(name()));
    }
    ofRestores.forEach((restore, objects) -> deleteRestore(store, restore, objects));
  }

  /** The name is free once the record is gone, and what a new run writes is not ours to remove. */
  private void requireNoNewRun(ObjectStore store) throws IOException {
    if (store.stat(Keys.claim(name())).isPresent()) {
      throw new OadpException(
          "a backup of the name '"
              + name()
              + "' was begun while the old one was deleted; the rest"
              + " of the old one is left to it");
    }
  }

  private static Set<String> keysOf(ObjectStore store, String directory) throws IOException {
    try (Stream<ObjectInfo> objects = store.list(directory)) {
      Set<String> keys = new LinkedHashSet<>();
      objects.map(ObjectInfo::key).filter(key -> key.startsWith(directory)).forEach(keys::add);
      return keys;
    }
  }

  private void actions(ObjectStore store) throws IOException, InterruptedException {
    subject
        .damage()
        .ifPresent(e -> problems.error(e.getMessage() + "; it is deleted all the same"));
    KubernetesCluster actedOn = cluster;
    Optional<Backup> backup = subject.backup();
    if (actedOn == null || backup.isEmpty()) {
      return;
    }
    if (!backup.get().name().equals(name())) {
      problems.error(
          "its record is that of backup '"
              + backup.get().name()
              + "', so no action was run, which could have removed what belongs to that one");
      return;
    }
    log.info("Running delete item actions");
    new DeleteActions(services, actedOn.session(token()), backup.get(), problems, log, token())
        .run(store, name());
  }

  private void deleteRestore(ObjectStore store, String restore, Set<String> keys) {
    String record = Keys.restoreRecord(restore);
    long before = problems.errorCount();
    keys.remove(record);
    keys.forEach(key -> deleteOne(store, key));
    // The record tells whose the others are, so it goes last.
    if (problems.errorCount() == before && deleteOne(store, record)) {
      restores.add(restore);
    }
  }

  private boolean deleteOne(ObjectStore store, String key) {
    token().throwIfCanceled();
    try {
      store.delete(key);
      counted();
      return true;
    } catch (IOException e) {
      token().throwIfCanceled();
      problems.error(key + " could not be deleted: " + e.getMessage());
      leftovers.add(
          new Leftover(
              key,
              "it could not be deleted: " + e.getMessage(),
              "delete backup '" + name() + "' again"));
      return false;
    }
  }

  private void counted() {
    deleted++;
    stepDone();
  }

  @Override
  protected DeletionResult ended(Phase phase, @Nullable Throwable failure) {
    // A cancel interrupts this thread, which has no use for it from here on.
    Thread.interrupted();
    boolean cutOff = phase != Phase.COMPLETED && phase != Phase.PARTIALLY_FAILED;
    if (begun && cutOff) {
      leftovers.add(
          new Leftover(
              Keys.backupDirectory(name()),
              "the deletion was cut off",
              "delete backup '" + name() + "' again"));
    }
    return new DeletionOutcome(
        new Outcome.Facts(
            name(),
            phase,
            startedAt(),
            services.clock().instant(),
            deleted,
            0,
            problems.warningCount(),
            problems.errorCount(),
            problems.kept(),
            log.lines(),
            List.copyOf(leftovers),
            failure),
        restores);
  }
}
