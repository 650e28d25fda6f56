// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.Backup;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.BackupSpec;
import io.oadp.api.ClusterException;
import io.oadp.api.Leftover;
import io.oadp.api.OadpException;
import io.oadp.api.Phase;
import io.oadp.api.RunOptions;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchivePaths;
import io.oadp.core.internal.archive.ArchiveSummary;
import io.oadp.core.internal.archive.ArchiveWriter;
import io.oadp.core.internal.archive.IndexFacts;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.Discovery;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.record.BackupDocument;
import io.oadp.core.internal.run.EngineRun;
import io.oadp.core.internal.run.Failures;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.LabelValues;
import io.oadp.core.internal.run.NameSpool;
import io.oadp.core.internal.run.Outcome;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.run.RunScopeImpl;
import io.oadp.core.internal.select.BackupFilter;
import io.oadp.core.internal.select.SpecNormalizer;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One backup. Everything is uploaded before the record that makes it visible; a run that fails or
 * is canceled before that removes what it wrote, its claim last.
 */
public final class BackupExecution extends EngineRun<BackupResult> implements BackupRun {
  private static final String LABEL_LOCATION = "velero.io/storage-location";
  private static final String SOURCE_VERSION = "velero.io/source-cluster-k8s-gitversion";
  private static final String SOURCE_MAJOR = "velero.io/source-cluster-k8s-major-version";
  private static final String SOURCE_MINOR = "velero.io/source-cluster-k8s-minor-version";
  private static final String EXCLUDE_LABEL = "velero.io/exclude-from-backup";
  private static final int FORMAT_MAJOR = 1;

  private final Services services;
  private final BackupSpec spec;
  private final RunOptions options;
  private final String location;
  private final ObjectStore store;
  private final KubernetesCluster cluster;
  private final RunClaim claim;
  private final CleanUp cleanUp;
  private final RunLog log;
  private final Problems problems;
  private final List<String> notes = new ArrayList<>();
  private final VolumeBook volumes = new VolumeBook();
  private final CommitGate gate = new CommitGate();
  private Backup record;
  private long itemCount;

  /**
   * Makes a run that holds the claim on its name.
   *
   * @param services of the engine
   * @param spec what to back up
   * @param options how to run
   * @param uid of the run
   * @param location the name of the location
   * @param store of the location
   * @param cluster to back up
   * @param claim on the name
   */
  public BackupExecution(
      Services services,
      BackupSpec spec,
      RunOptions options,
      String uid,
      String location,
      ObjectStore store,
      KubernetesCluster cluster,
      RunClaim claim) {
    super(spec.name(), options.listener(), services.clock());
    this.services = services;
    this.spec = spec;
    this.options = options;
    this.location = location;
    this.store = store;
    this.cluster = cluster;
    this.claim = claim;
    this.cleanUp = new CleanUp(store, spec.name(), services);
    this.log = new RunLog(services.clock(), "backup=" + services.namespace() + "/" + spec.name());
    this.problems = new Problems(log, Problems.Style.BACKUP, this::problem);
    this.record =
        Backup.builder(spec)
            .namespace(services.namespace())
            .uid(uid)
            .creationTimestamp(startedAt().truncatedTo(ChronoUnit.SECONDS))
            .startTimestamp(startedAt().truncatedTo(ChronoUnit.SECONDS))
            .phase(Phase.IN_PROGRESS)
            .build();
  }

  @Override
  protected OadpException locationFailed(Exception e) {
    return new OadpException(
        "location '" + location + "' could not be written: " + Failures.text(e), e);
  }

  @Override
  protected void interrupt(Thread worker) {
    gate.interrupt(worker);
  }

