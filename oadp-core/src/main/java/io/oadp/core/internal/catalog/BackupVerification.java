// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.oadp.api.Backup;
import io.oadp.api.Problem;
import io.oadp.api.Problem.Severity;
import io.oadp.api.VerifyReport;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveVerifier;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Looks at everything a backup consists of, and says what is wrong. Used once, by one thread. */
final class BackupVerification {
  private static final int MAX_OBJECT_BYTES = 256 << 20;
  private static final int KEPT = 1_000;
  private static final List<String> JSON_OBJECTS =
      List.of(
          "results.gz",
          "volumeinfo.json.gz",
          "itemoperations.json.gz",
          "podvolumebackups.json.gz",
          "volumesnapshots.json.gz");

  private final ObjectStore store;
  private final String name;
  private final Backup backup;
  private final List<Problem> kept = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();
  private long errors;
  private long warnings;

  BackupVerification(ObjectStore store, String name, Backup backup) {
    this.store = store;
    this.name = name;
    this.backup = backup;
  }

  private void add(Problem problem) {
    boolean error = problem.severity() == Severity.ERROR;
    if ((error ? ++errors : ++warnings) <= KEPT) {
      kept.add(problem);
    }
  }

  private void error(String text) {
    add(Problem.ofRun(Severity.ERROR, text));
  }

  private void warn(String text) {
    add(Problem.ofRun(Severity.WARNING, text));
  }

  /** Looks. Throws if the store fails, never because of what it holds. */
  VerifyReport run() throws IOException {
    if (!backup.name().equals(name)) {
      error("the record in the directory of '" + name + "' is that of '" + backup.name() + "'");
    }
    ArchiveVerifier.Result archive = new ArchiveVerifier(store, name, this::add).run();
    if (archive.bytes() >= 0 && !archive.indexed()) {
      notChecked.add("digests: there is no index of ours that names them");
    }
    if (archive.complete()) {
      resourceList(archive);
    } else {
      notChecked.add("resource list and counts: the archive was not read to its end");
    }
    for (String what : JSON_OBJECTS) {
      json(Keys.ofBackup(name, what));
    }
    log(Keys.ofBackup(name, "logs.gz"));
    return new VerifyReport(
        name, archive.catalogue().itemCount(), archive.bytes(), errors, warnings, kept, notChecked);
  }

  private void json(String key) throws IOException {
    read(key).ifPresent(bytes -> parse(key, bytes));
  }

  private Optional<byte[]> read(String key) throws IOException {
    byte[] compressed;
    try {
      compressed = SmallObjects.read(store, key, MAX_OBJECT_BYTES);
    } catch (ObjectNotFoundException e) {
      warn(key + " is not there");
      return Optional.empty();
    }
    try {
      return Optional.of(inflate(compressed));
    } catch (ZipException | EOFException e) {
      error(key + " is no whole gzip object: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static byte[] inflate(byte[] compressed) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      byte[] all = in.readNBytes(MAX_OBJECT_BYTES);
      if (in.read() >= 0) {
        throw new ZipException("it decompresses to more than " + MAX_OBJECT_BYTES + " bytes");
      }
      return all;
    }
  }

  private Optional<JsonElement> parse(String key, byte[] json) {
    try (InputStreamReader reader =
        new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8)) {
      return Optional.of(JsonParser.parseReader(reader));
    } catch (JsonParseException | IOException e) {
      error(key + " holds no JSON: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void log(String key) throws IOException {
    try (InputStream raw = store.read(key, 0, -1)) {
      try (InputStream in = new GZIPInputStream(raw)) {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (ZipException | EOFException e) {
        error(key + " is no whole gzip object: " + e.getMessage());
      }
    } catch (ObjectNotFoundException e) {
      warn(key + " is not there");
    }
  }

  private void resourceList(ArchiveVerifier.Result archive) throws IOException {
    String key = Keys.ofBackup(name, "resource-list.json.gz");
    Optional<byte[]> json = read(key);
    if (json.isEmpty()) {
      notChecked.add("which items there should be: there is no list of them");
      return;
    }
    ListCheck check = new ListCheck(key, archive);
    try (JsonReader reader =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(json.get()), StandardCharsets.UTF_8))) {
      check.read(reader);
    } catch (IOException | IllegalStateException e) {
      error(key + " is no list of items: " + e.getMessage());
      return;
    }
    check.unlisted();
    if (check.listed != backup.itemsBackedUp()) {
      warn(
          "the record counts "
              + backup.itemsBackedUp()
              + " items, and the resource list names "
              + check.listed);
    }
  }

  /** Holds the resource list against the items that the archive has. */
  private final class ListCheck {
    private final String key;
    private final ArchiveVerifier.Result archive;
    private final Set<ArchiveCatalogue.Item> seen =
        Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> kinds = new HashSet<>();
    private long listed;

    ListCheck(String key, ArchiveVerifier.Result archive) {
      this.key = key;
      this.archive = archive;
    }

    void read(JsonReader json) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        String kind = json.nextName();
        if (!kinds.add(kind)) {
          error(key + " names kind " + kind + " twice");
        }
        json.beginArray();
        while (json.hasNext()) {
          listed++;
          item(kind, json.nextString());
        }
        json.endArray();
      }
      json.endObject();
    }

    private void item(String listKind, String text) {
      int slash = text.indexOf('/');
      String namespace = slash < 0 ? "" : text.substring(0, slash);
      String item = text.substring(slash + 1);
      Optional<String> resource = resource(listKind);
      Optional<ArchiveCatalogue.Item> found =
          resource.flatMap(r -> archive.catalogue().find(r, namespace, item));
      if (found.isPresent()) {
        seen.add(found.get());
      } else if (resource.isEmpty() || !archive.inOtherVersion(resource.get(), namespace, item)) {
        error("the list names " + listKind + " " + text + ", which the archive does not have");
      }
    }

    /** {@code apps/v1/Deployment} is looked for as {@code apps/Deployment}, {@code v1/Pod} too. */
    private Optional<String> resource(String listKind) {
      String[] parts = listKind.split("/", -1);
      String group = parts.length == 3 ? parts[0] : "";
      return Optional.ofNullable(
          archive.resourceOfKind().get(group + "/" + parts[parts.length - 1]));
    }

    void unlisted() {
      archive
          .catalogue()
          .items()
          .filter(item -> !seen.contains(item))
          .forEach(
              item ->
                  add(
                      Problem.ofItem(
                          Severity.ERROR, item.id(), "the resource list does not name it")));
    }
  }
}
