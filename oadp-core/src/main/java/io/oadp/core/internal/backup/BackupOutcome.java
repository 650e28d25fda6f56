// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.Backup;
import io.oadp.api.BackupResult;
import io.oadp.api.VolumeInfo;
import io.oadp.core.internal.run.Outcome;
import java.util.ArrayList;
import java.util.List;

/** How a backup ended. */
final class BackupOutcome extends Outcome implements BackupResult {
  private final Backup backup;
  private final List<VolumeInfo> volumes;
  private final List<String> notes;

  BackupOutcome(Facts facts, Backup backup, List<VolumeInfo> volumes, List<String> notes) {
    super(facts);
    this.backup = backup;
    this.volumes = volumes;
    this.notes = notes;
  }

  @Override
  protected String subject() {
    return "Backup";
  }

  @Override
  protected List<String> details() {
    List<String> lines = new ArrayList<>();
    if (phase().isTerminal() && failure().isEmpty()) {
      backup
          .expiration()
          .ifPresent(
              at ->
                  lines.add(
                      "expires " + at + ": any Velero that watches the location deletes it then"));
    }
    lines.addAll(notes);
    return lines;
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public List<VolumeInfo> volumes() {
    return volumes;
  }

  @Override
  public BackupResult orThrow() {
    throwUnlessCompleted();
    return this;
  }
}
