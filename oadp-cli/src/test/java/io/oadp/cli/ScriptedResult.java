// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Backup;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.DeletionResult;
import io.oadp.api.ItemReport;
import io.oadp.api.Leftover;
import io.oadp.api.Phase;
import io.oadp.api.Problem;
import io.oadp.api.Restore;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.VolumeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A result in a phase of one's choice. */
record ScriptedResult(String name, Phase phase)
    implements BackupResult, RestoreResult, DeletionResult {
  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public Instant endedAt() {
    return Instant.EPOCH;
  }

  @Override
  public long itemCount() {
    return 3;
  }

  @Override
  public long warningCount() {
    return 0;
  }

  @Override
  public long errorCount() {
    return 0;
  }

  @Override
  public long storedBytes() {
    return 0;
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  @Override
  public Stream<Problem> problems() {
    return Stream.of();
  }

  @Override
  public Stream<String> log() {
    return Stream.of();
  }

  @Override
  public List<Leftover> leftovers() {
    return List.of();
  }

  @Override
  public String describe() {
    return "'" + name + "' " + phase.velero();
  }

  @Override
  public Backup backup() {
    return Backup.builder(BackupSpec.builder(name).build()).build();
  }

  @Override
  public Restore restore() {
    return Restore.builder(RestoreSpec.builder(name).backupName("b").build()).build();
  }

  @Override
  public List<VolumeInfo> volumes() {
    return List.of();
  }

  @Override
  public List<String> deletedRestores() {
    return List.of();
  }

  @Override
  public Stream<ItemReport> items() {
    return Stream.of();
  }

  @Override
  public ScriptedResult orThrow() {
    return this;
  }
}
