// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.CorruptBackupException;
import io.oadp.api.Decision;
import io.oadp.api.ItemActionException;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.run.Failures;
import io.oadp.core.internal.run.ItemWorkers;
import io.oadp.core.internal.run.LabelValues;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Decides on one item after the other what a restore does with it: leaves out what must not come
 * back, resets it, has the actions at it, brings along what they ask for, and hands what is to
 * exist to {@link Effects}. Thread-safe.
 */
final class ItemRestorer {
  private static final String VOLUMES = "persistentvolumes";
  private static final String CLAIMS = "persistentvolumeclaims";
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private final RestoreParts parts;
  private final Effects effects;
  private final Set<ResourceIdentifier> seen = ConcurrentHashMap.newKeySet();

  ItemRestorer(RestoreParts parts, Effects effects) {
    this.parts = parts;
    this.effects = effects;
  }

  /** Handles an item that the spec selects; its labels are still to be looked at. */
  void selected(ResourceIdentifier source, byte[] body, ItemWorkers.Place place)
      throws IOException, InterruptedException {
    KubernetesItem item;
    try {
      item = KubernetesItem.parse(body);
    } catch (IllegalArgumentException e) {
      parts.problems().error(target(source), "error decoding " + source + ": " + e.getMessage());
      return;
    }
    if (parts.filter().selectsLabels(item)) {
      restore(source, item, PlannedItem.Origin.SELECTED, place);
    }
  }

  private ResourceIdentifier target(ResourceIdentifier source) {
    return source.isClusterScoped()
        ? source
        : source.inNamespace(parts.mapNamespace(source.namespace()));
  }

  private void restore(
      ResourceIdentifier source,
      KubernetesItem stored,
      PlannedItem.Origin origin,
      ItemWorkers.Place place)
      throws IOException, InterruptedException {
    ResourceIdentifier target = target(source);
    if (!seen.add(target)) {
      return;
    }
    Draft draft = new Draft(source, target, origin);
    Optional<String> finished = finished(source, stored);
    if (finished.isPresent()) {
      effects.skipped(draft.decided(Decision.SKIP, finished.get()), stored, false);
      return;
    }
    if (source.groupResource().equals("pods")
        && !stored.annotations().getOrDefault(MIRROR, "").isEmpty()) {
      effects.skipped(
          draft.decided(Decision.SKIP, "it mirrors a static pod of a node"), stored, true);
      return;
    }
    try {
      if (!target.isClusterScoped()) {
        effects.needNamespace(source.namespace(), target.namespace());
      }
      Optional<KubernetesItem> ready = prepare(draft, stored, place);
      if (ready.isPresent() && !place.isAbandoned()) {
        finish(draft, stored, ready.get());
      }
    } catch (ItemActionException e) {
      if (!place.isAbandoned()) {
        failed(draft, stored, e);
      }
    } catch (ItemDropped e) {
      effects.failed(draft.decided(Decision.SKIP, Failures.text(e)), stored);
    }
  }

  private static Optional<String> finished(ResourceIdentifier source, KubernetesItem stored) {
    if (source.groupResource().equals("pods")) {
      String phase = stored.text("/status/phase").orElse("");
      if (phase.equals("Succeeded") || phase.equals("Failed")) {
        return Optional.of("the pod has run to its end");
      }
    }
    if (source.groupResource().equals("jobs.batch")
        && !stored.text("/status/completionTime").orElse("").isEmpty()) {
      return Optional.of("the job is complete");
    }
    return Optional.empty();
  }

  private void failed(Draft draft, KubernetesItem stored, ItemActionException e) {
    parts
        .problems()
        .add(
            Problem.ofItem(
                    Problem.Severity.ERROR,
                    draft.target,
                    "error preparing " + draft.source + ": " + Failures.text(e))
                .withAction(e.action()));
    effects.failed(draft.decided(Decision.SKIP, Failures.text(e)), stored);
  }

  /** Brings an item into the form it is to have; empty if it stays out. */
  private Optional<KubernetesItem> prepare(
      Draft draft, KubernetesItem stored, ItemWorkers.Place place)
      throws IOException, InterruptedException {
    KubernetesItem item = ItemReset.reset(stored);
    if (draft.source.groupResource().equals(VOLUMES)) {
      VolumeChoice.Choice choice = parts.volumes().choose(stored);
      choice.lost().ifPresent(lost -> parts.problems().error(draft.target, lost));
      if (choice.skipReason().isPresent()) {
        effects.skipped(draft.decided(Decision.SKIP, choice.skipReason().get()), stored, true);
        return Optional.empty();
      }
      String claimNamespace = item.text("/spec/claimRef/namespace").orElse("");
      item = ItemReset.unbound(item, parts.mapNamespace(claimNamespace));
    }
    String groupResource = draft.source.groupResource();
    for (ResolvedActions.Candidate<RestoreItemAction> candidate :
        parts.actions().candidates(groupResource, draft.target.namespace())) {
      if (candidate.wants(item.labels())) {
        Optional<KubernetesItem> next = act(draft, stored, item, candidate, place);
        if (next.isEmpty()) {
          return next;
        }
        item = next.get();
      }
    }
    String volume = item.text("/spec/volumeName").orElse("");
    if (groupResource.equals(CLAIMS) && !volume.isEmpty()) {
      item = ItemReset.rebindable(item, parts.volumes().isProvisionedAnew(volume));
    }
    return Optional.of(item);
  }

