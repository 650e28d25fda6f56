// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ConfigurationException;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.LocationException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.Phase;
import io.oadp.api.PlanOptions;
import io.oadp.api.PlannedItem;
import io.oadp.api.Progress;
import io.oadp.api.Restore;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunOptions;
import io.oadp.api.StalePlanException;
import io.oadp.api.Violation;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.plan.PlanContent;
import io.oadp.core.internal.plan.PlanFile;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.run.CancelSource;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.run.RunScopeImpl;
import io.oadp.core.internal.select.RestoreFilter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Plans restores, and makes the runs that carry them out. */
public final class Restores {
  private final Services services;
  private final Locations locations;

  /** Takes what the engine lends. */
  public Restores(Services services, Locations locations) {
    this.services = services;
    this.locations = locations;
  }

  /** Plans a restore: reads, and changes nothing. */
  public RestorePlan plan(RestoreSpec spec, PlanOptions options, KubernetesCluster cluster) {
    RestoreSource source = RestoreSource.find(locations, spec, options.sourceLocation());
    Instant start = services.clock().instant();
    RunLog log =
        new RunLog(services.clock(), "restore=" + services.namespace() + "/" + spec.name());
    Problems problems = new Problems(log, Problems.Style.RESTORE, problem -> {});
    CancelSource token = new CancelSource();
    try {
      ClusterSession session = cluster.session(token);
      RestoreParts parts =
          parts(source, record(spec, source, start), session, problems, log, token);
      PlanProgress progress = new PlanProgress(options.progress(), start);
      PlanEffects effects =
          new PlanEffects(
              parts,
              new LiveObjects(parts),
              new DryRun(parts, options.serverDryRun()),
              progress::decided);
      // One item after the other, on this thread: a plan is bounded by reading.
      RestoreWalk walk =
          new RestoreWalk(
              parts,
              StoredNamespaces.read(parts),
              effects,
              new ItemWorkers(Runnable::run, 1),
              groupResource -> stopIfInterrupted());
      List<ArchiveCatalogue.Item> selection = walk.selection();
      progress.total = selection.size();
      walk.walk(selection);
      progress.ended();
      return new StoredPlan(
          new PlanContent(
              parts.spec(),
              source.backup().name(),
              source.location().name(),
              source.fingerprint(),
              session.info().uid(),
              start,
              effects.items(),
              effects.bases(),
              problems.kept()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCanceledException();
    } catch (IOException e) {
      throw new LocationException(
          source.location().name(),
          "backup '" + source.backup().name() + "' cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** Reads a plan that was stored. */
  public static RestorePlan readPlan(InputStream in) throws IOException {
    return new StoredPlan(PlanFile.read(in));
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Tells of the progress of a plan, counted in the items that the spec selects. */
  private final class PlanProgress {
    private final Consumer<Progress> listener;
    private final Instant start;
    private final AtomicLong done = new AtomicLong();
    private long total = -1;
    private Instant told;

    PlanProgress(Consumer<Progress> listener, Instant start) {
      this.listener = listener;
      this.start = start;
      this.told = start;
    }

    void decided(PlannedItem item) {
      if (item.origin() == PlannedItem.Origin.SELECTED) {
        done.incrementAndGet();
      }
      Instant now = services.clock().instant();
      if (Duration.between(told, now).toMillis() >= 100) {
        tell(now, done.get());
      }
    }

    /** Items that the label selector leaves out are never decided on. */
    void ended() {
      tell(services.clock().instant(), total);
    }

    private void tell(Instant now, long items) {
      told = now;
      listener.accept(
          new Progress(Phase.IN_PROGRESS, items, total, 0, 0, 0, Duration.between(start, now)));
    }
  }

  /** Makes a run that plans and restores in one. */
  public RestoreExecution run(RestoreSpec spec, RunOptions options, KubernetesCluster cluster) {
    RestoreSource source = RestoreSource.find(locations, spec, options.sourceLocation());
    return run(spec, source, Approval.everything(), options, cluster);
  }

  /** Makes a run that carries a plan out. */
  public RestoreExecution run(RestorePlan plan, RunOptions options, KubernetesCluster cluster) {
    if (!(plan instanceof StoredPlan stored)) {
      throw new ConfigurationException(
          "the plan is a " + plan.getClass().getName() + "; only plans made by this engine run");
    }
    RestoreSource source = RestoreSource.find(locations, plan.spec(), plan.location());
    if (!source.fingerprint().equals(stored.backupFingerprint())) {
      throw new StalePlanException(
          "backup '"
              + plan.backupName()
              + "' is not the one that the plan was made for; plan again");
    }
    String uid = cluster.info().uid();
    if (!uid.equals(stored.clusterUid())) {
      throw new StalePlanException(
          "the cluster is not the one that the plan was made for; plan again");
    }
    return run(plan.spec(), source, stored.approval(), options, cluster);
  }

  private RestoreExecution run(
      RestoreSpec spec,
      RestoreSource source,
      Approval approval,
      RunOptions options,
      KubernetesCluster cluster) {
    requireNewName(spec, source);
    return new RestoreExecution(
        this,
        services,
        record(spec, source, services.clock().instant()),
        source,
        approval,
        options,
        cluster);
  }

  private static void requireNewName(RestoreSpec spec, RestoreSource source) {
    try {
      if (source.location().store().stat(Keys.restoreRecord(spec.name())).isPresent()) {
        throw new InvalidSpecException(
            "RestoreSpec '" + spec.name() + "'",
            List.of(
                new Violation(
                    "name",
                    Violation.Code.CONFLICT,
                    "a restore of this name is on record in location '"
                        + source.location().name()
                        + "'; choose another name")));
      }
    } catch (IOException e) {
      throw new LocationException(
          source.location().name(), "it cannot be read: " + e.getMessage(), e);
    }
  }

  /** The record of a restore that begins; its spec names the backup that was found. */
  private Restore record(RestoreSpec spec, RestoreSource source, Instant start) {
    RestoreSpec named =
        spec.backupName().isPresent()
            ? spec
            : spec.toBuilder().backupName(source.backup().name()).buildUnchecked();
    Instant seconds = start.truncatedTo(ChronoUnit.SECONDS);
    return Restore.builder(named)
        .namespace(services.namespace())
        .uid(UUID.randomUUID().toString())
        .creationTimestamp(seconds)
        .startTimestamp(seconds)
        .phase(Phase.IN_PROGRESS)
        .build();
  }

  /** Opens the backup, and gathers what a plan or a run works with. */
  RestoreParts parts(
      RestoreSource source,
      Restore record,
      ClusterSession session,
      Problems problems,
      RunLog log,
      CancelSource token)
      throws IOException {
    session.discovery().warnings().forEach(warning -> log.info("Discovery: " + warning));
    ArchiveReader archive = source.archive(services.limits().memoryBytes() / 2, problems::warn);
    RestoreSpec spec = record.spec();
    return new RestoreParts(
        spec,
        RunScopeImpl.of(source.backup(), record, services.namespace(), services.clock()),
        session,
        archive,
        archive.catalogue(),
        RestoreFilter.of(spec, session.discovery()),
        ResolvedActions.resolve(services.plugins().restoreActions(), session.discovery()),
        services.caller(),
        new VolumeChoice(source.volumeMethods(), spec),
        problems,
        log,
        token,
        services.limits().resourceTimeout(),
        services.compatibility());
  }
}
