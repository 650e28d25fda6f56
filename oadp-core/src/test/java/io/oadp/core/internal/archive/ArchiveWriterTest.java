// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the writer promises beyond the bytes: order, bounds, failures, threads. */
@Timeout(60)
class ArchiveWriterTest {
  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Test
  void sameItemsInSameOrder_giveSameBytes() throws IOException {
    List<ArchiveFixture.Sample> samples = ArchiveFixture.samples(3000, 8);
    ArchiveFixture.write(store, samples, new ArchiveWriter.Options(5, 1, 64 << 20));
    byte[] one = store.bytes(ArchiveFixture.TARBALL).orElseThrow();
    byte[] oneIndex = store.bytes(ArchiveFixture.INDEX).orElseThrow();

    ArchiveFixture.write(store, samples, new ArchiveWriter.Options(5, 7, 4 << 20));

    assertThat(store.bytes(ArchiveFixture.TARBALL)).hasValue(one);
    assertThat(store.bytes(ArchiveFixture.INDEX)).hasValue(oneIndex);
  }

  @Test
  void members_areAtMost256KiBAndHaveTheirDigests() throws Exception {
    List<ArchiveFixture.Sample> samples = new ArrayList<>(ArchiveFixture.samples(3000, 8));
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      String body = "{\"d\":\"" + ArchiveFixture.text(random, random.nextInt(250_000)) + "\"}";
      samples.add(ArchiveFixture.configMap("large", "c" + i, body));
    }
    ArchiveSummary summary = ArchiveFixture.write(store, samples);
    byte[] tarball = store.bytes(ArchiveFixture.TARBALL).orElseThrow();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    assertThat(summary.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest(tarball)));

    ByteBuffer index = ByteBuffer.wrap(store.bytes(ArchiveFixture.INDEX).orElseThrow());
    int members = (int) index.getLong(32);
    int at = (int) index.getLong(40);
    long offset = 0;
    for (int i = 0; i < members; i++, at += 48) {
      int length = index.getInt(at + 8);
      assertThat(index.getLong(at)).isEqualTo(offset);
      assertThat(length).isBetween(1, MemberPacker.MAX_MEMBER_BYTES);
      byte[] expected = new byte[32];
      index.get(at + 16, expected);
      digest.update(tarball, (int) offset, length);
      assertThat(digest.digest()).isEqualTo(expected);
      offset += length;
    }
    assertThat(members).isEqualTo(summary.members()).isGreaterThan(20);
    assertThat(offset).isEqualTo(summary.sizeBytes());
  }

  @Test
  void claim_ofOneKeyByManyThreads_isGivenOnce() throws Exception {
    try (ArchiveWriter writer = writer(store.create(ArchiveFixture.TARBALL, defaults()))) {
      AtomicLong given = new AtomicLong();
      inThreads(
          8,
          thread -> {
            for (int i = 0; i < 5000; i++) {
              if (writer.claim("configmaps", "v1", "shop", "c" + i)) {
                given.incrementAndGet();
              }
            }
          });
      assertThat(given).hasValue(5000);
      assertThat(writer.claim("configmaps", "v2", "shop", "c1")).isTrue();
      assertThat(writer.claim("configmaps", "v1", "", "c1")).isTrue();
    }
  }

  @Test
  void itemsWrittenByEightThreads_areAllThere() throws Exception {
    try (ArchiveWriter writer = writer(store.create(ArchiveFixture.TARBALL, defaults()))) {
      inThreads(
          8,
          thread -> {
            for (int i = 0; i < 1000; i++) {
              byte[] body = ("{\"t\":" + thread + ",\"i\":" + i + "}").getBytes(UTF_8);
              writer.write("configmaps", "v1", true, "ns-" + thread, "c" + i, body);
            }
          });
      assertThat(writer.finish().items()).isEqualTo(8000);
      try (ObjectWriter out = store.create(ArchiveFixture.INDEX, defaults())) {
        writer.writeIndex(out, ArchiveFixture.FACTS);
      }
    }
    ArchiveReader reader = ArchiveReader.open(store, ArchiveFixture.BACKUP, 16 << 20, w -> {});
    for (int thread = 0; thread < 8; thread++) {
      for (int i = 0; i < 1000; i += 99) {
        assertThat(reader.read("configmaps", "ns-" + thread, "c" + i))
            .hasValue(("{\"t\":" + thread + ",\"i\":" + i + "}").getBytes(UTF_8));
      }
    }
  }

  @Test
  void storeThatFailsInMidWrite_failsTheWriterAndCommitsNothing() throws IOException {
    FailingWriter out = new FailingWriter(200_000);
    ArchiveWriter writer = writer(out);
    Random random = new Random(2);
    assertThatThrownBy(
            () -> {
              for (int i = 0; ; i++) {
                byte[] body = ArchiveFixture.text(random, 20_000).getBytes(UTF_8);
                writer.write("configmaps", "v1", true, "shop", "c" + i, body);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining(ArchiveFixture.TARBALL)
        .hasMessageContaining("disk is full");
    assertThatThrownBy(writer::finish).hasMessageContaining("disk is full");
    writer.close();
    assertThat(out.committed).isFalse();
    assertThat(out.closed).isTrue();
  }

  @Test
  void storeThatFailsAtTheEnd_failsFinish() throws IOException {
    FailingWriter out = new FailingWriter(100);
    try (ArchiveWriter writer = writer(out)) {
      writer.write("configmaps", "v1", true, "shop", "c", new byte[20_000]);
      writer.write("configmaps", "v1", true, "shop", "d", text(20_000));
      assertThatThrownBy(writer::finish).hasMessageContaining("disk is full");
    }
    assertThat(out.committed).isFalse();
  }

  @Test
  void closeWithoutFinish_leavesNothing() throws IOException {
    try (ArchiveWriter writer = writer(store.create(ArchiveFixture.TARBALL, defaults()))) {
      for (int i = 0; i < 500; i++) {
        writer.write("configmaps", "v1", true, "shop", "c" + i, text(20_000));
      }
    }
    assertThat(store.stat(ArchiveFixture.TARBALL)).isEmpty();
  }

  @Test
  void slowStore_holdsWritersBackAndCloseFreesThem() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicLong written = new AtomicLong();
    FailingWriter stuck =
        new FailingWriter(Integer.MAX_VALUE) {
          @Override
          public void write(ByteBuffer bytes) throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException("interrupted", e);
            }
          }
        };
    ArchiveWriter writer = writer(stuck);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 0; ; i++) {
                  writer.write("configmaps", "v1", true, "shop", "c" + i, text(100_000));
                  written.addAndGet(200_000);
                }
              });
      long before = -1;
      for (long now = written.get(); now != before || now == 0; now = written.get()) {
        before = now;
        assertThat(never.await(300, TimeUnit.MILLISECONDS)).isFalse();
      }
      assertThat(written.get()).isBetween(2L << 20, 5L << 20);
      assertThat(writing.isDone()).isFalse();

      writer.close();

      assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS))
          .hasRootCauseMessage("writing " + ArchiveFixture.TARBALL + " was aborted");
      assertThat(stuck.committed).isFalse();
      assertThat(stuck.closed).isTrue();
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void everyCallToTheStore_comesFromOneThread() throws IOException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    FailingWriter out =
        new FailingWriter(Integer.MAX_VALUE) {
          @Override
          public void write(ByteBuffer bytes) throws IOException {
            threads.add(Thread.currentThread());
            super.write(bytes);
          }

          @Override
          public ObjectInfo commit() {
            threads.add(Thread.currentThread());
            return super.commit();
          }

          @Override
          public void close() {
            threads.add(Thread.currentThread());
            super.close();
          }
        };
    try (ArchiveWriter writer = writer(out)) {
      for (int i = 0; i < 100; i++) {
        writer.write("configmaps", "v1", true, "shop", "c" + i, text(50_000));
      }
      writer.finish();
      assertThatThrownBy(() -> writer.write("configmaps", "v1", true, "a", "b", text(1)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(threads).hasSize(1);
    assertThat(out.committed).isTrue();
    assertThat(threads.iterator().next().isAlive()).isFalse();
  }

  @Test
  void keys_takeAtMost48BytesEach() throws IOException {
    try (ArchiveWriter writer = writer(store.create(ArchiveFixture.TARBALL, defaults()))) {
      long start = System.nanoTime();
      for (int i = 1; i <= 300_000; i++) {
        writer.claim("configmaps", "v1", "shop", "c" + i);
        if (i > 100_000 && i % 10_000 == 0) {
          assertThat(writer.keyBytes()).isLessThanOrEqualTo(48L * i);
        }
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static byte[] text(int length) {
    return ArchiveFixture.text(new Random(length), length).getBytes(UTF_8);
  }

  private static WriteOptions defaults() {
    return WriteOptions.defaults();
  }

  private static ArchiveWriter writer(ObjectWriter out) {
    return new ArchiveWriter(
        ArchiveFixture.BACKUP, out, ArchiveFixture.OPTIONS, ArchiveFixture.CLOCK);
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inThreads(int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  work.run(number);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(50, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Takes so many bytes and then has no room. */
  private static class FailingWriter implements ObjectWriter {
    private final long room;
    private long taken;
    volatile boolean committed;
    volatile boolean closed;

    FailingWriter(long room) {
      this.room = room;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      taken += bytes.remaining();
      if (taken > room) {
        throw new IOException("the disk is full");
      }
    }

    @Override
    public ObjectInfo commit() {
      committed = true;
      return new ObjectInfo(ArchiveFixture.TARBALL, taken, ArchiveFixture.CLOCK.instant(), "");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