  private Optional<KubernetesItem> act(
      Draft draft,
      KubernetesItem stored,
      KubernetesItem item,
      ResolvedActions.Candidate<RestoreItemAction> candidate,
      ItemWorkers.Place place)
      throws IOException, InterruptedException {
    String name = candidate.named().name();
    RestoreItemAction action = candidate.named().action();
    RestoreItemResult result =
        parts
            .caller()
            .call(
                name,
                action,
                parts.scope(),
                draft.source,
                parts.token(),
                () ->
                    action.execute(
                        new RestoreActionInput(
                            parts,
                            candidate.named(),
                            draft.source,
                            item,
                            stored,
                            effects.planning())),
                abandonment(draft, stored, place));
    if (result.operationId().isPresent()) {
      throw new ItemActionException(
          name,
          draft.source,
          name + " started an operation, and this version does not run operations of actions",
          new UnsupportedOperationException());
    }
    if (result.skipReason().isPresent()) {
      draft.actions.add(name);
      effects.skipped(
          draft.decided(Decision.SKIP, name + ": " + result.skipReason().get()), stored, true);
      return Optional.empty();
    }
    if (result.item().isPresent()) {
      draft.actions.add(name);
    }
    for (ResourceIdentifier additional : result.additionalItems()) {
      bringAlong(draft, name, additional, place);
    }
    for (KubernetesItem generated : result.generatedItems()) {
      generate(draft, name, generated);
    }
    return Optional.of(result.item().orElse(item));
  }

  private Consumer<ItemActionException> abandonment(
      Draft draft, KubernetesItem stored, ItemWorkers.Place place) {
    return e -> {
      if (place.abandon()) {
        failed(draft, stored, e);
      }
    };
  }

  private void bringAlong(
      Draft parent, String action, ResourceIdentifier id, ItemWorkers.Place place)
      throws IOException, InterruptedException {
    if (!parts.filter().allowsAdditional(id.groupResource(), id.namespace())
        || seen.contains(target(id))) {
      return;
    }
    Optional<byte[]> body = parts.archive().read(id.groupResource(), id.namespace(), id.name());
    if (body.isEmpty()) {
      parts
          .problems()
          .add(
              Problem.ofItem(
                      Problem.Severity.WARNING,
                      target(id),
                      parent.source + " asks for it, and the backup does not hold it")
                  .withAction(action));
      return;
    }
    try {
      restore(id, ArchiveReader.parse(id, body.get()), PlannedItem.Origin.ADDITIONAL, place);
    } catch (CorruptBackupException e) {
      parts.problems().error(target(id), Failures.text(e));
    }
  }

  private void generate(Draft parent, String action, KubernetesItem item)
      throws InterruptedException {
    String groupResource =
        parts
            .cluster()
            .discovery()
            .byKind(item.kind())
            .map(r -> r.groupResource())
            .orElse(item.kind().kind().toLowerCase(Locale.ROOT));
    ResourceIdentifier id =
        ResourceIdentifier.of(groupResource, item.namespace().orElse(""), item.name());
    if (!seen.add(id)) {
      return;
    }
    Draft draft = new Draft(id, id, PlannedItem.Origin.GENERATED);
    draft.actions.add(action);
    effects.wanted(
        draft.decided(Decision.CREATE, action + " makes it for " + parent.source), item, item);
  }

  private void finish(Draft draft, KubernetesItem stored, KubernetesItem item)
      throws InterruptedException {
    KubernetesItem desired =
        item.edit(
            e -> {
              if (!draft.target.isClusterScoped()) {
                e.set("/metadata/namespace", draft.target.namespace());
              }
              e.label(Likeness.BACKUP_LABEL, LabelValues.shortened(parts.scope().backup().name()));
              e.label(Likeness.RESTORE_LABEL, LabelValues.shortened(parts.spec().name()));
            });
    if (!desired.name().equals(draft.target.name())) {
      draft.target =
          new ResourceIdentifier(
              draft.target.group(),
              draft.target.resource(),
              draft.target.namespace(),
              desired.name());
    }
    effects.wanted(draft.decided(Decision.CREATE, ""), stored, desired);
  }

  /** What is known of one item while it is being decided on. Used by one thread. */
  private static final class Draft {
    private final ResourceIdentifier source;
    private final PlannedItem.Origin origin;
    private final List<String> actions = new ArrayList<>();
    private ResourceIdentifier target;

    Draft(ResourceIdentifier source, ResourceIdentifier target, PlannedItem.Origin origin) {
      this.source = source;
      this.target = target;
      this.origin = origin;
    }

    PlannedItem decided(Decision decision, String reason) {
      return new PlannedItem(
          source,
          target,
          decision,
          origin,
          reason.isEmpty() ? List.of() : List.of(reason),
          actions);
    }
  }
}
