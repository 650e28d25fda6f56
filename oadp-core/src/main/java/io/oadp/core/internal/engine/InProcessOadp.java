// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.BackupSpec;
import io.oadp.api.Catalog;
import io.oadp.api.ConfigurationException;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.LocationException;
import io.oadp.api.Oadp;
import io.oadp.api.PlanOptions;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreRun;
import io.oadp.api.RestoreSpec;
import io.oadp.api.Run;
import io.oadp.api.RunOptions;
import io.oadp.api.RunResult;
import io.oadp.api.Violation;
import io.oadp.core.internal.ServedFields;
import io.oadp.core.internal.backup.BackupExecution;
import io.oadp.core.internal.backup.RunClaim;
import io.oadp.core.internal.catalog.Deletions;
import io.oadp.core.internal.catalog.LocationCatalog;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.restore.Restores;
import io.oadp.core.internal.run.EngineRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The engine in this process. */
public final class InProcessOadp implements Oadp {
  private final Services services;
  private final EngineThreads threads;
  private final Locations locations;
  private final @Nullable KubernetesCluster cluster;
  private final Restores restores;
  private final Deletions deletions;
  private final Set<EngineRun<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Takes the parts over, and closes them at its end.
   *
   * @param cluster null if only catalogs are wanted
   */
  public InProcessOadp(
      Services services,
      EngineThreads threads,
      Locations locations,
      @Nullable KubernetesCluster cluster) {
    this.services = services;
    this.threads = threads;
    this.locations = locations;
    this.cluster = cluster;
    this.restores = new Restores(services, locations);
    this.deletions = new Deletions(services, cluster, this::start);
  }

  private KubernetesCluster cluster() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (cluster == null) {
      throw new ConfigurationException(
          "the engine has no cluster; give it one with cluster(Clusters.fromKubeconfig())");
    }
    return cluster;
  }

  @Override
  public BackupResult backup(BackupSpec spec) {
    return awaitOrCancel(startBackup(spec));
  }

  private static <R extends RunResult> R awaitOrCancel(Run<R> run) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return run.await();
        } catch (InterruptedException e) {
          interrupted = true;
          run.cancel();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public BackupRun startBackup(BackupSpec spec, RunOptions options) {
    KubernetesCluster source = cluster();
    refuse("BackupSpec", spec.name(), ServedFields.notServed(spec));
    Locations.Location location =
        spec.storageLocation().map(locations::get).orElseGet(locations::byDefault);
    if (location.isReadOnly()) {
      refuse(
          "BackupSpec",
          spec.name(),
          List.of(
              new Violation(
                  "storageLocation",
                  Violation.Code.INVALID,
                  "backup can't be created because backup storage location "
                      + location.name()
                      + " is currently in read-only mode")));
    }
    String uid = UUID.randomUUID().toString();
    RunClaim claim;
    try {
      claim =
          RunClaim.take(
              location.store(), spec, uid, services.clock().instant(), options.takeOverCrashed());
    } catch (IOException e) {
      throw new LocationException(
          location.name(), "backup '" + spec.name() + "' could not begin: " + e.getMessage(), e);
    }
    BackupExecution run =
        new BackupExecution(
            services, spec, options, uid, location.name(), location.store(), source, claim);
    start(run);
    return run;
  }

  private static void refuse(String what, String name, List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(what + " '" + name + "'", violations);
    }
  }

  private void start(EngineRun<?> run) {
    running.add(run);
    run.completion().whenComplete((result, defect) -> running.remove(run));
    run.start(threads.coordinators());
  }

  @Override
  public RestorePlan plan(RestoreSpec spec, PlanOptions options) {
    refuse("RestoreSpec", spec.name(), ServedFields.notServed(spec));
    return restores.plan(spec, options, cluster());
  }

  @Override
  public RestoreResult restore(RestoreSpec spec) {
    return awaitOrCancel(startRestore(spec));
  }

  @Override
  public RestoreRun startRestore(RestoreSpec spec, RunOptions options) {
    refuse("RestoreSpec", spec.name(), ServedFields.notServed(spec));
    return started(restores.run(spec, options, cluster()));
  }

  @Override
  public RestorePlan readPlan(InputStream in) throws IOException {
    return Restores.readPlan(in);
  }

  @Override
  public RestoreRun startRestore(RestorePlan plan, RunOptions options) {
    refuse("RestoreSpec", plan.spec().name(), ServedFields.notServed(plan.spec()));
    return started(restores.run(plan, options, cluster()));
  }

  private <T extends EngineRun<RestoreResult> & RestoreRun> RestoreRun started(T run) {
    start(run);
    return run;
  }

  @Override
  public Catalog catalog() {
    return new LocationCatalog(locations.byDefault(), deletions);
  }

  @Override
  public Catalog catalog(String location) {
    return new LocationCatalog(locations.get(location), deletions);
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(EngineRun::cancel);
    for (EngineRun<?> run : running) {
      awaitOrCancel(run);
    }
    threads.close();
    locations.close();
    if (cluster != null) {
      cluster.close();
    }
  }
}
