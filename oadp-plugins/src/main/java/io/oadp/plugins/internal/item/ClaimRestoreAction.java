// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import java.util.List;

/**
 * Velero's {@code velero.io/pvc}: frees a claim of the marks of its old binding, node and snapshot,
 * and restores its volume before it. What becomes of the volume name is decided by the engine once
 * it knows what became of the volume.
 */
final class ClaimRestoreAction implements RestoreItemAction {
  private static final List<String> STALE_ANNOTATIONS =
      List.of(
          "pv.kubernetes.io/bind-completed",
          "pv.kubernetes.io/bound-by-controller",
          "volume.kubernetes.io/storage-provisioner",
          "volume.beta.kubernetes.io/storage-provisioner",
          "volume.kubernetes.io/selected-node",
          "velero.io/volume-snapshot-name",
          "velero.io/data-upload-name");

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.CLAIMS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem claim = input.item();
    KubernetesItem freed = claim.edit(edit -> STALE_ANNOTATIONS.forEach(edit::removeAnnotation));
    // Only the stored item still has the status that tells whether the claim was bound.
    return Edits.restore(claim, freed)
        .withAdditionalItems(
            Related.array(Related.boundVolume(input.itemFromBackup()).stream().toList()));
  }
}
