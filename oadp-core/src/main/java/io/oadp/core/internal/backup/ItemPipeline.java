// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.CancellationToken;
import io.oadp.api.ClusterException;
import io.oadp.api.ItemActionException;
import io.oadp.api.ItemReport;
import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveWriter;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.Discovery;
import io.oadp.core.internal.plugin.ActionCaller;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.run.Failures;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.NameSpool;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.select.BackupFilter;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.RunScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes one item after the other into the archive: looks whether it belongs there and is not there
 * yet, has the actions at it, brings along what they ask for, and writes it. An item that no action
 * wants is written at once, as the bytes that came; the others go to workers. What an action asks
 * for is written before the item itself, by the same worker.
 */
final class ItemPipeline {
  private static final String EXCLUDE_LABEL = "velero.io/exclude-from-backup";
  private static final String REQUIRE_ANNOTATION = "backup.velero.io/must-include-additional-items";
  private static final String SKIP_ANNOTATION = "velero.io/skip-from-backup";
  private static final int VELERO_MAX_NAME = 250;
  private static final String VOLUMES = "persistentvolumes";

  private final Parts parts;
  private final Discovery discovery;
  private final Set<String> storedResources = new HashSet<>(); // guarded by itself
  private final AtomicLong stored = new AtomicLong();

  /**
   * What the pipeline works with.
   *
   * @param scope the run as plugins see it
   * @param cluster session of the run
   * @param filter what the spec lets in
   * @param actions resolved for this run
   * @param caller calls them
   * @param workers for items that actions want
   * @param archive where items go
   * @param names for the resource list
   * @param volumes for the volume infos
   * @param problems of the run
   * @param log of the run
   * @param token of the run
   * @param listener is told of each item that is through
   */
  record Parts(
      RunScope scope,
      ClusterSession cluster,
      BackupFilter filter,
      ResolvedActions<BackupItemAction> actions,
      ActionCaller caller,
      ItemWorkers workers,
      ArchiveWriter archive,
      NameSpool names,
      VolumeBook volumes,
      Problems problems,
      RunLog log,
      CancellationToken token,
      Consumer<ItemReport> listener) {}

  ItemPipeline(Parts parts, Discovery discovery) {
    this.parts = parts;
    this.discovery = discovery;
  }

  /** Takes a collected item, if the exclude label and its state let it in. */
  void collected(ApiResource resource, KubernetesItem item)
      throws IOException, InterruptedException {
    if (!isLabelledOut(item) && !item.isBeingDeleted()) {
      take(resource, item);
    }
  }

  private static boolean isLabelledOut(KubernetesItem item) {
    return "true".equals(item.labels().get(EXCLUDE_LABEL));
  }

  private void take(ApiResource resource, KubernetesItem item)
      throws IOException, InterruptedException {
    ResourceIdentifier id = identify(resource, item);
    if (!claim(resource, id)) {
      return;
    }
    var candidates = parts.actions().candidates(resource.groupResource(), id.namespace());
    if (candidates.stream().noneMatch(c -> c.wants(item.labels()))) {
      store(resource, id, item);
    } else {
      parts.workers().submit(place -> process(resource, id, item, candidates, place));
    }
  }

  private static ResourceIdentifier identify(ApiResource resource, KubernetesItem item) {
    return new ResourceIdentifier(
        resource.group(), resource.resource(), item.namespace().orElse(""), item.name());
  }

  private boolean claim(ApiResource resource, ResourceIdentifier id) {
    return parts
        .archive()
        .claim(resource.groupResource(), resource.version(), id.namespace(), id.name());
  }

  private void process(
      ApiResource resource,
      ResourceIdentifier id,
      KubernetesItem collected,
      List<ResolvedActions.Candidate<BackupItemAction>> candidates,
      ItemWorkers.Place place)
      throws IOException {
    KubernetesItem item = collected;
    try {
      for (ResolvedActions.Candidate<BackupItemAction> candidate : candidates) {
        if (!candidate.wants(collected.labels())) {
          continue;
        }
        Optional<KubernetesItem> next = act(id, item, candidate, place);
        if (next.isEmpty()) {
          return;
        }
        item = next.get();
      }
    } catch (ItemActionException e) {
      if (!place.isAbandoned()) {
        failed(id, collected, e);
      }
      return;
    }
    if (!place.isAbandoned()) {
      storeActedOn(resource, id, item);
    }
  }

  private void failed(ResourceIdentifier id, KubernetesItem item, ItemActionException e) {
    parts
        .problems()
        .add(
            Problem.ofItem(Problem.Severity.ERROR, id, "Error backing up item: " + e.getMessage())
                .withAction(e.action()));
    parts
        .listener()
        .accept(new ItemReport(id, item.kind(), ItemReport.Outcome.FAILED, Failures.text(e)));
  }

