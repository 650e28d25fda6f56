// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.spi.storage.ObjectStore;
import io.oadp.testkit.contract.ObjectStoreContract;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Holds the in-memory store to the contract, and checks what it counts. */
class InMemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore openEmpty() {
    return new InMemoryObjectStore();
  }

  @Override
  protected boolean supportsRetention() {
    return true;
  }

  @Test
  void requestsAndBytes_afterCalls_areCounted() throws Exception {
    InMemoryObjectStore counting = new InMemoryObjectStore();
    assertThat(counting.putIfAbsent("a", "0123456789".getBytes(UTF_8))).isTrue();
    try (InputStream in = counting.read("a", 2, 5)) {
      assertThat(in.readAllBytes()).hasSize(5);
    }
    assertThat(counting.stat("a")).isPresent();
    assertThat(counting.requests()).isEqualTo(3);
    assertThat(counting.bytesRead()).isEqualTo(5);
    assertThat(counting.bytesWritten()).isEqualTo(10);
    assertThat(counting.bytes("a")).hasValueSatisfying(b -> assertThat(b).hasSize(10));
  }
}
