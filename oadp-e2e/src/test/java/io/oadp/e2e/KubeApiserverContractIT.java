// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import io.oadp.testkit.contract.ClusterContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Asks the real API server what the fake cluster is asked: a case that fails here is a wrong
 * belief, and the fake has to follow.
 */
@RequiresPeers(Peer.KUBE_APISERVER)
class KubeApiserverContractIT extends ClusterContract {
  private final Lab lab = Peers.get().lab();

  @Override
  protected URI url() {
    return URI.create(lab.require("server"));
  }

  @Override
  protected String token() {
    return lab.require("token");
  }

  @Override
  protected Optional<String> caPem() {
    try {
      return Optional.of(Files.readString(Path.of(lab.require("ca"))));
    } catch (IOException e) {
      throw new UncheckedIOException("the certificate of the lab's CA cannot be read", e);
    }
  }
}
