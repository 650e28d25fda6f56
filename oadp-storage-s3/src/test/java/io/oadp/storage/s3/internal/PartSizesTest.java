// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartSizesTest {
  private static final long TIB = 1L << 40;
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 8 * MIB, 64 * MIB, Integer.MAX_VALUE})
  void bytes_ofUnknownLength_reachFiveTebibytesInTenThousandParts(int buffer) {
    PartSizes sizes = PartSizes.of(-1, buffer);
    long sum = 0;
    for (int n = 1; n <= 10_000; n++) {
      assertThat(sizes.bytes(n)).isGreaterThanOrEqualTo(5 * MIB);
      sum += sizes.bytes(n);
    }
    assertThat(sum).isGreaterThanOrEqualTo(5 * TIB);
    assertThat(sizes.bytes(300)).isLessThan(2 * sizes.bytes(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5L << 20, 50L << 30, 5 * TIB})
  void bytes_ofKnownLength_needAtMostTenThousandParts(long size) {
    PartSizes sizes = PartSizes.of(size, 8 * MIB);
    assertThat(10_000L * sizes.bytes(1)).isGreaterThanOrEqualTo(size);
    assertThat(sizes.bytes(10_000)).isEqualTo(sizes.bytes(1));
  }

  @Test
  void buffer_filledInPieces_givesThemBackAfterReset() throws Exception {
    byte[] body = new byte[3 * MIB + 77];
    new Random(1).nextBytes(body);
    PartBuffer buffer = new PartBuffer();
    ByteBuffer from = ByteBuffer.wrap(body);
    for (int size = 1; from.hasRemaining(); size = size * 3 + 1) {
      buffer.put(from, size);
    }
    assertThat(buffer.length()).isEqualTo(body.length);
    assertThat(buffer.md5()).isEqualTo(PartBuffer.newMd5().digest(body));
    try (InputStream in = buffer.stream()) {
      assertThat(in.readNBytes(MIB + 5)).hasSize(MIB + 5);
      in.mark(0);
      assertThat(in.readNBytes(MIB)).hasSize(MIB);
      in.reset();
      byte[] rest = in.readAllBytes();
      assertThat(Arrays.equals(rest, Arrays.copyOfRange(body, MIB + 5, body.length))).isTrue();
    }
  }
}
