// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.testkit.contract.ClusterContract;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds the fake cluster to the answers of the real API server. */
class FakeClusterContractTest extends ClusterContract {
  @SuppressWarnings("NullAway.Init") // set before all cases
  private static FakeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = FakeCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  protected URI url() {
    return cluster.url();
  }

  @Override
  protected String token() {
    return cluster.token();
  }

  @Override
  protected Optional<String> caPem() {
    return Optional.empty();
  }

  @Override
  protected void collectGarbage() {
    cluster.collectGarbage();
  }
}
