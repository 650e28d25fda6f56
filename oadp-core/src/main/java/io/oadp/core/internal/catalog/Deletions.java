// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Backup;
import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.ConfigurationException;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.DeletionRun;
import io.oadp.api.LocationException;
import io.oadp.api.Phase;
import io.oadp.api.RunOptions;
import io.oadp.core.internal.backup.RunClaim;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.run.EngineRun;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts deletions, and refuses those that must not begin. Thread-safe. */
public final class Deletions {
  private final Services services;
  private final @Nullable KubernetesCluster cluster;
  private final Consumer<EngineRun<?>> starter;

  /**
   * Takes what the engine lends.
   *
   * @param cluster null if the engine has none
   * @param starter has a run begin
   */
  public Deletions(
      Services services, @Nullable KubernetesCluster cluster, Consumer<EngineRun<?>> starter) {
    this.services = services;
    this.cluster = cluster;
    this.starter = starter;
  }

  /** What is known of the backup before it goes. */
  record Subject(String name, Optional<Backup> backup, Optional<CorruptBackupException> damage) {}

  DeletionRun start(Locations.Location location, String name, RunOptions options) {
    if (location.isReadOnly()) {
      throw new ConfigurationException(
          "cannot delete backup '"
              + name
              + "' because backup storage location "
              + location.name()
              + " is currently in read-only mode");
    }
    try {
      Subject subject = look(location, name);
      requireEnded(location, subject, options);
      KubernetesCluster actedOn = subject.backup().isPresent() ? clusterForActions(name) : null;
      DeletionExecution run = new DeletionExecution(services, location, subject, options, actedOn);
      starter.accept(run);
      return run;
    } catch (IOException e) {
      throw new LocationException(
          location.name(), "backup '" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable KubernetesCluster clusterForActions(String name) {
    if (services.plugins().deleteActions().isEmpty()) {
      return null;
    }
    if (cluster == null) {
      throw new ConfigurationException(
          "backup '"
              + name
              + "' cannot be deleted without a cluster, for there are delete item actions: "
              + services.plugins().deleteActions().get(0).name()
              + "; give the engine one with cluster(…)");
    }
    return cluster;
  }

  private static Subject look(Locations.Location location, String name) throws IOException {
    ObjectStore store = location.store();
    if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
      throw notThere(location, name);
    }
    String key = Keys.backupRecord(name);
    try {
      byte[] record = SmallObjects.read(store, key, LocationCatalog.MAX_RECORD_BYTES);
      return new Subject(name, Optional.of(LocationCatalog.parse(key, record)), Optional.empty());
    } catch (CorruptBackupException e) {
      return new Subject(name, Optional.empty(), Optional.of(e));
    } catch (ObjectNotFoundException e) {
      try (Stream<ObjectInfo> objects = store.list(Keys.backupDirectory(name))) {
        if (objects.findFirst().isEmpty() && RestoresOf.find(store, name).isEmpty()) {
          throw notThere(location, name);
        }
      }
      return new Subject(name, Optional.empty(), Optional.empty());
    }
  }

  private static BackupNotFoundException notThere(Locations.Location location, String name) {
    return new BackupNotFoundException(
        name, "there is no backup '" + name + "' in location '" + location.name() + "'");
  }

  private static void requireEnded(Locations.Location location, Subject subject, RunOptions options)
      throws IOException {
    if (options.takeOverCrashed()) {
      return;
    }
    Optional<Phase> phase = subject.backup().map(Backup::phase);
    Optional<RunClaim.Holder> claim =
        subject.backup().isPresent()
            ? Optional.empty()
            : RunClaim.read(location.store(), subject.name());
    boolean unfinished =
        phase.isPresent()
            && !phase.get().isTerminal()
            && phase.get() != Phase.DELETING
            && phase.get() != Phase.UNKNOWN;
    if (claim.isPresent() || unfinished) {
      throw new BackupExistsException(
          subject.name(),
          claim.map(RunClaim.Holder::uid).orElse(""),
          "backup '"
              + subject.name()
              + "' is still in progress: "
              + claim
                  .map(RunClaim.Holder::toString)
                  .orElseGet(() -> "its phase is " + phase.orElseThrow().velero())
              + "; wait for it or, if that run has crashed, say so"
              + " (RunOptions.takingOverCrashedRun)");
    }
  }
}
