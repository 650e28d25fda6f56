// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.CancellationToken;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.Problem;
import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RunScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What a restore action sees in one call. */
record RestoreActionInput(
    RestoreParts parts,
    PluginSet.Named<RestoreItemAction> action,
    ResourceIdentifier id,
    KubernetesItem item,
    KubernetesItem itemFromBackup,
    boolean planning)
    implements RestoreItemInput {

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
        .add(
            Problem.ofItem(Problem.Severity.WARNING, id.inNamespace(targetNamespace()), text)
                .withAction(action.name()));
  }

  @Override
  public ClusterView cluster() {
    return parts.cluster();
  }

  @Override
  public Optional<KubernetesItem> fromBackup(ResourceIdentifier wanted) {
    try {
      return parts
          .archive()
          .read(wanted.groupResource(), wanted.namespace(), wanted.name())
          .map(body -> parse(wanted, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KubernetesItem parse(ResourceIdentifier id, byte[] body) {
    try {
      return KubernetesItem.parse(body);
    } catch (IllegalArgumentException e) {
      throw new CorruptBackupException(id.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String targetNamespace() {
    return id.isClusterScoped() ? "" : mapNamespace(id.namespace());
  }

  @Override
  public String mapNamespace(String source) {
    return parts.mapNamespace(source);
  }
}
