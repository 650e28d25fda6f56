// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.cluster.Cluster;
import picocli.CommandLine.Option;

/** Which cluster a command works on. */
final class ConnectionOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig to use (default: $KUBECONFIG, then ~/.kube/config).")
  private String kubeconfig = "";

  @Option(
      names = {"--context", "--kubecontext"},
      paramLabel = "NAME",
      description = "The context in it (default: its current one).")
  private String context = "";

  boolean isGiven() {
    return !kubeconfig.isEmpty() || !context.isEmpty();
  }

  Cluster connect(Environment environment) {
    return environment.engines().connect(kubeconfig, context);
  }
}
