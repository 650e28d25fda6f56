// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import java.util.List;

/**
 * Velero's {@code velero.io/service-account}: takes the cluster role bindings that name a service
 * account into the backup, and the cluster roles that they grant.
 */
final class ServiceAccountBackupAction implements BackupItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.SERVICE_ACCOUNTS);
  }

  @Override
  public BackupItemResult execute(BackupItemInput input) throws Exception {
    List<ResourceIdentifier> grants =
        ServiceAccountGrants.of(input.item(), input.run(), input.cluster());
    return BackupItemResult.unchanged().withAdditionalItems(Related.array(grants));
  }
}
