// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One directory under {@code backups/} of a location: a backup, or what is wrong with it. */
public final class BackupEntry {
  private final String name;
  private final @Nullable Backup backup;
  private final String problem;

  private BackupEntry(String name, @Nullable Backup backup, String problem) {
    this.name = name;
    this.backup = backup;
    this.problem = problem;
  }

  /**
   * A backup that can be read.
   *
   * @param name its directory
   * @param backup its record
   * @return the entry
   */
  public static BackupEntry of(String name, Backup backup) {
    return new BackupEntry(name, backup, "");
  }

  /**
   * A directory that holds no backup that can be read.
   *
   * @param name the directory
   * @param problem what is wrong
   * @return the entry
   */
  public static BackupEntry broken(String name, String problem) {
    return new BackupEntry(name, null, problem);
  }

  /**
   * The directory's name, which is the backup's.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The stored record.
   *
   * @return empty if the entry is broken
   */
  public Optional<Backup> backup() {
    return Optional.ofNullable(backup);
  }

  /**
   * What is wrong, such as a run that crashed or still goes on.
   *
   * @return empty if nothing is
   */
  public String problem() {
    return problem;
  }

  @Override
  public String toString() {
    return name + (problem.isEmpty() ? "" : " (" + problem + ")");
  }
}
