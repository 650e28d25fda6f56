// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes archives for tests: ours with all objects, and such as other writers make. */
final class ArchiveFixture {
  static final String BACKUP = "shop-1";
  static final String TARBALL = "backups/shop-1/shop-1.tar.gz";
  static final String INDEX = "backups/shop-1/shop-1-oadp-index";
  static final String LIST = "backups/shop-1/shop-1-resource-list.json.gz";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-20T08:00:22Z"), ZoneOffset.UTC);
  static final ArchiveWriter.Options OPTIONS = new ArchiveWriter.Options(5, 2, 4 << 20);
  static final IndexFacts FACTS =
      new IndexFacts(
          "c1",
          List.of(
              new IndexFacts.Kind("configmaps", "v1", true, "ConfigMap", "4711"),
              new IndexFacts.Kind("deployments.apps", "v1", true, "Deployment", "4712"),
              new IndexFacts.Kind("namespaces", "v1", true, "Namespace", ""),
              new IndexFacts.Kind("widgets.example.com", "v1beta1", false, "Widget", "")));

  private ArchiveFixture() {}

  record Sample(String groupResource, String version, String namespace, String name, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }

    boolean preferred() {
      return !version.equals("v1beta1");
    }

    IndexFacts.Kind kind() {
      return FACTS.kinds().stream()
          .filter(k -> k.groupResource().equals(groupResource))
          .findFirst()
          .orElseThrow();
    }
  }

  static Sample configMap(String namespace, String name, String body) {
    return new Sample("configmaps", "v1", namespace, name, body);
  }

  static List<Sample> samples(int count, long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String body = "{\"n\":" + i + ",\"data\":\"" + text(random, random.nextInt(3000)) + "\"}";
      samples.add(
          switch (i % 10) {
            case 0 -> new Sample("namespaces", "v1", "", "ns-" + i, body);
            case 1 -> new Sample("widgets.example.com", "v1beta1", "shop", "w:" + i, body);
            case 2, 3, 4 -> new Sample("deployments.apps", "v1", "ns-" + i % 7, "d-" + i, body);
            default -> configMap("ns-" + i % 13, "c-" + i, body);
          });
    }
    return samples;
  }

  /** Text that compresses about as badly as base64 of something compressed. */
  static String text(Random random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('0' + random.nextInt(70));
    }
    return new String(bytes, StandardCharsets.US_ASCII).replace('\\', '~');
  }

  static ArchiveSummary write(InMemoryObjectStore store, List<Sample> samples) throws IOException {
    return write(store, samples, OPTIONS);
  }

  /** Writes tarball, index and resource list. */
  static ArchiveSummary write(
      InMemoryObjectStore store, List<Sample> samples, ArchiveWriter.Options options)
      throws IOException {
    try (ArchiveWriter writer =
        new ArchiveWriter(BACKUP, store.create(TARBALL, WriteOptions.defaults()), options, CLOCK)) {
      for (Sample s : samples) {
        writer.claim(s.groupResource(), s.version(), s.namespace(), s.name());
        write(writer, s);
      }
      ArchiveSummary summary = writer.finish();
      try (ObjectWriter out = store.create(INDEX, WriteOptions.defaults())) {
        writer.writeIndex(out, FACTS);
      }
      put(store, LIST, gzip(resourceList(samples).getBytes(StandardCharsets.UTF_8)));
      return summary;
    }
  }

  static void write(ArchiveWriter writer, Sample s) throws IOException {
    writer.write(s.groupResource(), s.version(), s.preferred(), s.namespace(), s.name(), s.bytes());
  }

  private static String resourceList(List<Sample> samples) {
    SortedMap<String, TreeSet<String>> byKind = new TreeMap<>();
    for (Sample s : samples) {
      String item = s.namespace().isEmpty() ? s.name() : s.namespace() + "/" + s.name();
      byKind.computeIfAbsent(s.kind().listKey(), k -> new TreeSet<>()).add(item);
    }
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, TreeSet<String>> kind : byKind.entrySet()) {
      String names = String.join("\",\"", kind.getValue());
      entries.add("\"" + kind.getKey() + "\":[\"" + names + "\"]");
    }
    return "{" + String.join(",", entries) + "}\n";
  }

  static void put(InMemoryObjectStore store, String key, byte[] bytes) throws IOException {
    try (ObjectWriter out = store.create(key, WriteOptions.defaults())) {
      out.write(ByteBuffer.wrap(bytes));
      out.commit();
    }
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** A tar file as Velero lays it out, its long paths in the given way. */
  static byte[] tar(List<Sample> samples, int longFileMode) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(longFileMode);
      entry(tar, "metadata/version", "1.1.0\n");
      for (Sample s : samples) {
        if (s.preferred()) {
          entry(tar, ArchivePaths.plain(s.groupResource(), s.namespace(), s.name()), s.body());
        }
        entry(
            tar,
            ArchivePaths.versioned(
                s.groupResource(), s.version(), s.preferred(), s.namespace(), s.name()),
            s.body());
      }
    }
    return out.toByteArray();
  }

  static void entry(TarArchiveOutputStream tar, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
