// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.assertions;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The archive of one backup, read into memory whole, by code that shares nothing with the engine.
 * Velero's and this project's archives are read alike. Immutable.
 */
public final class StoredArchive {
  private static final String VERSION_PATH = "metadata/version";
  private static final String RESOURCES = "resources/";
  private static final String SUFFIX = ".json";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> duplicates = new ArrayList<>();
  private final Map<ResourceIdentifier, byte[]> items = new LinkedHashMap<>();
  private final Map<ResourceIdentifier, Set<String>> versions = new LinkedHashMap<>();

  private StoredArchive() {}

  /**
   * Reads an archive.
   *
   * @param tarGz the whole file
   * @return the archive
   * @throws IOException if it is no such file, or is cut off
   */
  public static StoredArchive of(byte[] tarGz) throws IOException {
    return of(new ByteArrayInputStream(tarGz));
  }

  /**
   * Reads an archive.
   *
   * @param tarGz the whole file; stays open
   * @return the archive
   * @throws IOException if it is no such file, or is cut off
   */
  public static StoredArchive of(InputStream tarGz) throws IOException {
    StoredArchive archive = new StoredArchive();
    TarArchiveInputStream tar =
        new TarArchiveInputStream(
            GzipCompressorInputStream.builder()
                .setInputStream(tarGz)
                .setDecompressConcatenated(true)
                .get());
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile()) {
        archive.add(entry.getName(), tar.readAllBytes());
      }
    }
    return archive;
  }

  /**
   * Reads the archive of a backup from a store.
   *
   * @param store a store that is opened at the location's prefix
   * @param backup the backup's name
   * @return the archive
   * @throws IOException if it is not there, cannot be read, is no such file, or is cut off
   */
  public static StoredArchive of(ObjectStore store, String backup) throws IOException {
    try (InputStream in = store.read("backups/" + backup + "/" + backup + ".tar.gz", 0, -1)) {
      return of(in);
    }
  }

  private void add(String path, byte[] body) {
    if (entries.put(path, body) != null) {
      duplicates.add(path);
    }
    String[] parts = path.split("/", -1);
    if (!path.startsWith(RESOURCES) || !path.endsWith(SUFFIX) || parts.length < 4) {
      return;
    }
    boolean versioned = !isScope(parts[2]);
    int scope = versioned ? 3 : 2;
    int name = parts.length - 1;
    boolean namespaced = parts[scope].equals("namespaces");
    if (!isScope(parts[scope]) || name != scope + (namespaced ? 2 : 1)) {
      return;
    }
    ResourceIdentifier id =
        ResourceIdentifier.of(
            parts[1],
            namespaced ? parts[scope + 1] : "",
            parts[name].substring(0, parts[name].length() - SUFFIX.length()));
    if (versioned) {
      versions.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(parts[2]);
    } else {
      items.put(id, body);
    }
  }

  private static boolean isScope(String part) {
    return part.equals("cluster") || part.equals("namespaces");
  }

  /**
   * The items at the paths that every reader knows, in the order of the archive.
   *
   * @return the bodies by item; unmodifiable
   */
  Map<ResourceIdentifier, byte[]> items() {
    return items;
  }

  /** The directories of versions that hold an item, such as {@code v1-preferredversion}. */
  Set<String> versions(ResourceIdentifier id) {
    return versions.getOrDefault(id, Set.of());
  }

  /** The paths that came once more, in the order of the archive. */
  List<String> duplicates() {
    return duplicates;
  }

  /** The content of the file that tells the version of the format. */
  Optional<String> formatVersion() {
    return Optional.ofNullable(entries.get(VERSION_PATH))
        .map(body -> new String(body, StandardCharsets.UTF_8).strip());
  }
}
