// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.core.internal.run.CallInput;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What a restore action sees in one call. */
final class RestoreActionInput extends CallInput implements RestoreItemInput {
  private final RestoreParts parts;
  private final KubernetesItem item;
  private final KubernetesItem itemFromBackup;
  private final boolean planning;

  RestoreActionInput(
      RestoreParts parts,
      PluginSet.Named<RestoreItemAction> action,
      ResourceIdentifier id,
      KubernetesItem item,
      KubernetesItem itemFromBackup,
      boolean planning) {
    super(
        new Facts(parts.scope(), parts.token(), parts.log(), parts.problems()),
        action.name(),
        action.settings(),
        id);
    this.parts = parts;
    this.item = item;
    this.itemFromBackup = itemFromBackup;
    this.planning = planning;
  }

  @Override
  protected ResourceIdentifier reported() {
    return id().inNamespace(targetNamespace());
  }

  @Override
  public KubernetesItem item() {
    return item;
  }

  @Override
  public KubernetesItem itemFromBackup() {
    return itemFromBackup;
  }

  @Override
  public boolean planning() {
    return planning;
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
          .map(body -> ArchiveReader.parse(wanted, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String targetNamespace() {
    return id().isClusterScoped() ? "" : mapNamespace(id().namespace());
  }

  @Override
  public String mapNamespace(String source) {
    return parts.mapNamespace(source);
  }
}
