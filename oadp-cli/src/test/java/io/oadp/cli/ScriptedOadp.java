// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.BackupSpec;
import io.oadp.api.Catalog;
import io.oadp.api.Decision;
import io.oadp.api.DeletionResult;
import io.oadp.api.DeletionRun;
import io.oadp.api.ItemDifference;
import io.oadp.api.Leftover;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import io.oadp.api.PlanOptions;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.ReportFormat;
import io.oadp.api.Restore;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreRun;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunOptions;
import io.oadp.api.StoredBackup;
import io.oadp.api.StoredRestore;
import io.oadp.api.UnreadablePlanException;
import io.oadp.api.VerifyReport;
import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An engine that does nothing, remembers what it was asked, and ends runs in any phase. */
final class ScriptedOadp implements Oadp, Catalog {
  /** How the runs to come end; null for a run that goes on until it is canceled. */
  Optional<Phase> end = Optional.of(Phase.COMPLETED);

  final List<BackupSpec> backedUp = new ArrayList<>();
  final List<RestoreSpec> restored = new ArrayList<>();
  final List<String> deleted = new ArrayList<>();
  final List<RunOptions> options = new ArrayList<>();
  final List<PlanOptions> planned = new ArrayList<>();
  final Map<String, Backup> stored = new TreeMap<>();
  final Map<String, Restore> storedRestores = new TreeMap<>();
  final List<BackupEntry> broken = new ArrayList<>();
  final CompletableFuture<Boolean> started = new CompletableFuture<>();
  int closed;

  @Override
  public BackupResult backup(BackupSpec spec) {
    backedUp.add(spec);
    return new ScriptedResult(spec.name(), Phase.COMPLETED);
  }

  @Override
  public BackupRun startBackup(BackupSpec spec, RunOptions run) {
    if (stored.containsKey(spec.name())) {
      throw new BackupExistsException(
          spec.name(), "", "backup '" + spec.name() + "' exists already; choose another name");
    }
    backedUp.add(spec);
    options.add(run);
    run.listener().phaseChanged(Phase.IN_PROGRESS);
    started.complete(true);
    return new ScriptedRun.OfBackup(
        spec.name(),
        end.<CompletableFuture<BackupResult>>map(
                phase -> CompletableFuture.completedFuture(new ScriptedResult(spec.name(), phase)))
            .orElseGet(CompletableFuture::new));
  }

  @Override
  public RestorePlan plan(RestoreSpec spec, PlanOptions plan) {
    String backup = spec.backupName().orElse("");
    if (!stored.containsKey(backup)) {
      throw new BackupNotFoundException(backup, "backup '" + backup + "' is in no location");
    }
    planned.add(plan);
    return new ScriptedPlan(spec);
  }

  @Override
  public RestorePlan readPlan(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (!text.startsWith("stored ")) {
      throw new UnreadablePlanException("this is not a stored plan");
    }
    return new ScriptedPlan(
        RestoreSpec.builder(text.substring("stored ".length())).backupName("b").build());
  }

  @Override
  public RestoreResult restore(RestoreSpec spec) {
    restored.add(spec);
    return new ScriptedResult(spec.name(), Phase.COMPLETED);
  }

  @Override
  public RestoreRun startRestore(RestoreSpec spec, RunOptions run) {
    restored.add(spec);
    options.add(run);
    started.complete(true);
    return new ScriptedRun.OfRestore(
        spec.name(),
        end.<CompletableFuture<RestoreResult>>map(
                phase -> CompletableFuture.completedFuture(new ScriptedResult(spec.name(), phase)))
            .orElseGet(CompletableFuture::new));
  }

  @Override
  public RestoreRun startRestore(RestorePlan plan, RunOptions run) {
    return startRestore(plan.spec(), run);
  }

  @Override
  public Catalog catalog() {
    return this;
  }

  @Override
  public Catalog catalog(String location) {
    return this;
  }

  @Override
  public void close() {
    closed++;
  }

  @Override
  public String location() {
    return "default";
  }

