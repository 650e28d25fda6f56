// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.List;

/** How a backup ended. Implemented by us only. */
public interface BackupResult extends RunResult {
  /**
   * The record that was stored, or would have been.
   *
   * @return the Backup with its status
   */
  Backup backup();

  /**
   * What was decided for each volume.
   *
   * @return one entry for each persistent volume seen
   */
  List<VolumeInfo> volumes();

  @Override
  BackupResult orThrow();
}
