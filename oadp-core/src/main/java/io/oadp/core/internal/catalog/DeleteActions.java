// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Backup;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.CancellationToken;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.ItemActionException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.Problem;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.run.CallInput;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.run.RunScopeImpl;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.DeleteItemInput;
import io.oadp.spi.RunScope;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has the delete item actions at the items of a backup that is to go. Whatever one of them makes of
 * an item is a problem of that item, and so is an item that cannot be read: they do not hold the
 * deletion back.
 */
final class DeleteActions {
  private final Services services;
  private final ClusterSession cluster;
  private final RunScope scope;
  private final Problems problems;
  private final CancellationToken token;
  private final CallInput.Facts facts;

  DeleteActions(
      Services services,
      ClusterSession cluster,
      Backup backup,
      Problems problems,
      RunLog log,
      CancellationToken token) {
    this.services = services;
    this.cluster = cluster;
    this.scope = RunScopeImpl.of(backup, services.namespace(), services.clock());
    this.problems = problems;
    this.token = token;
    this.facts = new CallInput.Facts(scope, token, log, problems);
  }

  /**
   * Runs them.
   *
   * @throws IOException if the location cannot be read
   */
  void run(ObjectStore store, String name) throws IOException, InterruptedException {
    ResolvedActions<DeleteItemAction> actions =
        ResolvedActions.resolve(services.plugins().deleteActions(), cluster.discovery());
    ItemWorkers workers = new ItemWorkers(services.items(), services.limits().itemWorkers());
    try {
      read(store, name, new Reader(actions, workers));
      workers.drain();
    } finally {
      workers.settle();
    }
  }

  private void read(ObjectStore store, String name, Reader reader) throws IOException {
    try {
      ArchiveReader archive =
          ArchiveReader.open(store, name, services.limits().memoryBytes() / 2, problems::warn);
      List<ArchiveCatalogue.Item> wanted =
          archive
              .catalogue()
              .items()
              .filter(i -> !reader.actions.noneFor(i.groupResource(), i.namespace()))
              .toList();
      archive.read(wanted, reader);
    } catch (BackupNotFoundException | CorruptBackupException e) {
      problems.error(
          e.getMessage() + "; delete item actions were not run for the items that were not read");
    }
  }

  /** Hands items to the workers as they are read. */
  private final class Reader implements ArchiveReader.Visitor {
    private final ResolvedActions<DeleteItemAction> actions;
    private final ItemWorkers workers;

    Reader(ResolvedActions<DeleteItemAction> actions, ItemWorkers workers) {
      this.actions = actions;
      this.workers = workers;
    }

    @Override
    public void item(ArchiveCatalogue.Item item, byte[] body) {
      token.throwIfCanceled();
      ResourceIdentifier id = item.id();
      KubernetesItem parsed = parse(id, body);
      if (parsed == null) {
        return;
      }
      List<PluginSet.Named<DeleteItemAction>> wanting =
          actions.candidates(item.groupResource(), item.namespace()).stream()
              .filter(candidate -> candidate.wants(parsed.labels()))
              .map(ResolvedActions.Candidate::named)
              .toList();
      try {
        workers.submit(place -> actAll(id, parsed, wanting, place));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationCanceledException();
      }
    }

    private @Nullable KubernetesItem parse(ResourceIdentifier id, byte[] body) {
      try {
        return KubernetesItem.parse(body);
      } catch (IllegalArgumentException e) {
        problems.error(id, "it cannot be read, and no action was run for it: " + e.getMessage());
        return null;
      }
    }

    @Override
    public void failed(ArchiveCatalogue.Item item, CorruptBackupException problem) {
      problems.error(item.id(), problem.getMessage() + "; no action was run for it");
    }
  }

  private void actAll(
      ResourceIdentifier id,
      KubernetesItem item,
      List<PluginSet.Named<DeleteItemAction>> wanting,
      ItemWorkers.Place place) {
    for (PluginSet.Named<DeleteItemAction> action : wanting) {
      if (!place.isAbandoned()) {
        act(id, item, action, place);
      }
    }
  }

  private void act(
      ResourceIdentifier id,
      KubernetesItem item,
      PluginSet.Named<DeleteItemAction> action,
      ItemWorkers.Place place) {
    Input input = new Input(facts, cluster, action, id, item);
    try {
      services
          .caller()
          .call(
              action.name(),
              action.action(),
              scope,
              id,
              token,
              () -> {
                action.action().execute(input);
                return true;
              },
              e -> {
                if (place.abandon()) {
                  failed(id, e);
                }
              });
    } catch (ItemActionException e) {
      if (!place.isAbandoned()) {
        failed(id, e);
      }
    }
  }

  private void failed(ResourceIdentifier id, ItemActionException e) {
    problems.add(
        Problem.ofItem(Problem.Severity.ERROR, id, String.valueOf(e.getMessage()))
            .withAction(e.action()));
  }

  /** What an action sees in one call. */
  private static final class Input extends CallInput implements DeleteItemInput {
    private final ClusterClient cluster;
    private final KubernetesItem item;

    Input(
        Facts facts,
        ClusterClient cluster,
        PluginSet.Named<DeleteItemAction> action,
        ResourceIdentifier id,
        KubernetesItem item) {
      super(facts, action.name(), action.settings(), id);
      this.cluster = cluster;
      this.item = item;
    }

    @Override
    public KubernetesItem item() {
      return item;
    }

    @Override
    public ClusterClient cluster() {
      return cluster;
    }
  }
}
