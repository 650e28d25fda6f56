// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarHeadersTest {
  private static final Instant MODIFIED = Instant.parse("2026-05-20T08:00:00Z");
  private static final String PATH = "resources/configmaps/namespaces/shop/settings.json";

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 1_400, 16_777_216, Integer.MAX_VALUE})
  void of_sizeOfBody_isWhatCommonsCompressWrites(int size) {
    TarArchiveEntry entry = new TarArchiveEntry(PATH, TarConstants.LF_NORMAL, true);
    entry.setMode(0755);
    entry.setSize(size);
    entry.setModTime(Date.from(MODIFIED));
    entry.setUserName("");
    entry.setGroupName("");
    byte[] expected = new byte[TarHeaders.BLOCK];
    entry.writeEntryHeader(expected);

    assertThat(new TarHeaders(MODIFIED).of(PATH, size)).isEqualTo(expected);
  }
}
