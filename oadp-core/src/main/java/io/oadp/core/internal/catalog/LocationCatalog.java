// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Backup;
import io.oadp.api.BackupEntry;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.Catalog;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.DeletionRun;
import io.oadp.api.Leftover;
import io.oadp.api.LocationException;
import io.oadp.api.OadpException;
import io.oadp.api.Restore;
import io.oadp.api.RunOptions;
import io.oadp.api.StoredBackup;
import io.oadp.api.StoredRestore;
import io.oadp.core.internal.backup.RunClaim;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.record.BackupDocument;
import io.oadp.core.internal.run.Failures;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalog of one location. */
public final class LocationCatalog implements Catalog {
  static final int MAX_RECORD_BYTES = 16 << 20;

  private final Locations.Location location;
  private final Deletions deletions;

  /** Reads a location, which the engine closes. */
  public LocationCatalog(Locations.Location location, Deletions deletions) {
    this.location = location;
    this.deletions = deletions;
  }

  @Override
  public String location() {
    return location.name();
  }

  private LocationException unreadable(String what, IOException e) {
    return new LocationException(location.name(), what + " cannot be read: " + e.getMessage(), e);
  }

  private Stream<String> directories(String parent) {
    try {
      return location.store().listDirectories(parent);
    } catch (IOException e) {
      throw unreadable(parent, e);
    }
  }

  @Override
  public Stream<BackupEntry> backups() {
    return directories(Keys.BACKUPS).map(this::entry);
  }

  private BackupEntry entry(String name) {
    try {
      return BackupEntry.of(name, record(name));
    } catch (BackupNotFoundException e) {
      return BackupEntry.broken(name, withoutRecord(name));
    } catch (CorruptBackupException e) {
      return BackupEntry.broken(name, Failures.text(e));
    }
  }

  private String withoutRecord(String name) {
    try {
      return RunClaim.read(location.store(), name)
          .map(holder -> "not complete: being written, or left by a crash of " + holder)
          .orElse("there is no velero-backup.json");
    } catch (IOException e) {
      throw unreadable("backup '" + name + "'", e);
    }
  }

  private Backup record(String name) {
    String key = Keys.backupRecord(name);
    byte[] document;
    try {
      document = SmallObjects.read(location.store(), key, MAX_RECORD_BYTES);
    } catch (ObjectNotFoundException e) {
      throw new BackupNotFoundException(
          name, "there is no backup '" + name + "' in location '" + location.name() + "'");
    } catch (IOException e) {
      throw unreadable("backup '" + name + "'", e);
    }
    return parse(key, document);
  }

  /** Reads the record of a backup. */
  public static Backup parse(String key, byte[] document) {
    try {
      return BackupDocument.read(document);
    } catch (OadpException e) {
      throw new CorruptBackupException(key, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public StoredBackup open(String name) {
    return new OpenBackup(location, name, record(name));
  }

  @Override
  public DeletionRun delete(String name, RunOptions options) {
    return deletions.start(location, name, options);
  }

  @Override
  public Stream<Restore> restores() {
    return directories(Keys.RESTORES).flatMap(name -> restoreRecord(name).stream());
  }

  private Optional<Restore> restoreRecord(String name) {
    String key = Keys.restoreRecord(name);
    try {
      return RestoreRecord.read(key, SmallObjects.read(location.store(), key, MAX_RECORD_BYTES));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable("restore '" + name + "'", e);
    }
  }

  @Override
  public Optional<StoredRestore> restore(String name) {
    return restoreRecord(name).map(restore -> new OpenRestore(location, restore));
  }

  @Override
  public Stream<Leftover> orphans() {
    ObjectStore store = location.store();
    return directories(Keys.BACKUPS).flatMap(name -> orphan(store, name).stream());
  }

  private Optional<Leftover> orphan(ObjectStore store, String name) {
    try {
      Optional<RunClaim.Holder> claim = RunClaim.read(store, name);
      boolean complete = store.stat(Keys.backupRecord(name)).isPresent();
      if (claim.isPresent() && complete) {
        return Optional.of(
            new Leftover(
                Keys.claim(name),
                "the backup is complete and needs no claim",
                "delete the object"));
      }
      if (claim.isPresent()) {
        return Optional.of(
            new Leftover(
                Keys.backupDirectory(name),
                "there is no record, only the claim of " + claim.get(),
                "if that run has ended, delete the backup, or run one of that name, and say that it"
                    + " takes over"));
      }
      return complete
          ? Optional.empty()
          : Optional.of(
              new Leftover(
                  Keys.backupDirectory(name),
                  "there is no record",
                  "delete the backup if the objects below it are not wanted"));
    } catch (IOException e) {
      throw unreadable("backup '" + name + "'", e);
    }
  }
}
