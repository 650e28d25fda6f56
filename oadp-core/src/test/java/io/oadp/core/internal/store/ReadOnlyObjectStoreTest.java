// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.SupportsSignedUrls;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.testkit.InMemoryObjectStore;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadOnlyObjectStoreTest {
  private final InMemoryObjectStore inner = new InMemoryObjectStore();
  private final ObjectStore store = ReadOnlyObjectStore.of(inner, "archive");

  @BeforeEach
  void putOne() throws Exception {
    assertThat(inner.putIfAbsent("a/x", "body".getBytes(UTF_8))).isTrue();
  }

  @Test
  void writes_areRefusedNamingTheLocation() {
    long before = inner.requests();
    assertThatThrownBy(() -> store.create("a/y", WriteOptions.defaults()))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("a/y")
        .hasMessageContaining("'archive' is ReadOnly");
    assertThatThrownBy(() -> store.delete("a/x"))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("a/x")
        .hasMessageContaining("'archive' is ReadOnly");
    assertThat(inner.requests()).isEqualTo(before);
  }

  @Test
  void powers_thatWrite_areGone() {
    assertThat(store)
        .isNotInstanceOf(SupportsPutIfAbsent.class)
        .isNotInstanceOf(SupportsSignedUrls.class);
  }

  @Test
  void reads_passThrough() throws Exception {
    try (InputStream in = store.read("a/x", 1, 2)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("od");
    }
    assertThat(store.stat("a/x")).isPresent();
    try (Stream<ObjectInfo> listed = store.list("")) {
      assertThat(listed).hasSize(1);
    }
    try (Stream<String> listed = store.listDirectories("")) {
      assertThat(listed).containsExactly("a");
    }
  }
}