  @Override
  @SuppressWarnings("try") // the registration is only to be closed
  protected BackupResult work() throws IOException, InterruptedException {
    ClusterSession session = cluster.session(token());
    ClusterInfo info = session.info();
    log.info("Backing up", "cluster", info.gitVersion(), "location", location);
    Discovery discovery = session.discovery();
    discovery.warnings().forEach(problems::warn);
    Map<String, KubernetesItem> namespaces = namespaces(session);
    BackupSpec full = SpecNormalizer.normalize(spec, location, labelledOut(namespaces));
    describe(full, info);
    BackupFilter filter = BackupFilter.of(full, discovery, namespaces.keySet());
    note(filter, discovery);
    NameSpool names = new NameSpool();
    try (ArchiveWriter archive =
            new ArchiveWriter(
                name(),
                store.create(ArchivePaths.tarballKey(name()), uploadOptions()),
                archiveOptions(),
                services.clock());
        var onCancel = token().onCancel(() -> abort(archive))) {
      ItemWorkers workers = new ItemWorkers(services.items(), services.limits().itemWorkers());
      ItemPipeline pipeline =
          new ItemPipeline(
              new ItemPipeline.Parts(
                  RunScopeImpl.of(record, services.namespace(), services.clock()),
                  session,
                  filter,
                  ResolvedActions.resolve(services.plugins().backupActions(), discovery),
                  services.caller(),
                  workers,
                  archive,
                  names,
                  volumes,
                  problems,
                  log,
                  token(),
                  this::itemDone),
              discovery);
      NamespaceChoice choice = new NamespaceChoice(full, filter, namespaces);
      Collector collector =
          new Collector(session, discovery, full, filter, choice, pipeline, problems, log);
      try {
        collector.collect();
        collector.collectNamespaces();
        workers.drain();
        collector.collectCrds();
      } finally {
        workers.settle();
      }
      workers.drain();
      itemCount = pipeline.storedCount();
      total(itemCount);
      token().throwIfCanceled();
      return store(archive, names, new IndexFacts(info.uid(), collector.kinds()));
    }
  }

  /** A quarter of the memory for parts on their way, half of it for what becomes parts. */
  private WriteOptions uploadOptions() {
    long bytes = Math.min(64 << 20, services.limits().memoryBytes() / 4);
    return WriteOptions.defaults().withBufferBytes((int) bytes);
  }

  private ArchiveWriter.Options archiveOptions() {
    ArchiveWriter.Options defaults = ArchiveWriter.Options.defaults();
    return new ArchiveWriter.Options(
        defaults.level(),
        defaults.workers(),
        Math.min(defaults.memoryBytes(), services.limits().memoryBytes() / 2));
  }

  private static void abort(ArchiveWriter archive) {
    try {
      archive.close();
    } catch (IOException e) {
      // The run's own thread closes the archive again, and reports what remains.
      throw new UncheckedIOException(e);
    }
  }

  /** The namespaces that the spec names, read one by one; all of them if it has patterns. */
  private Map<String, KubernetesItem> namespaces(ClusterSession session) {
    Map<String, KubernetesItem> found = new TreeMap<>();
    List<String> included = spec.includedNamespaces();
    if (included.isEmpty() || included.contains("*") || BackupFilter.needsExpansion(spec)) {
      try (Stream<KubernetesItem> all = session.list(ItemQuery.ofResource("namespaces"))) {
        all.forEach(n -> found.put(n.name(), n));
      }
      return found;
    }
    for (String name : included) {
      if (name.isEmpty()) {
        continue;
      }
      ResourceIdentifier id = ResourceIdentifier.clusterScoped("namespaces", name);
      try {
        session
            .get(id)
            .ifPresentOrElse(
                n -> found.put(name, n),
                () ->
                    problems.error(
                        "fail to get the namespace "
                            + name
                            + " specified in backup.Spec.IncludedNamespaces: it does not exist"));
      } catch (ClusterException e) {
        if (e.status() != 403) {
          throw e;
        }
        problems.warn(
            id, "it may not be read, so the backup has its items but not the Namespace itself");
      }
    }
    return found;
  }

  private static List<String> labelledOut(Map<String, KubernetesItem> namespaces) {
    return namespaces.values().stream()
        .filter(n -> "true".equals(n.labels().get(EXCLUDE_LABEL)))
        .map(KubernetesItem::name)
        .toList();
  }

  private void describe(BackupSpec full, ClusterInfo info) {
    Backup.Builder described =
        record.toBuilder()
            .spec(full)
            .label(LABEL_LOCATION, LabelValues.shortened(location))
            .annotation(SOURCE_VERSION, info.gitVersion())
            .annotation(SOURCE_MAJOR, info.major())
            .annotation(SOURCE_MINOR, info.minor())
            .version(FORMAT_MAJOR)
            .formatVersion(ArchivePaths.FORMAT_VERSION);
    if (!options.neverExpires()) {
      described.expiration(
          startedAt()
              .truncatedTo(ChronoUnit.SECONDS)
              .plus(full.ttl().orElse(SpecNormalizer.DEFAULT_TTL)));
    }
    record = described.build();
  }

