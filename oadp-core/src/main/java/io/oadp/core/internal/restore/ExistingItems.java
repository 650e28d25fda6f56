// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonObject;
import io.oadp.api.ClusterException;
import io.oadp.api.Decision;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.ItemReport.Outcome;
import io.oadp.api.OutcomeUnknownException;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.diff.MergePatch;
import io.oadp.core.internal.run.Failures;
import java.util.Optional;

/**
 * Decides what becomes of an object that is there already, and does it: left, merged if it is a
 * ServiceAccount, or patched to what the backup holds. Thread-safe.
 */
final class ExistingItems {
  // The nulls of a merge patch remove fields.

  private static final int UPDATE_TRIES = 4;

  private final RestoreParts parts;
  private final Approval approval;

  ExistingItems(RestoreParts parts, Approval approval) {
    this.parts = parts;
    this.approval = approval;
  }

  /**
   * What became of an object.
   *
   * @param outcome for the list of items
   * @param detail why
   */
  record Ending(Outcome outcome, String detail) {}

  /** Whether existing objects are patched. */
  static boolean updates(RestoreParts parts) {
    return parts.spec().existingResourcePolicy().equals(Optional.of(ExistingResourcePolicy.UPDATE));
  }

  /** The merge patch that makes a live object what the backup holds, as Velero sends it. */
  static JsonObject patch(KubernetesItem live, KubernetesItem desired) {
    return MergePatch.between(ItemReset.reset(live).toTree(), desired.toTree());
  }

  Ending handle(
      ResourceIdentifier target,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live) {
    return handle(target, desired, resource, live, UPDATE_TRIES);
  }

  private Ending handle(
      ResourceIdentifier target,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live,
      int tries) {
    if (parts.likeness(live).equals(parts.likeness(desired))) {
      if (updates(parts) && !patchLabels(target, desired, resource)) {
        return new Ending(Outcome.FAILED, "what is there is the same, but its labels were not set");
      }
      // It differed before: a patch whose answer was lost has been applied.
      return tries < UPDATE_TRIES
          ? new Ending(Outcome.UPDATED, "patched to what the backup holds")
          : new Ending(Outcome.SKIPPED, "what is there is the same");
    }
    if (target.groupResource().equals("serviceaccounts")) {
      return mergeServiceAccount(target, desired, resource, live);
    }
    if (!updates(parts)) {
      parts.problems().warn(target, conflict(desired));
      return new Ending(Outcome.FAILED, "exists already, and differs");
    }
    if (!approval.allowsUpdate(target, live, desired)) {
      if (approval.of(target).equals(Optional.of(Decision.CREATE))) {
        // A controller was quicker, say: the plan approved no change of what is there.
        parts.problems().warn(target, conflict(desired));
        return new Ending(Outcome.FAILED, "has appeared since the plan was made, and differs");
      }
      String text = target + " has changed since the plan was made; plan again";
      parts.problems().error(target, text);
      return new Ending(Outcome.FAILED, text);
    }
    return update(target, desired, resource, live, tries);
  }

  /** The warning for an object that is left as it is. */
  String conflict(KubernetesItem item) {
    String name =
        parts.spec().existingResourcePolicy().isPresent()
            ? " \"" + item.name() + "\""
            : ":" + item.name();
    return "could not restore, "
        + item.kind().kind()
        + name
        + " already exists. Warning: the in-cluster version is different than the backed-up"
        + " version";
  }

  /** What was looked at is what is patched: a write that came between is looked at again. */
  private Ending update(
      ResourceIdentifier target,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live,
      int tries) {
    JsonObject patch = patch(live, desired);
    live.text("/metadata/resourceVersion")
        .ifPresent(v -> patch.getAsJsonObject("metadata").addProperty("resourceVersion", v));
    try {
      patch(resource, target, patch);
      return new Ending(Outcome.UPDATED, "patched to what the backup holds");
    } catch (ClusterException e) {
      if (e.status() == 409 && tries > 1) {
        Optional<KubernetesItem> now = reread(target, resource);
        if (now.isPresent()) {
          return handle(target, desired, resource, now.get(), tries - 1);
        }
      }
      parts.problems().warn(target, Failures.text(e));
      patchLabels(target, desired, resource);
      return new Ending(Outcome.FAILED, "exists already, and could not be patched");
    }
  }

  private Optional<KubernetesItem> reread(ResourceIdentifier target, ApiResource resource) {
    try {
      return parts.cluster().get(resource, target.namespace(), target.name());
    } catch (ClusterException e) {
      parts
          .log()
          .info("Not read again", "name", target.name(), "why", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Sets the two labels of the restore alone; false if that failed, which is an error. */
  private boolean patchLabels(
      ResourceIdentifier target, KubernetesItem desired, ApiResource resource) {
    JsonObject labels = new JsonObject();
    labels.addProperty(Likeness.BACKUP_LABEL, desired.labels().get(Likeness.BACKUP_LABEL));
    labels.addProperty(Likeness.RESTORE_LABEL, desired.labels().get(Likeness.RESTORE_LABEL));
    JsonObject metadata = new JsonObject();
    metadata.add("labels", labels);
    JsonObject patch = new JsonObject();
    patch.add("metadata", metadata);
    try {
      patch(resource, target, patch);
      return true;
    } catch (ClusterException e) {
      parts.problems().error(target, Failures.text(e));
      return false;
    }
  }

  private Ending mergeServiceAccount(
      ResourceIdentifier target,
      KubernetesItem desired,
      ApiResource resource,
      KubernetesItem live) {
    Optional<String> patch = ServiceAccountMerge.patch(live, desired);
    if (patch.isEmpty()) {
      return new Ending(Outcome.SKIPPED, "what is there has all of it");
    }
    try {
      parts
          .cluster()
          .patch(resource, target.namespace(), target.name(), Patch.merge(patch.get()), "");
      return new Ending(Outcome.UPDATED, "merged with what is there");
    } catch (ClusterException e) {
      parts.problems().warn(target, "it could not be merged: " + e.getMessage());
      if (updates(parts)) {
        patchLabels(target, desired, resource);
      }
      return new Ending(Outcome.FAILED, "not merged");
    }
  }

  private void patch(ApiResource resource, ResourceIdentifier target, JsonObject patch) {
    Patch merge = Patch.merge(patch.toString());
    try {
      parts.cluster().patch(resource, target.namespace(), target.name(), merge, "");
    } catch (OutcomeUnknownException e) {
      // Applied twice, a merge patch does no more than once; one that names a version is refused
      // then, and what is there is looked at again.
      parts.cluster().patch(resource, target.namespace(), target.name(), merge, "");
    }
  }
}
