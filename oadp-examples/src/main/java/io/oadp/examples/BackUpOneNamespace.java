// SPDX-License-Identifier: Apache-2.0
// spotless:off
//JAVA 17
//DEPS io.oadp:oadp-core:0.1.0-SNAPSHOT io.oadp:oadp-plugins:0.1.0-SNAPSHOT
//DEPS org.slf4j:slf4j-simple:2.0.18
// spotless:on
package io.oadp.examples;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How do I back up one namespace into a directory?
 *
 * <p>{@code jbang BackUpOneNamespace.java NAMESPACE DIRECTORY}
 */
public final class BackUpOneNamespace {
  private BackUpOneNamespace() {}

  /**
   * Backs up a namespace of the cluster that kubectl talks to.
   *
   * @param args the namespace, and the directory
   */
  public static void main(String[] args) {
    BackupResult result =
        backUp(Clusters.fromKubeconfig(), args[0], Path.of(args[1]), args[0] + "-1");
    System.out.println(result.describe());
  }

  static BackupResult backUp(Cluster cluster, String namespace, Path directory, String name) {
    try (Oadp oadp =
        OadpEngine.builder()
            .cluster(cluster)
            .location(FileSystemStore.location("local", directory))
            .build()) {
      BackupSpec spec =
          BackupSpec.builder(name).includeNamespaces(namespace).ttl(Duration.ofDays(30)).build();
      return oadp.backup(spec).orThrow();
    }
  }
}
