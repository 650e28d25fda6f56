// SPDX-License-Identifier: Apache-2.0
// spotless:off
//JAVA 17
//DEPS io.oadp:oadp-core:0.1.0-SNAPSHOT io.oadp:oadp-plugins:0.1.0-SNAPSHOT
//DEPS org.slf4j:slf4j-simple:2.0.18
// spotless:on
package io.oadp.examples;

import io.oadp.api.BackupSpec;
import io.oadp.api.Decision;
import io.oadp.api.Oadp;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How do I see what a restore would do before it does it, and restore somewhere else?
 *
 * <p>{@code jbang CopyNamespace.java FROM TO DIRECTORY}
 */
public final class CopyNamespace {
  private CopyNamespace() {}

  /**
   * Copies a namespace of the cluster that kubectl talks to.
   *
   * @param args the namespace, its copy's name, and a directory for the backup
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Optional<RestoreResult> result =
        copy(Clusters.fromKubeconfig(), args[0], args[1], Path.of(args[2]));
    System.out.println(result.map(RestoreResult::describe).orElse("Nothing was changed."));
  }

  static Optional<RestoreResult> copy(Cluster cluster, String from, String to, Path directory)
      throws InterruptedException {
    try (Oadp oadp =
        OadpEngine.builder()
            .cluster(cluster)
            .location(FileSystemStore.location("local", directory))
            .build()) {
      oadp.backup(BackupSpec.builder(from + "-1").includeNamespaces(from).build()).orThrow();
      RestorePlan plan =
          oadp.plan(
              RestoreSpec.builder(to + "-1")
                  .backupName(from + "-1")
                  .mapNamespace(from, to)
                  .build());
      System.out.println(plan.describe());
      if (plan.count(Decision.CONFLICT) > 0) {
        return Optional.empty(); // something of that name is there, and it is not the same
      }
      return Optional.of(oadp.startRestore(plan).await().orThrow());
    }
  }
}
