// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.core.internal.record.GoDuration;
import io.oadp.core.internal.record.ObjectText;
import java.time.Duration;

/**
 * Reads and writes specs as text, in the form of Velero's own objects, so that the files a team has
 * and what {@code kubectl get -o yaml} prints work as they are. JSON is read as well.
 *
 * <p>Status and what the server owns of the metadata are read over. Any other field that Velero
 * does not have is an error that names the nearest known one: ignoring a misspelt filter would do
 * more than was asked for. All that is wrong with a file is told at once.
 *
 * <p>Plain YAML values are taken as kubectl takes them: {@code yes}, {@code on} or {@code n} is a
 * boolean and must be quoted where a text is wanted. Thread-safe.
 */
public final class SpecYaml {
  private SpecYaml() {}

  /**
   * Reads a Backup.
   *
   * @param text one document of kind Backup
   * @return its spec
   * @throws InvalidSpecException if it cannot be read or is not valid
   */
  public static BackupSpec readBackup(String text) {
    return ObjectText.readBackup(text);
  }

  /**
   * Reads a Restore. Where the server has filled in a schedule beside the backup, as the status
   * shows, the backup counts.
   *
   * @param text one document of kind Restore
   * @return its spec
   * @throws InvalidSpecException if it cannot be read or is not valid
   */
  public static RestoreSpec readRestore(String text) {
    return ObjectText.readRestore(text);
  }

  /**
   * Reads a BackupStorageLocation. Its labels and annotations are not kept.
   *
   * @param text one document of kind BackupStorageLocation
   * @return the location, which may name a Secret but has no credentials yet
   * @throws InvalidSpecException if it cannot be read or is not valid
   */
  public static BackupStorageLocation readLocation(String text) {
    return ObjectText.readLocation(text);
  }

  /**
   * Writes a spec as a Backup in YAML, which kubectl can create and {@link #readBackup} reads.
   *
   * @param spec the spec
   * @return the text; holds only what is set
   */
  public static String write(BackupSpec spec) {
    return ObjectText.yaml(ObjectText.tree(spec));
  }

  /**
   * Writes a spec as a Restore in YAML, which kubectl can create and {@link #readRestore} reads.
   *
   * @param spec the spec
   * @return the text; holds only what is set
   */
  public static String write(RestoreSpec spec) {
    return ObjectText.yaml(ObjectText.tree(spec));
  }

  /**
   * Writes a location as a BackupStorageLocation in YAML. Of credentials it holds the name of the
   * Secret at most.
   *
   * @param location the location
   * @return the text; holds only what is set
   */
  public static String write(BackupStorageLocation location) {
    return ObjectText.yaml(ObjectText.tree(location));
  }

  /**
   * Writes a stored backup in YAML, as it is stored.
   *
   * @param backup the record
   * @return the text, spec and status
   */
  public static String write(Backup backup) {
    return ObjectText.yaml(ObjectText.tree(backup));
  }

  /**
   * Writes a stored restore in YAML, as it is stored.
   *
   * @param restore the record
   * @return the text, spec and status
   */
  public static String write(Restore restore) {
    return ObjectText.yaml(ObjectText.tree(restore));
  }

  /**
   * Writes a spec as a Backup in JSON.
   *
   * @param spec the spec
   * @return the text, indented
   */
  public static String writeJson(BackupSpec spec) {
    return ObjectText.json(ObjectText.tree(spec));
  }

  /**
   * Writes a spec as a Restore in JSON.
   *
   * @param spec the spec
   * @return the text, indented
   */
  public static String writeJson(RestoreSpec spec) {
    return ObjectText.json(ObjectText.tree(spec));
  }

  /**
   * Writes a stored backup in JSON, as it is stored.
   *
   * @param backup the record
   * @return the text, indented
   */
  public static String writeJson(Backup backup) {
    return ObjectText.json(ObjectText.tree(backup));
  }

  /**
   * Writes a stored restore in JSON, as it is stored.
   *
   * @param restore the record
   * @return the text, indented
   */
  public static String writeJson(Restore restore) {
    return ObjectText.json(ObjectText.tree(restore));
  }

  /**
   * Reads a duration in the syntax of these files, which is Go's, such as {@code 720h0m0s}, {@code
   * 1.5h} or {@code 100ms}.
   *
   * @param text the duration
   * @return its value
   * @throws IllegalArgumentException if it is none
   */
  public static Duration readDuration(String text) {
    return GoDuration.parse(text);
  }

  /**
   * Writes a duration in the syntax of these files, as Go prints it.
   *
   * @param duration the duration, at most 292 years
   * @return its text, such as {@code 720h0m0s}
   */
  public static String writeDuration(Duration duration) {
    return GoDuration.format(duration);
  }
}
