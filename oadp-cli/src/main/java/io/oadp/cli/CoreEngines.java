// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.Clusters;
import io.oadp.core.OadpEngine;
import io.oadp.storage.s3.S3Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the engine of this process, with the stores that the program comes with. */
final class CoreEngines implements Engines {
  private final Clock clock;

  CoreEngines(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Cluster connect(String kubeconfig, String context) {
    if (kubeconfig.isEmpty() && context.isEmpty()) {
      return Clusters.fromKubeconfig();
    }
    Path file = kubeconfig.isEmpty() ? usualKubeconfig() : Path.of(kubeconfig);
    if (!Files.isReadable(file)) {
      throw new ConfigurationException("kubeconfig " + file + " cannot be read");
    }
    return Clusters.fromKubeconfig(file, context);
  }

  @Override
  public Cluster connectText(String kubeconfig) {
    return Clusters.ofKubeconfigText(kubeconfig);
  }

  @Override
  public Oadp open(Cluster cluster, BackupStorageLocation location, String home) {
    return builder(location, home).cluster(cluster).build();
  }

  @Override
  public Oadp openCatalog(BackupStorageLocation location, String home) {
    return builder(location, home).build();
  }

  private OadpEngine.Builder builder(BackupStorageLocation location, String home) {
    S3Store s3 = new S3Store();
    return OadpEngine.builder()
        .clock(clock)
        .namespace(home)
        .location(location)
        .objectStore("aws", s3)
        .objectStore("velero.io/aws", s3);
  }

  private static Path usualKubeconfig() {
    String variable = System.getenv("KUBECONFIG");
    return variable == null || variable.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".kube", "config")
        : Path.of(variable);
  }
}
