// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.core.internal.run.CallInput;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;

/** What a backup action sees in one call. */
final class BackupActionInput extends CallInput implements BackupItemInput {
  private final ClusterClient cluster;
  private final KubernetesItem item;

  BackupActionInput(
      ItemPipeline.Parts parts,
      PluginSet.Named<BackupItemAction> action,
      ResourceIdentifier id,
      KubernetesItem item) {
    super(
        new Facts(parts.scope(), parts.token(), parts.log(), parts.problems()),
        action.name(),
        action.settings(),
        id);
    this.cluster = parts.cluster();
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

  @Override
  public boolean finalizing() {
    return false;
  }
}
