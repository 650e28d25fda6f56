// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import com.google.gson.stream.JsonWriter;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The names of all stored items by kind, kept compressed, and the resource list made of them. Only
 * the names of one kind are ever in memory as text. Thread-safe.
 */
public final class NameSpool {
  private final Map<String, Spool> kinds = new TreeMap<>(); // guarded by this

  /** The names of one kind. */
  private static final class Spool {
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final DeflaterOutputStream deflater =
        new DeflaterOutputStream(compressed, new Deflater(Deflater.BEST_SPEED), 512);
  }

  /**
   * Adds an item.
   *
   * @param kind such as {@code apps/v1/Deployment}
   * @param namespace empty for a cluster-scoped item
   */
  public synchronized void add(String kind, String namespace, String name) {
    String entry = namespace.isEmpty() ? name : namespace + "/" + name;
    try {
      kinds
          .computeIfAbsent(kind, k -> new Spool())
          .deflater
          .write((entry + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** The resource list as it is stored, names sorted. No name may be added afterwards. */
  public synchronized byte[] resourceListGzip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonWriter json =
        new JsonWriter(new OutputStreamWriter(new GZIPOutputStream(out), StandardCharsets.UTF_8))) {
      json.setHtmlSafe(true);
      json.beginObject();
      for (Map.Entry<String, Spool> kind : kinds.entrySet()) {
        json.name(kind.getKey()).beginArray();
        for (String name : sorted(kind.getValue())) {
          json.value(name);
        }
        json.endArray();
      }
      json.endObject();
    }
    return out.toByteArray();
  }

  /** The names of one kind, sorted; {@code namespace/name} or {@code name}. */
  public synchronized List<String> names(String kind) throws IOException {
    Spool spool = kinds.get(kind);
    return spool == null ? List.of() : sorted(spool);
  }

  /** The kinds that have names, sorted. */
  public synchronized List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  private static List<String> sorted(Spool spool) throws IOException {
    spool.deflater.finish();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new InflaterInputStream(new ByteArrayInputStream(spool.compressed.toByteArray())),
                StandardCharsets.UTF_8))) {
      return reader.lines().sorted().toList();
    }
  }
}
