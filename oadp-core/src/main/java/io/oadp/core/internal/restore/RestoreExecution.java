// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ItemReport;
import io.oadp.api.Leftover;
import io.oadp.api.OadpException;
import io.oadp.api.Phase;
import io.oadp.api.Restore;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreRun;
import io.oadp.api.RunOptions;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.catalog.RestoreRecord;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.run.EngineRun;
import io.oadp.core.internal.run.Failures;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.Outcome;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One restore. What it did to the cluster stays, also when it is canceled; what it did is recorded
 * in the location of the backup, unless nothing may be written there.
 */
public final class RestoreExecution extends EngineRun<RestoreResult> implements RestoreRun {
  private final Restores restores;
  private final Services services;
  private final RestoreSource source;
  private final Approval approval;
  private final KubernetesCluster cluster;
  private final RunLog log;
  private final Problems problems;
  private final ItemBook items = new ItemBook();
  private final List<String> notes = new ArrayList<>();
  private Restore record;

  RestoreExecution(
      Restores restores,
      Services services,
      Restore record,
      RestoreSource source,
      Approval approval,
      RunOptions options,
      KubernetesCluster cluster) {
    super(record.name(), options.listener(), services.clock());
    this.restores = restores;
    this.services = services;
    this.record = record;
    this.source = source;
    this.approval = approval;
    this.cluster = cluster;
    this.log =
        new RunLog(services.clock(), "restore=" + services.namespace() + "/" + record.name());
    this.problems = new Problems(log, Problems.Style.RESTORE, this::problem);
  }

  @Override
  protected RestoreResult work() throws IOException, InterruptedException {
    restore();
    return ended(problems.errorCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED, null);
  }

  @Override
  protected OadpException locationFailed(Exception e) {
    return new OadpException(
        "backup '" + source.backup().name() + "' could not be read: " + Failures.text(e), e);
  }

  private void restore() throws IOException, InterruptedException {
    ClusterSession session = cluster.session(token());
    log.info("Restoring", "backup", source.backup().name(), "location", source.location().name());
    RestoreParts parts = restores.parts(source, record, session, problems, log, token());
    StoredNamespaces namespaces = StoredNamespaces.read(parts);
    ClusterEffects effects =
        new ClusterEffects(
            parts,
            new NamespaceMaker(parts, namespaces, approval, this::report),
            approval,
            this::report);
    CrdWait crds = new CrdWait(parts);
    RestoreWalk walk =
        new RestoreWalk(
            parts,
            namespaces,
            effects,
            new ItemWorkers(services.items(), services.limits().itemWorkers()),
            groupResource -> {
              if (groupResource.equals(Priorities.CRDS)) {
                crds.await(effects.createdCrds());
              }
            });
    List<ArchiveCatalogue.Item> selection = walk.selection();
    if (selection.isEmpty()) {
      log.info("The restore selects no items of the backup");
    }
    total(selection.size());
    walk.walk(selection);
    addBytes(source.sizeBytes());
  }

  private void report(ItemReport item) {
    items.add(item);
    itemDone(item);
  }

  @Override
  protected RestoreResult ended(Phase phase, @Nullable Throwable failure) {
    // A cancel interrupts this thread, which has no use for it from here on.
    Thread.interrupted();
    Instant end = services.clock().instant();
    Restore.Builder last =
        record.toBuilder()
            .phase(phase == Phase.CANCELED ? Phase.FAILED : phase)
            .completionTimestamp(end.truncatedTo(ChronoUnit.SECONDS))
            .totalItems(Math.toIntExact(items.count()))
            .itemsRestored(Math.toIntExact(items.count()))
            .warnings(Math.toIntExact(problems.warningCount()))
            .errors(Math.toIntExact(problems.errorCount()));
    if (phase == Phase.CANCELED) {
      last.failureReason("restore execution failed: it was canceled");
    } else if (failure != null) {
      last.failureReason("restore execution failed: " + Failures.text(failure));
    }
    record = last.build();
    log.info("Restore ended", "phase", record.phase().velero(), "items", items.summary());
    List<Leftover> leftovers = new ArrayList<>();
    if (source.location().isReadOnly()) {
      notes.add(
          "location '"
              + source.location().name()
              + "' is read-only, so nothing of this restore is recorded there");
    } else {
      store(phase == Phase.CANCELED, leftovers);
    }
    return new RestoreOutcome(
        new Outcome.Facts(
            name(),
            phase,
            startedAt(),
            services.clock().instant(),
            items.count(),
            progress().bytesStored(),
            problems.warningCount(),
            problems.errorCount(),
            problems.kept(),
            log.lines(),
            List.copyOf(leftovers),
            phase == Phase.CANCELED ? null : failure),
        record,
        items,
        List.copyOf(notes));
  }

  /** Records the restore; after a cancel no longer than the grace time. */
  private void store(boolean bounded, List<Leftover> leftovers) {
    CompletableFuture<Void> storing =
        CompletableFuture.runAsync(this::writeObjects, services.background());
    try {
      if (bounded) {
        storing.get(services.limits().cancelGrace().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        storing.get();
      }
    } catch (ExecutionException e) {
      notRecorded(Failures.text(e.getCause() == null ? e : e.getCause()), leftovers);
    } catch (TimeoutException e) {
      notRecorded("it took longer than the grace time", leftovers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      notRecorded("the thread was interrupted", leftovers);
    }
  }

  private void notRecorded(String why, List<Leftover> leftovers) {
    notes.add("the restore could not be recorded in the location: " + why);
    leftovers.add(
        new Leftover(
            Keys.restoreDirectory(name()),
            "the record of this restore is not complete: " + why,
            "delete the objects below it if they are not wanted"));
  }

  private void writeObjects() {
    ObjectStore store = source.location().store();
    try {
      SmallObjects.put(store, Keys.ofRestore(name(), "logs.gz"), log.finish());
      SmallObjects.putGzip(store, Keys.ofRestore(name(), "results.gz"), problems.resultsJson());
      SmallObjects.put(
          store, Keys.ofRestore(name(), "resource-list.json.gz"), items.resourceListGzip());
      byte[] empty = "[]\n".getBytes(StandardCharsets.UTF_8);
      SmallObjects.putGzip(store, Keys.ofRestore(name(), "itemoperations.json.gz"), empty);
      SmallObjects.putGzip(store, Keys.restoreVolumeInfo(name()), empty);
      SmallObjects.put(store, Keys.restoreRecord(name()), RestoreRecord.write(record));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
