// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal;

import io.oadp.api.BackupSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.Violation;
import io.oadp.api.Violation.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which fields of a valid spec this engine does not serve yet. A field is refused by its
 * effect, not by its presence: Velero's own objects are full of empty and default values, and those
 * pass. Volumes are not refused here either; the engine warns for each one whose data it does not
 * save.
 */
public final class ServedFields {
  private ServedFields() {}

  /**
   * Checks a backup.
   *
   * @param spec a valid spec
   * @return a violation with code NOT_SERVED for each field that would change the outcome
   */
  public static List<Violation> notServed(BackupSpec spec) {
    List<Violation> found = new ArrayList<>();
    refuse(
        found,
        spec.hooks().stream().anyMatch(hook -> !hook.pre().isEmpty() || !hook.post().isEmpty()),
        "hooks",
        "hooks are not run yet; take them out and quiesce the workload before the backup");
    refuse(
        found,
        spec.resourcePolicy().isPresent(),
        "resourcePolicy",
        "resource policies are not followed yet; take it out and select with namespaces, resources"
            + " and labels");
    refuse(
        found,
        spec.snapshotMoveData().orElse(false),
        "snapshotMoveData",
        "volume data is not moved yet; set it to false and save the data of volumes another way");
    refuse(
        found,
        spec.defaultVolumesToFsBackup().orElse(false),
        "defaultVolumesToFsBackup",
        "volumes are not backed up from their file system yet; set it to false and save the data of"
            + " volumes another way");
    return List.copyOf(found);
  }

  /**
   * Checks a restore.
   *
   * @param spec a valid spec
   * @return a violation with code NOT_SERVED for each field that would change the outcome
   */
  public static List<Violation> notServed(RestoreSpec spec) {
    List<Violation> found = new ArrayList<>();
    refuse(
        found,
        spec.hooks().stream().anyMatch(hook -> !hook.postHooks().isEmpty()),
        "hooks",
        "hooks are not run yet; take them out and run the commands after the restore");
    refuse(
        found,
        spec.resourceModifier().isPresent(),
        "resourceModifier",
        "resource modifiers are not applied yet; take it out and change the objects after the"
            + " restore");
    refuse(
        found,
        spec.resourcePolicy().isPresent(),
        "resourcePolicy",
        "resource policies are not followed yet; take it out and select with namespaces, resources"
            + " and labels");
    return List.copyOf(found);
  }

  private static void refuse(
      List<Violation> found, boolean changesOutcome, String field, String text) {
    if (changesOutcome) {
      found.add(new Violation(field, Code.NOT_SERVED, text));
    }
  }
}
