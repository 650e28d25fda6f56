// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.archive.ArchiveSummary;
import io.oadp.core.internal.archive.ArchiveWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;

/**
 * Measures the archive writer alone, in memory: 20,000 items of about 1.4 KB at gzip levels 1 to 6
 * with two threads, each the median of five runs after two warm-ups, and the size beside that of
 * one zlib stream of level 6 over the same tar file, which is how Velero writes it.
 */
public final class ArchiveBench {
  private static final int ITEMS = 20_000;
  private static final int WARM_UPS = 2;
  private static final int RUNS = 5;
  private static final String TARBALL = "backups/bench/bench.tar.gz";

  private ArchiveBench() {}

  /**
   * Runs the measurement.
   *
   * @param args not used
   * @throws IOException never, as the store is in memory
   */
  public static void main(String[] args) throws IOException {
    List<byte[]> bodies = bodies();
    long bodyBytes = bodies.stream().mapToLong(b -> b.length).sum();
    System.out.printf(
        Locale.ROOT, "%d items, %d bytes each on average%n", ITEMS, bodyBytes / ITEMS);
    long oneStream = -1;
    for (int level = 1; level <= 6; level++) {
      long[] nanos = new long[RUNS];
      ArchiveSummary summary = null;
      InMemoryObjectStore store = new InMemoryObjectStore();
      for (int run = -WARM_UPS; run < RUNS; run++) {
        long start = System.nanoTime();
        summary = write(store, bodies, level);
        if (run >= 0) {
          nanos[run] = System.nanoTime() - start;
        }
      }
      if (summary == null) {
        throw new IllegalStateException("no run");
      }
      if (oneStream < 0) {
        oneStream = oneStreamBytes(store);
      }
      Arrays.sort(nanos);
      double seconds = nanos[RUNS / 2] / 1e9;
      System.out.printf(
          Locale.ROOT,
          "level %d: %.3f s, %.0f items/s, %.1f MB/s of bodies, %d bytes, %.3f of one stream of"
              + " level 6, %d members%n",
          level,
          seconds,
          ITEMS / seconds,
          bodyBytes / 1e6 / seconds,
          summary.sizeBytes(),
          (double) summary.sizeBytes() / oneStream,
          summary.members());
      if (level == 6) {
        read(store);
      }
    }
  }

  private static ArchiveSummary write(InMemoryObjectStore store, List<byte[]> bodies, int level)
      throws IOException {
    ArchiveWriter.Options options = new ArchiveWriter.Options(level, 2, 32 << 20);
    try (ArchiveWriter writer =
        new ArchiveWriter(
            "bench", store.create(TARBALL, WriteOptions.defaults()), options, Clock.systemUTC())) {
      for (int i = 0; i < bodies.size(); i++) {
        String namespace = "team-" + i % 40;
        writer.claim("configmaps", "v1", namespace, "settings-" + i);
        writer.write("configmaps", "v1", true, namespace, "settings-" + i, bodies.get(i));
      }
      return writer.finish();
    }
  }

  private static void read(InMemoryObjectStore store) throws IOException {
    long start = System.nanoTime();
    ArchiveReader reader = ArchiveReader.open(store, "bench", 64 << 20, w -> {});
    List<ArchiveCatalogue.Item> all =
        reader.catalogue().resource("configmaps").orElseThrow().items();
    int[] count = new int[1];
    reader.read(all, (item, body) -> count[0]++);
    System.out.printf(
        Locale.ROOT,
        "read %d items without an index in %.3f s%n",
        count[0],
        (System.nanoTime() - start) / 1e9);
  }

  private static long oneStreamBytes(InMemoryObjectStore store) throws IOException {
    long[] bytes = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] from, int offset, int length) {
            bytes[0] += length;
          }
        };
    Deflater deflater = new Deflater(6, true);
    try (InputStream in =
            new GZIPInputStream(new ByteArrayInputStream(store.bytes(TARBALL).orElseThrow()));
        OutputStream out = new DeflaterOutputStream(counting, deflater, 64 << 10)) {
      in.transferTo(out);
    } finally {
      deflater.end();
    }
    return bytes[0];
  }

  private static List<byte[]> bodies() {
    Random random = new Random(20_000);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      StringBuilder data = new StringBuilder();
      for (int key = 0; key < 12; key++) {
        data.append(key == 0 ? "" : ",")
            .append("\"shop.feature.")
            .append(random.nextInt(400))
            .append(".setting\":\"")
            .append(Long.toHexString(random.nextLong()))
            .append("-enabled\"");
      }
      String body =
          String.format(
              Locale.ROOT,
              "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"settings-%d\","
                  + "\"namespace\":\"team-%d\",\"uid\":\"%s\",\"resourceVersion\":\"%d\","
                  + "\"creationTimestamp\":\"2026-05-20T08:%02d:%02dZ\",\"labels\":{\"app\":\"shop\","
                  + "\"tier\":\"t%d\"},\"managedFields\":[{\"manager\":\"kubectl-create\","
                  + "\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\"2026-05-20T08:00:00Z\","
                  + "\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:data\":{\".\":{},\"f:a\":{},"
                  + "\"f:b\":{}},\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{},"
                  + "\"f:tier\":{}}}}}]},\"data\":{%s}}",
              i,
              i % 40,
              new UUID(random.nextLong(), random.nextLong()),
              100_000 + i,
              i / 60 % 60,
              i % 60,
              i % 5,
              data);
      bodies.add(body.getBytes(StandardCharsets.UTF_8));
    }
    return bodies;
  }
}
