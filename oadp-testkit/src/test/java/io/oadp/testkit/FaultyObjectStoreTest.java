// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.FaultyObjectStore.Call;
import io.oadp.testkit.contract.ObjectStoreContract;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Without a script it keeps the contract; with one it fails as told, once. */
class FaultyObjectStoreTest extends ObjectStoreContract {
  private final InMemoryObjectStore inner = new InMemoryObjectStore();
  private final FaultyObjectStore faulty = new FaultyObjectStore(inner);

  @Override
  protected ObjectStore openEmpty() {
    return faulty;
  }

  @Test
  void write_whenItStrikes_dropsTheObject() throws Exception {
    faulty.fail(Call.WRITE, 2);
    try (ObjectWriter writer = faulty.create("a", WriteOptions.defaults())) {
      writer.write(ByteBuffer.allocate(1));
      assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
          .isInstanceOf(NotAppliedException.class);
      assertThatThrownBy(writer::commit).isInstanceOf(NotAppliedException.class);
    }
    assertThat(inner.bytes("a")).isEmpty();
    assertThat(faulty.pending()).isZero();
    put("a", "works again");
  }

  @Test
  void commitAnswer_whenItStrikes_storesAndFails() {
    faulty.fail(Call.COMMIT_ANSWER, 1, "b"::equals);
    assertThatThrownBy(
            () -> {
              put("a", "not meant");
              put("b", "stored");
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NotAppliedException.class)
        .hasMessageContaining("object b");
    assertThat(inner.bytes("a")).isPresent();
    assertThat(inner.bytes("b")).isPresent();
  }

  @Test
  void putIfAbsentAnswer_whenItStrikes_storesAndFails() {
    faulty.fail(Call.PUT_IF_ABSENT_ANSWER, 1);
    assertThatThrownBy(() -> faulty.putIfAbsent("a", new byte[1]))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NotAppliedException.class);
    assertThat(inner.bytes("a")).isPresent();
  }

  @Test
  void readBody_whenItStrikes_givesHalfAndThrows() throws Exception {
    put("a", "0123456789");
    faulty.fail(Call.READ_BODY, 1);
    try (InputStream in = faulty.read("a", 2, -1)) {
      assertThat(new String(in.readNBytes(4), UTF_8)).isEqualTo("2345");
      assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
    }
    assertThat(text("a")).isEqualTo("0123456789");
  }

  @Test
  void commitLost_whenItStrikes_saysDoneAndKeepsWhatWasThere() throws Exception {
    put("a", "before");
    faulty.fail(Call.COMMIT_LOST, 1);
    put("a", "after");
    assertThat(text("a")).isEqualTo("before");
    put("a", "after");
    assertThat(text("a")).isEqualTo("after");
  }

  @Test
  void readBytes_whenItStrikes_givesOneWrongByteOnce() throws Exception {
    put("a", "0123456789");
    faulty.fail(Call.READ_BYTES, 1);
    assertThat(text("a")).isEqualTo("0123446789");
    assertThat(text("a")).isEqualTo("0123456789");
    faulty.fail(Call.READ_BYTES, 1);
    try (InputStream in = faulty.read("a", 0, -1)) {
      in.skipNBytes(4);
      assertThat(in.read()).isEqualTo('4');
      assertThat(in.read()).isEqualTo('4');
      assertThat(in.read()).isEqualTo('6');
    }
  }

  @Test
  void slow_callsOfThatKind_takeTheirTime() throws Exception {
    faulty.slow(Call.STAT, Duration.ofMillis(30));
    long begin = System.nanoTime();
    faulty.stat("a");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(29));
    faulty.slow(Call.STAT, Duration.ofHours(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> faulty.stat("a")).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    faulty.slow(Call.STAT, Duration.ZERO);
    assertThat(faulty.stat("a")).isEmpty();
  }

  @Test
  void otherCalls_whenTheyStrike_failOnce() throws Exception {
    put("a", "1");
    faulty
        .fail(Call.CREATE, 1)
        .fail(Call.READ, 1)
        .fail(Call.STAT, 1)
        .fail(Call.LIST, 1)
        .fail(Call.DELETE, 1)
        .fail(Call.PUT_IF_ABSENT, 1);
    assertThatThrownBy(() -> put("b", "2")).isInstanceOf(NotAppliedException.class);
    assertThatThrownBy(() -> text("a")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> faulty.stat("a")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> keys("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> faulty.delete("a")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> faulty.putIfAbsent("c", new byte[1]))
        .isInstanceOf(NotAppliedException.class);
    assertThat(faulty.pending()).isZero();
    assertThat(keys("")).containsExactly("a");
  }
}
