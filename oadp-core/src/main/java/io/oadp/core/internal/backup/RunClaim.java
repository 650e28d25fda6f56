// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.BackupExistsException;
import io.oadp.api.BackupSpec;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.record.ObjectText;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run's claim on a backup's name: an object that is there before any other, and goes once the
 * record is in place. Two runs that start at once are told apart by it; one that a crash left
 * behind marks what must be cleaned up. Its format is docs/format/oadp-run.md.
 */
public final class RunClaim {
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_BYTES = 4 << 20;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final ObjectStore store;
  private final String backup;

  private RunClaim(ObjectStore store, String backup) {
    this.store = store;
    this.backup = backup;
  }

  /**
   * Who holds a claim.
   *
   * @param uid of the run
   * @param host it runs on
   * @param started when, as text
   */
  public record Holder(String uid, String host, String started) {
    @Override
    public String toString() {
      return "run " + uid + " on host " + host + ", started " + started;
    }
  }

  /**
   * Takes the claim.
   *
   * @param store of the location
   * @param spec what the run backs up
   * @param uid of the run
   * @param now when it starts
   * @param takeOver whether a crashed run may be cleared away, on the caller's word
   * @throws BackupExistsException if the name is taken; nothing was touched
   * @throws IOException if the location cannot be read or written
   */
  public static RunClaim take(
      ObjectStore store, BackupSpec spec, String uid, Instant now, boolean takeOver)
      throws IOException {
    String backup = spec.name();
    requireNotStored(store, backup);
    String key = Keys.claim(backup);
    byte[] body = body(spec, uid, now);
    if (!put(store, key, body, uid)) {
      Optional<Holder> other = read(store, backup);
      if (!takeOver) {
        throw taken(backup, other);
      }
      clear(store, backup);
      if (!put(store, key, body, uid)) {
        throw taken(backup, read(store, backup));
      }
    }
    RunClaim claim = new RunClaim(store, backup);
    try {
      // A run that ended in between has left its record and taken its claim away.
      requireNotStored(store, backup);
      return claim;
    } catch (IOException | BackupExistsException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }

  private void releaseAfter(Exception reason) {
    try {
      release();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static void requireNotStored(ObjectStore store, String backup) throws IOException {
    if (store.stat(Keys.backupRecord(backup)).isPresent()) {
      throw new BackupExistsException(
          backup,
          "",
          "backup '" + backup + "' exists already in the location; choose another name");
    }
  }

  private static BackupExistsException taken(String backup, Optional<Holder> other) {
    return new BackupExistsException(
        backup,
        other.map(Holder::uid).orElse(""),
        "backup '"
            + backup
            + "' is being written by "
            + other.map(Holder::toString).orElse("another run")
            + "; wait for it, choose another name or, if that run has crashed, take its name over"
            + " (RunOptions.takingOverCrashedRun)");
  }

  private static boolean put(ObjectStore store, String key, byte[] body, String uid)
      throws IOException {
    if (!(store instanceof SupportsPutIfAbsent conditional)) {
      return putAndLook(store, key, body, uid);
    }
    try {
      return conditional.putIfAbsent(key, body) || isOurs(store, key, uid);
    } catch (NotAppliedException e) {
      // Stores of one protocol differ: this one may have no conditional writes after all.
      try {
        return putAndLook(store, key, body, uid);
      } catch (IOException plain) {
        e.addSuppressed(plain);
        throw e;
      }
    } catch (IOException e) {
      // The outcome is unknown: what is there now tells.
      if (isOurs(store, key, uid)) {
        return true;
      }
      throw e;
    }
  }

  /** Best effort: two runs that do this in the same moment can both find their own claim. */
  private static boolean putAndLook(ObjectStore store, String key, byte[] body, String uid)
      throws IOException {
    if (store.stat(key).isPresent()) {
      return isOurs(store, key, uid);
    }
    SmallObjects.put(store, key, body);
    return isOurs(store, key, uid);
  }

  private static boolean isOurs(ObjectStore store, String key, String uid) throws IOException {
    try {
      return parse(SmallObjects.read(store, key, MAX_BYTES))
          .map(holder -> holder.uid().equals(uid))
          .orElse(false);
    } catch (ObjectNotFoundException e) {
      return false;
    }
  }

  private static void clear(ObjectStore store, String backup) throws IOException {
    List<String> keys;
    try (Stream<ObjectInfo> objects = store.list(Keys.backupDirectory(backup))) {
      keys = objects.map(ObjectInfo::key).filter(k -> !k.equals(Keys.claim(backup))).toList();
    }
    for (String key : keys) {
      store.delete(key);
    }
    store.delete(Keys.claim(backup));
  }

  /**
   * Reads who holds the claim on a name.
   *
   * @return empty if nobody does
   * @throws IOException if it cannot be read
   */
  public static Optional<Holder> read(ObjectStore store, String backup) throws IOException {
    try {
      return Optional.of(
          parse(SmallObjects.read(store, Keys.claim(backup), MAX_BYTES))
              .orElse(new Holder("unknown", "unknown", "unknown")));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Optional<Holder> parse(byte[] body) {
    try {
      JsonObject tree =
          JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
      return Optional.of(
          new Holder(text(tree, "runUid"), text(tree, "host"), text(tree, "started")));
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonObject tree, String field) {
    return tree.has(field) ? tree.get(field).getAsString() : "unknown";
  }

  private static byte[] body(BackupSpec spec, String uid, Instant now) {
    JsonObject tree = new JsonObject();
    tree.addProperty("formatVersion", FORMAT_VERSION);
    tree.addProperty("runUid", uid);
    tree.addProperty("host", host());
    tree.addProperty("started", now.truncatedTo(ChronoUnit.SECONDS).toString());
    tree.add("spec", ObjectText.tree(spec).get("spec"));
    return GSON.toJson(tree).getBytes(StandardCharsets.UTF_8);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Takes the claim away, which comes last.
   *
   * @throws IOException if it may still be there
   */
  void release() throws IOException {
    store.delete(Keys.claim(backup));
  }
}
