// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.spi.PluginRegistry;

/**
 * The table of Velero's item actions. All of these are of Velero's first plugin version, which runs
 * sorted by name and before everything else; keep each list sorted.
 */
public final class VeleroActions {
  private VeleroActions() {}

  /**
   * Registers the actions under Velero's names.
   *
   * @param registry takes them
   */
  public static void register(PluginRegistry<?> registry) {
    registerBackup(registry);
    registerItemBlock(registry);
    registerRestore(registry);
  }

  private static void registerBackup(PluginRegistry<?> registry) {
    registry.backupItemAction("velero.io/pod", new PodBackupAction());
    registry.backupItemAction("velero.io/pv", new ClaimBackupAction());
    registry.backupItemAction("velero.io/service-account", new ServiceAccountBackupAction());
  }

  private static void registerItemBlock(PluginRegistry<?> registry) {
    registry.itemBlockAction("velero.io/pod", new PodBlockAction());
    registry.itemBlockAction("velero.io/pvc", new ClaimBlockAction());
    registry.itemBlockAction("velero.io/service-account", new ServiceAccountBlockAction());
  }

  private static void registerRestore(PluginRegistry<?> registry) {
    registry.restoreItemAction("velero.io/add-pvc-from-pod", new PodClaimsRestoreAction());
    registry.restoreItemAction(
        "velero.io/admission-webhook-configuration", new WebhookRestoreAction());
    registry.restoreItemAction("velero.io/apiservice", new ApiServiceRestoreAction());
    registry.restoreItemAction(
        "velero.io/cluster-role-bindings",
        new SubjectsRestoreAction(Resources.CLUSTER_ROLE_BINDINGS));
    registry.restoreItemAction("velero.io/crd-preserve-fields", new CrdRestoreAction());
    registry.restoreItemAction("velero.io/job", new JobRestoreAction());
    registry.restoreItemAction("velero.io/pod", new PodRestoreAction());
    registry.restoreItemAction("velero.io/pvc", new ClaimRestoreAction());
    registry.restoreItemAction(
        "velero.io/role-bindings", new SubjectsRestoreAction(Resources.ROLE_BINDINGS));
    registry.restoreItemAction("velero.io/secret", new SecretRestoreAction());
    registry.restoreItemAction("velero.io/service", new ServiceRestoreAction());
    registry.restoreItemAction("velero.io/service-account", new ServiceAccountRestoreAction());
  }
}
