// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

/** Where the objects of a backup or restore are, below a location's prefix. */
public final class Keys {
  /** The directory of all backups. */
  public static final String BACKUPS = "backups/";

  /** The directory of all restores. */
  public static final String RESTORES = "restores/";

  private Keys() {}

  /** The directory of one backup, with a slash at its end. */
  public static String backupDirectory(String backup) {
    return BACKUPS + backup + "/";
  }

  /** The directory of one restore, with a slash at its end. */
  public static String restoreDirectory(String restore) {
    return RESTORES + restore + "/";
  }

  /** The record that makes a backup visible. */
  public static String backupRecord(String backup) {
    return backupDirectory(backup) + "velero-backup.json";
  }

  /** An object of a backup, such as {@code logs.gz} or {@code oadp-run.json}. */
  public static String ofBackup(String backup, String what) {
    return backupDirectory(backup) + backup + "-" + what;
  }

  /** The claim of a run on a backup's name. */
  public static String claim(String backup) {
    return ofBackup(backup, "oadp-run.json");
  }

  /** An object of a restore that Velero knows too, such as {@code logs.gz}. */
  public static String ofRestore(String restore, String what) {
    return restoreDirectory(restore) + "restore-" + restore + "-" + what;
  }

  /** The volume infos of a restore, whose name lacks the prefix of the others. */
  public static String restoreVolumeInfo(String restore) {
    return restoreDirectory(restore) + restore + "-volumeinfo.json.gz";
  }

  /** Our record of a restore. */
  public static String restoreRecord(String restore) {
    return restoreDirectory(restore) + restore + "-oadp-restore.json";
  }
}