  @Override
  public Stream<BackupEntry> backups() {
    return Stream.concat(
        stored.values().stream().map(backup -> BackupEntry.of(backup.name(), backup)),
        broken.stream());
  }

  @Override
  public StoredBackup open(String name) {
    Backup backup = stored.get(name);
    if (backup == null) {
      throw new BackupNotFoundException(name, "backup '" + name + "' is not in 'default'");
    }
    return new StoredBackup() {
      @Override
      public Backup backup() {
        return backup;
      }

      @Override
      public Stream<Problem> problems() {
        return Stream.of(Problem.ofNamespace(Problem.Severity.WARNING, "shop", "odd"));
      }

      @Override
      public Stream<String> log() {
        return Stream.of("first line", "second line");
      }

      @Override
      public Stream<ResourceIdentifier> contents() {
        return Stream.of(
            ResourceIdentifier.of("configmaps", "shop", "b"),
            ResourceIdentifier.of("configmaps", "shop", "a"),
            ResourceIdentifier.clusterScoped("namespaces", "shop"));
      }

      @Override
      public Optional<KubernetesItem> item(ResourceIdentifier id) {
        return Optional.empty();
      }

      @Override
      public Stream<ResourceIdentifier> contents(ItemQuery query) {
        return contents().filter(id -> id.groupResource().equals(query.resource()));
      }

      @Override
      public Optional<KubernetesItem> item(ResourceIdentifier id, String version) {
        return Optional.empty();
      }

      @Override
      public Optional<KubernetesItem> maskedItem(ResourceIdentifier id) {
        return Optional.empty();
      }

      @Override
      public Stream<ItemDifference> diff(StoredBackup other) {
        return Stream.of();
      }

      @Override
      public Stream<ItemDifference> diff(ClusterView live) {
        return Stream.of();
      }

      @Override
      public VerifyReport verify() {
        return new VerifyReport(name, 3, 100, 0, 0, List.of(), List.of());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public DeletionRun delete(String name, RunOptions run) {
    deleted.add(name);
    options.add(run);
    return new ScriptedRun.OfDeletion(
        name,
        end.<CompletableFuture<DeletionResult>>map(
                phase -> CompletableFuture.completedFuture(new ScriptedResult(name, phase)))
            .orElseGet(CompletableFuture::new));
  }

  @Override
  public Stream<Restore> restores() {
    return storedRestores.values().stream();
  }

  @Override
  public Optional<StoredRestore> restore(String name) {
    return Optional.ofNullable(storedRestores.get(name))
        .map(
            restore ->
                new StoredRestore() {
                  @Override
                  public Restore restore() {
                    return restore;
                  }

                  @Override
                  public Stream<Problem> problems() {
                    return Stream.of();
                  }

                  @Override
                  public Stream<String> log() {
                    return Stream.of("restored");
                  }
                });
  }

  @Override
  public Stream<Leftover> orphans() {
    return Stream.of();
  }

  private record ScriptedPlan(RestoreSpec spec) implements RestorePlan {
    private static final ResourceIdentifier ITEM = ResourceIdentifier.of("configmaps", "shop", "a");

    @Override
    public String backupName() {
      return spec.backupName().orElseThrow();
    }

    @Override
    public String location() {
      return "default";
    }

    @Override
    public Instant createdAt() {
      return Instant.EPOCH;
    }

    @Override
    public Stream<PlannedItem> items() {
      return Stream.of(
          new PlannedItem(
              ITEM,
              ITEM.inNamespace("copy"),
              Decision.CREATE,
              PlannedItem.Origin.NEEDED_NAMESPACE,
              List.of("is not there"),
              List.of("velero.io/service")));
    }

    @Override
    public long count(Decision decision) {
      return decision == Decision.CREATE ? 1 : 0;
    }

    @Override
    public Stream<Problem> problems() {
      return Stream.of();
    }

    @Override
    public String describe() {
      return "1 to create";
    }

    @Override
    public void report(ReportFormat format, OutputStream out) throws IOException {
      out.write(("a plan as " + format + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(("stored " + spec.name()).getBytes(StandardCharsets.UTF_8));
    }
  }
}
