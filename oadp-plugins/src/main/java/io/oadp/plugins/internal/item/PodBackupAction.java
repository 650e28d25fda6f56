// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;

/** Velero's {@code velero.io/pod}: takes a pod's priority class and claims into the backup. */
final class PodBackupAction implements BackupItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.PODS);
  }

  @Override
  public BackupItemResult execute(BackupItemInput input) {
    return BackupItemResult.unchanged()
        .withAdditionalItems(Related.array(Related.ofPod(input.item())));
  }
}