  /** Says what a reader of the spec may not expect. */
  private void note(BackupFilter filter, Discovery discovery) {
    if (filter.matchesNoNamespace()) {
      problems.warn("no namespaces matched the resolution of wildcard patterns");
    }
    boolean leavesClusterScopedOut =
        discovery.backupable().stream()
            .anyMatch(
                r ->
                    !r.namespaced()
                        && !r.groupResource().equals("namespaces")
                        && !filter.collects(r));
    if (filter.includesAllNamespaces() && leavesClusterScopedOut) {
      String text =
          "cluster-scoped kinds are not in the backup, other than namespaces and what the items"
              + " refer to; set includeClusterResources(true) to have them all";
      notes.add(text);
      log.info(text);
    }
  }

  private BackupResult store(ArchiveWriter archive, NameSpool names, IndexFacts facts)
      throws IOException {
    ArchiveSummary summary = archive.finish();
    addBytes(summary.sizeBytes());
    try (ObjectWriter index =
        store.create(Keys.ofBackup(name(), "oadp-index"), WriteOptions.defaults())) {
      archive.writeIndex(index, facts);
    }
    byte[] none = "null\n".getBytes(StandardCharsets.UTF_8);
    byte[] empty = "[]\n".getBytes(StandardCharsets.UTF_8);
    SmallObjects.put(
        store, Keys.ofBackup(name(), "resource-list.json.gz"), names.resourceListGzip());
    putGzip("volumeinfo.json.gz", volumes.json());
    putGzip("podvolumebackups.json.gz", none);
    putGzip("volumesnapshots.json.gz", none);
    putGzip("itemoperations.json.gz", empty);
    putGzip("results.gz", problems.resultsJson());
    Phase phase = problems.errorCount() == 0 ? Phase.COMPLETED : Phase.PARTIALLY_FAILED;
    log.info(
        "Backup ended",
        "phase",
        phase.velero(),
        "items",
        Long.toString(itemCount),
        "warnings",
        Long.toString(problems.warningCount()),
        "errors",
        Long.toString(problems.errorCount()));
    SmallObjects.put(store, Keys.ofBackup(name(), "logs.gz"), log.finish());
    Instant end = services.clock().instant();
    record =
        record.toBuilder()
            .phase(phase)
            .completionTimestamp(end.truncatedTo(ChronoUnit.SECONDS))
            .totalItems(Math.toIntExact(itemCount))
            .itemsBackedUp(Math.toIntExact(itemCount))
            .warnings(Math.toIntExact(problems.warningCount()))
            .errors(Math.toIntExact(problems.errorCount()))
            .build();
    gate.close();
    token().throwIfCanceled();
    makeVisible();
    List<Leftover> leftovers = new ArrayList<>();
    try {
      claim.release();
    } catch (IOException e) {
      leftovers.add(
          new Leftover(
              Keys.claim(name()),
              "it could not be deleted: " + Failures.text(e),
              "delete the object"));
    }
    return outcome(phase, end, leftovers, null);
  }

  private void putGzip(String what, byte[] body) throws IOException {
    SmallObjects.putGzip(store, Keys.ofBackup(name(), what), body);
  }

  /** Writes the record. When its outcome is unknown, what is there afterwards tells. */
  private void makeVisible() throws IOException {
    String key = Keys.backupRecord(name());
    byte[] document = BackupDocument.write(record);
    try {
      SmallObjects.put(store, key, document);
    } catch (NotAppliedException e) {
      throw e;
    } catch (IOException e) {
      if (store.stat(key).map(o -> o.sizeBytes() != document.length).orElse(true)) {
        throw e;
      }
    }
  }

  @Override
  protected BackupResult ended(Phase phase, @Nullable Throwable failure) {
    List<Leftover> leftovers = cleanUp.run();
    // A cancel interrupts this thread, which has no use for it from here on.
    Thread.interrupted();
    Backup.Builder last = record.toBuilder().phase(phase == Phase.CANCELED ? Phase.FAILED : phase);
    if (failure != null) {
      last.failureReason("backup execution failed: " + failure.getMessage());
    }
    record = last.build();
    return outcome(phase, services.clock().instant(), leftovers, failure);
  }

  private BackupResult outcome(
      Phase phase, Instant end, List<Leftover> leftovers, @Nullable Throwable failure) {
    return new BackupOutcome(
        new Outcome.Facts(
            name(),
            phase,
            startedAt(),
            end,
            itemCount,
            progress().bytesStored(),
            problems.warningCount(),
            problems.errorCount(),
            problems.kept(),
            log.lines(),
            List.copyOf(leftovers),
            phase == Phase.CANCELED ? null : failure),
        record,
        volumes.volumes(),
        List.copyOf(notes));
  }
}
