// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import java.util.Optional;

/**
 * Velero's {@code velero.io/pv}, which is about claims: takes the volume of a bound claim into the
 * backup, and cleans the claim of what an earlier restore left in it, so that a later one can
 * provision it anew.
 */
final class ClaimBackupAction implements BackupItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.CLAIMS);
  }

  @Override
  public BackupItemResult execute(BackupItemInput input) {
    KubernetesItem claim = input.item();
    Optional<ResourceIdentifier> volume = Related.boundVolume(claim);
    if (volume.isEmpty()) {
      return BackupItemResult.unchanged();
    }
    String backup = input.run().backup().name();
    return Edits.backup(claim, claim.edit(edit -> clean(claim, edit, backup)))
        .withAdditionalItems(volume.get());
  }

  private static void clean(KubernetesItem claim, ItemEdit edit, String backup) {
    edit.remove("/spec/dataSource").remove("/spec/dataSourceRef");
    // An explicitly empty class means no dynamic provisioning: only then does a selector do more
    // than get in the provisioner's way.
    if (claim.text("/spec/storageClassName").filter(String::isEmpty).isEmpty()) {
      edit.remove("/spec/selector");
    } else {
      Edits.removeEntries(
          claim,
          edit,
          "/spec/selector/matchLabels",
          place -> place.startsWith("/spec/selector/matchLabels/velero.io~1"));
    }
    edit.removeLabel("velero.io/restore-name")
        .removeLabel("backup.velero.io/must-include-additional-items")
        .removeLabel("velero.io/volume-snapshot-name");
    if (!backup.equals(claim.labels().get("velero.io/backup-name"))) {
      edit.removeLabel("velero.io/backup-name");
    }
  }
}
