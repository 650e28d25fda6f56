// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Peer.class)
  void check_withoutThePeersPart_failsAndSaysWhatToDo(Peer peer) {
    assertThatThrownBy(() -> new Peers(new Lab(folder)).check(peer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(peer + " does not answer")
        .hasMessageContaining("CONTRIBUTING.md")
        .hasStackTraceContaining("start the part that sets it");
  }

  @Test
  void check_withAProgramThatIsNotThere_failsAndNamesIt() throws IOException {
    Files.writeString(folder.resolve("lab.properties"), "bin=" + folder + "\n");

    assertThatThrownBy(() -> new Peers(new Lab(folder)).check(Peer.VELERO_PROGRAM))
        .hasRootCauseMessage(
            "there is no program " + folder.resolve("velero") + "; tools/peers/build makes it");
  }

  @Test
  void property_readAgain_seesWhatAPartAdded() throws IOException {
    Lab lab = new Lab(folder);
    assertThat(lab.property("server")).isEmpty();

    Files.writeString(folder.resolve("lab.properties"), "server=https://192.0.2.1:6443\n");

    assertThat(lab.property("server")).contains("https://192.0.2.1:6443");
  }
}