  /** Has one action at the item; empty if the item stays out. */
  private Optional<KubernetesItem> act(
      ResourceIdentifier id,
      KubernetesItem item,
      ResolvedActions.Candidate<BackupItemAction> candidate,
      ItemWorkers.Place place)
      throws IOException {
    String name = candidate.named().name();
    BackupItemAction action = candidate.named().action();
    BackupItemResult result =
        parts
            .caller()
            .call(
                name,
                action,
                parts.scope(),
                id,
                parts.token(),
                () -> action.execute(new BackupActionInput(parts, candidate.named(), id, item)),
                e -> {
                  if (place.abandon()) {
                    failed(id, item, e);
                  }
                });
    if (result.skipReason().isPresent()) {
      skipped(id, item, name + ": " + result.skipReason().get());
      return Optional.empty();
    }
    if (result.operationId().isPresent()) {
      throw new ItemActionException(
          name,
          id,
          name + " started an operation, and this version does not run operations of actions",
          new UnsupportedOperationException());
    }
    KubernetesItem changed = result.item().orElse(item);
    if (changed.annotations().containsKey(SKIP_ANNOTATION)) {
      skipped(id, item, name + ": annotation " + SKIP_ANNOTATION);
      return Optional.empty();
    }
    boolean required = "true".equals(changed.annotations().get(REQUIRE_ANNOTATION));
    if (changed.annotations().containsKey(REQUIRE_ANNOTATION)) {
      changed = changed.edit(e -> e.removeAnnotation(REQUIRE_ANNOTATION));
    }
    for (ResourceIdentifier additional : result.requiredItems()) {
      bringAlong(id, name, additional, true, place);
    }
    for (ResourceIdentifier additional : result.additionalItems()) {
      bringAlong(id, name, additional, required, place);
    }
    return Optional.of(changed);
  }

  private void skipped(ResourceIdentifier id, KubernetesItem item, String why) {
    parts.log().info("Skipping item", "name", id.name(), "namespace", id.namespace(), "why", why);
    parts.listener().accept(new ItemReport(id, item.kind(), ItemReport.Outcome.SKIPPED, why));
  }

  /** Writes what an action asks for. A failure is a problem of that item; its parent stays. */
  private void bringAlong(
      ResourceIdentifier parent,
      String action,
      ResourceIdentifier id,
      boolean required,
      ItemWorkers.Place place)
      throws IOException {
    Optional<ApiResource> resource = discovery.byGroupResource(id.groupResource());
    if (resource.isEmpty()) {
      parts
          .problems()
          .add(
              Problem.ofItem(
                      Problem.Severity.WARNING,
                      id,
                      parent + " asks for it, but the server has no " + id.groupResource())
                  .withAction(action));
      return;
    }
    if (!required && !parts.filter().allows(resource.get(), id.namespace())) {
      return;
    }
    if (!claim(resource.get(), id)) {
      return;
    }
    Optional<KubernetesItem> found;
    try {
      found = parts.cluster().get(resource.get(), id.namespace(), id.name());
    } catch (ClusterException e) {
      parts
          .problems()
          .add(
              Problem.ofItem(
                      e.status() == 403 ? Problem.Severity.WARNING : Problem.Severity.ERROR,
                      id,
                      parent + " asks for it, and it could not be read: " + e.getMessage())
                  .withAction(action));
      return;
    }
    if (found.isEmpty()) {
      parts
          .problems()
          .add(
              Problem.ofItem(
                      Problem.Severity.WARNING, id, parent + " asks for it, and it is not there")
                  .withAction(action));
      return;
    }
    KubernetesItem item = found.get();
    if (item.isBeingDeleted() || (!required && isLabelledOut(item))) {
      return;
    }
    process(
        resource.get(),
        id,
        item,
        parts.actions().candidates(id.groupResource(), id.namespace()),
        place);
  }

  /** Stores an item under what the actions have made of it. */
  private void storeActedOn(ApiResource resource, ResourceIdentifier id, KubernetesItem item)
      throws IOException {
    ResourceIdentifier now = identify(resource, item);
    if (now.name().isEmpty()) {
      parts.problems().error(id, "an action took its name away, so it cannot be stored");
      return;
    }
    if (!now.equals(id) && !claim(resource, now)) {
      parts
          .problems()
          .error(
              id, "an action renamed it to " + now + ", and the backup has an item of that name");
      return;
    }
    store(resource, now, item);
  }

  private void store(ApiResource resource, ResourceIdentifier id, KubernetesItem item)
      throws IOException {
    if (id.name().length() > VELERO_MAX_NAME) {
      parts
          .problems()
          .warn(
              id,
              "its name has more than "
                  + VELERO_MAX_NAME
                  + " characters: it is stored, but Velero 1.18 cannot restore a backup that holds"
                  + " it");
    }
    if (resource.groupResource().equals(VOLUMES)) {
      parts.volumes().volume(item);
      parts.problems().warn(id, VolumeBook.REASON);
    }
    parts
        .archive()
        .write(
            resource.groupResource(),
            resource.version(),
            true,
            id.namespace(),
            id.name(),
            item.toBytes());
    parts.names().add(resource.gvk().toString(), id.namespace(), id.name());
    synchronized (storedResources) {
      storedResources.add(resource.groupResource());
    }
    stored.incrementAndGet();
    parts.listener().accept(new ItemReport(id, item.kind(), ItemReport.Outcome.STORED, ""));
  }

  /** How many items are in the archive. */
  long storedCount() {
    return stored.get();
  }

  /** The resources that have items in the archive, sorted. */
  List<String> storedResources() {
    synchronized (storedResources) {
      List<String> sorted = new ArrayList<>(storedResources);
      sorted.sort(null);
      return sorted;
    }
  }
}
