// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.Backup;
import io.oadp.api.BackupNotFoundException;
import io.oadp.api.ConfigurationException;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.LocationException;
import io.oadp.api.Phase;
import io.oadp.api.RestoreSpec;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.record.BackupDocument;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** The backup that a restore reads, in the location that holds it. */
final class RestoreSource {
  private static final int MAX_RECORD_BYTES = 16 << 20;
  private static final int MAX_VOLUMEINFO_BYTES = 256 << 20;
  private static final String SCHEDULE_LABEL = "velero.io/schedule-name";

  private final Locations.Location location;
  private final Backup backup;
  private final ObjectInfo tarball;

  private RestoreSource(Locations.Location location, Backup backup, ObjectInfo tarball) {
    this.location = location;
    this.backup = backup;
    this.tarball = tarball;
  }

  /**
   * Finds the backup that a spec names.
   *
   * @param wanted the location to look in; empty for all
   * @throws BackupNotFoundException if no location holds it
   * @throws ConfigurationException if several do, and none was named
   * @throws LocationException if a location cannot be read
   */
  static RestoreSource find(Locations locations, RestoreSpec spec, String wanted) {
    List<Locations.Location> lookedIn =
        wanted.isEmpty() ? List.copyOf(locations.all()) : List.of(locations.get(wanted));
    String name =
        spec.backupName().orElseGet(() -> newestOf(lookedIn, spec.scheduleName().orElse("")));
    List<Locations.Location> holding = new ArrayList<>();
    for (Locations.Location location : lookedIn) {
      if (holds(location, name)) {
        holding.add(location);
      }
    }
    List<String> names = lookedIn.stream().map(Locations.Location::name).toList();
    if (holding.isEmpty()) {
      throw new BackupNotFoundException(
          name,
          "there is no backup '" + name + "' in " + (names.isEmpty() ? "any location" : names));
    }
    if (holding.size() > 1) {
      throw new ConfigurationException(
          "backup '"
              + name
              + "' is in several locations, "
              + holding.stream().map(Locations.Location::name).toList()
              + "; say which one with fromLocation(…)");
    }
    return open(holding.get(0), name);
  }

  private static boolean holds(Locations.Location location, String name) {
    try {
      return location.store().stat(Keys.backupRecord(name)).isPresent();
    } catch (IOException e) {
      throw unreadable(location, name, e);
    }
  }

  private static LocationException unreadable(
      Locations.Location location, String name, IOException e) {
    return new LocationException(
        location.name(), "backup '" + name + "' cannot be read: " + e.getMessage(), e);
  }

  private static RestoreSource open(Locations.Location location, String name) {
    try {
      ObjectStore store = location.store();
      Backup backup = record(store, name);
      ObjectInfo tarball =
          store
              .stat(Keys.backupDirectory(name) + name + ".tar.gz")
              .orElseThrow(
                  () ->
                      new CorruptBackupException(
                          Keys.backupDirectory(name), "it has no archive " + name + ".tar.gz"));
      return new RestoreSource(location, backup, tarball);
    } catch (IOException e) {
      throw unreadable(location, name, e);
    }
  }

  private static Backup record(ObjectStore store, String name) throws IOException {
    return BackupDocument.read(SmallObjects.read(store, Keys.backupRecord(name), MAX_RECORD_BYTES));
  }

  /** The newest completed backup of a schedule, as Velero chooses it. */
  private static String newestOf(List<Locations.Location> lookedIn, String schedule) {
    Optional<Backup> newest = Optional.empty();
    for (Locations.Location location : lookedIn) {
      try (Stream<String> names = location.store().listDirectories(Keys.BACKUPS)) {
        for (String name : names.toList()) {
          if (location.store().stat(Keys.backupRecord(name)).isEmpty()) {
            continue;
          }
          Backup backup = record(location.store(), name);
          if (backup.phase() == Phase.COMPLETED
              && schedule.equals(backup.labels().get(SCHEDULE_LABEL))
              && isNewer(backup, newest)) {
            newest = Optional.of(backup);
          }
        }
      } catch (IOException e) {
        throw unreadable(location, "of schedule " + schedule, e);
      }
    }
    return newest
        .map(Backup::name)
        .orElseThrow(
            () ->
                new BackupNotFoundException(
                    schedule, "No completed backups found for schedule '" + schedule + "'"));
  }

  private static boolean isNewer(Backup backup, Optional<Backup> than) {
    return than.isEmpty()
        || backup
            .startTimestamp()
            .map(t -> t.isAfter(than.get().startTimestamp().orElse(Instant.MIN)))
            .orElse(false);
  }

  Locations.Location location() {
    return location;
  }

  Backup backup() {
    return backup;
  }

  /** What tells this archive from another one of the same name. */
  String fingerprint() {
    return tarball.sizeBytes() + "/" + tarball.etag() + "/" + backup.uid().orElse("");
  }

  long sizeBytes() {
    return tarball.sizeBytes();
  }

  /** Opens the archive. */
  ArchiveReader archive(long memoryBytes, Consumer<String> warnings) throws IOException {
    return ArchiveReader.open(location.store(), backup.name(), memoryBytes, warnings);
  }

  /**
   * How the data of each volume was saved: Velero's {@code backupMethod}, empty for one that was
   * not. Volumes that are not in the map are those of which nothing is recorded.
   *
   * @throws CorruptBackupException if the object is there and cannot be read
   */
  Map<String, String> volumeMethods() throws IOException {
    String key = Keys.ofBackup(backup.name(), "volumeinfo.json.gz");
    Map<String, String> methods = new HashMap<>();
    try {
      byte[] json = SmallObjects.readGzip(location.store(), key, MAX_VOLUMEINFO_BYTES);
      JsonElement parsed = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
      if (parsed instanceof JsonArray entries) {
        for (JsonElement element : entries) {
          JsonObject entry = element.getAsJsonObject();
          methods.put(text(entry, "pvName"), text(entry, "backupMethod"));
        }
      }
      return methods;
    } catch (ObjectNotFoundException e) {
      return methods;
    } catch (ZipException | EOFException | JsonParseException | IllegalStateException e) {
      throw new CorruptBackupException(key, "it holds no volume infos: " + e.getMessage(), e);
    }
  }

  private static String text(JsonObject entry, String field) {
    return entry.has(field) && entry.get(field).isJsonPrimitive()
        ? entry.get(field).getAsString()
        : "";
  }
}
