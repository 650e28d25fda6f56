// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.CancellationToken;
import io.oadp.api.Restore;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.ItemBlockInput;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RunScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One call of an action in {@link ActionTester}, whichever its kind. */
final class TesterInput implements BackupItemInput, RestoreItemInput, ItemBlockInput {
  /** The metadata that a restore takes off before it calls the actions. */
  private static final List<String> SERVER_METADATA =
      List.of(
          "generateName",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "ownerReferences");

  private final RunScope run;
  private final ResourceIdentifier id;
  private final KubernetesItem item;
  private final KubernetesItem stored;
  private final ClusterClient cluster;
  private final Map<ResourceIdentifier, KubernetesItem> inBackup;
  private final Map<String, String> settings;
  private final boolean finalizing;
  private final boolean planning;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  TesterInput(
      RunScope run,
      ResourceIdentifier id,
      KubernetesItem item,
      KubernetesItem stored,
      ClusterClient cluster,
      Map<ResourceIdentifier, KubernetesItem> inBackup,
      Map<String, String> settings,
      boolean finalizing,
      boolean planning) {
    this.run = run;
    this.id = id;
    this.item = item;
    this.stored = stored;
    this.cluster = cluster;
    this.inBackup = inBackup;
    this.settings = settings;
    this.finalizing = finalizing;
    this.planning = planning;
  }

  static ResourceIdentifier identify(String groupResource, KubernetesItem item) {
    return item.sibling(groupResource, item.name());
  }

  static KubernetesItem reset(KubernetesItem stored) {
    return stored.edit(
        edit -> {
          SERVER_METADATA.forEach(field -> edit.remove("/metadata/" + field));
          edit.remove("/status");
        });
  }

  @Override
  public RunScope run() {
    return run;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public CancellationToken cancellation() {
    return NeverCanceled.TOKEN;
  }

  @Override
  public ResourceIdentifier id() {
    return id;
  }

  @Override
  public void info(String line) {
    log.add(line);
  }

  @Override
  public void warn(String text) {
    warnings.add(text);
  }

  List<String> log() {
    return List.copyOf(log);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public KubernetesItem item() {
    return item;
  }

  @Override
  public KubernetesItem itemFromBackup() {
    return stored;
  }

  @Override
  public ClusterClient cluster() {
    return cluster;
  }

  @Override
  public Optional<KubernetesItem> fromBackup(ResourceIdentifier other) {
    return Optional.ofNullable(inBackup.get(other));
  }

  @Override
  public boolean finalizing() {
    return finalizing;
  }

  @Override
  public boolean planning() {
    return planning;
  }

  @Override
  public String targetNamespace() {
    return id.isClusterScoped() ? "" : mapNamespace(id.namespace());
  }

  @Override
  public String mapNamespace(String source) {
    return run.restore()
        .map(Restore::spec)
        .map(spec -> spec.namespaceMapping().getOrDefault(source, source))
        .orElse(source);
  }

  private enum NeverCanceled implements CancellationToken {
    TOKEN;

    @Override
    public boolean isCanceled() {
      return false;
    }

    @Override
    public Registration onCancel(Runnable action) {
      return () -> {};
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Thread.sleep(duration.toMillis());
    }
  }
}
