// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.CancellationToken;
import io.oadp.api.Problem.Severity;
import io.oadp.api.Restore;
import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.DeleteItemInput;
import io.oadp.spi.ItemBlockInput;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RunScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One call of an action in {@link ActionTester}, whichever its kind. */
final class TesterInput
    implements BackupItemInput, RestoreItemInput, ItemBlockInput, DeleteItemInput {
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

  private final TesterSetup setup;
  private final ResourceIdentifier id;
  private final KubernetesItem item;
  private final KubernetesItem stored;
  private final TesterVisit visit;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  TesterInput(
      TesterSetup setup,
      ResourceIdentifier id,
      KubernetesItem item,
      KubernetesItem stored,
      TesterVisit visit) {
    this.setup = setup;
    this.id = id;
    this.item = item;
    this.stored = stored;
    this.visit = visit;
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
    return setup.run();
  }

  @Override
  public Map<String, String> settings() {
    return setup.settings();
  }

  @Override
  public CancellationToken cancellation() {
    return setup.run().cancellation();
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
    visit.add(setup.problem(Severity.WARNING, target(), text));
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
    return setup.live();
  }

  @Override
  public Optional<KubernetesItem> fromBackup(ResourceIdentifier other) {
    return Optional.ofNullable(setup.inBackup().get(other));
  }

  @Override
  public boolean finalizing() {
    return setup.finalizing();
  }

  @Override
  public boolean planning() {
    return setup.planning();
  }

  @Override
  public String targetNamespace() {
    return id.isClusterScoped() ? "" : mapNamespace(id.namespace());
  }

  @Override
  public String mapNamespace(String source) {
    return setup
        .run()
        .restore()
        .map(Restore::spec)
        .map(spec -> spec.namespaceMapping().getOrDefault(source, source))
        .orElse(source);
  }

  /** Where the item goes; where it is, unless a restore maps its namespace. */
  ResourceIdentifier target() {
    return target(id);
  }

  ResourceIdentifier target(ResourceIdentifier source) {
    return source.isClusterScoped() ? source : source.inNamespace(mapNamespace(source.namespace()));
  }
}
