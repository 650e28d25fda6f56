// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.CancellationToken;
import io.oadp.api.Problem;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.RunScope;
import java.util.Map;

/** What backup actions see of the engine. */
final class ActionInputs {
  private ActionInputs() {}

  /** The input of one call. */
  record Backup(
      ItemPipeline.Parts parts,
      PluginSet.Named<BackupItemAction> action,
      ResourceIdentifier id,
      KubernetesItem item)
      implements BackupItemInput {

    @Override
    public RunScope run() {
      return parts.scope();
    }

    @Override
    public Map<String, String> settings() {
      return action.settings();
    }

    @Override
    public CancellationToken cancellation() {
      return parts.token();
    }

    @Override
    public void info(String line) {
      parts
          .log()
          .info(
              line,
              "action",
              action.name(),
              "name",
              id.name(),
              "namespace",
              id.namespace(),
              "resource",
              id.groupResource());
    }

    @Override
    public void warn(String text) {
      parts
          .problems()
          .add(Problem.ofItem(Problem.Severity.WARNING, id, text).withAction(action.name()));
    }

    @Override
    public ClusterClient cluster() {
      return parts.cluster();
    }

    @Override
    public boolean finalizing() {
      return false;
    }
  }
}
