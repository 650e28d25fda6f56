// SPDX-License-Identifier: Apache-2.0
// spotless:off
//JAVA 17
//DEPS io.oadp:oadp-core:0.1.0-SNAPSHOT io.oadp:oadp-plugins:0.1.0-SNAPSHOT
//DEPS org.slf4j:slf4j-simple:2.0.18
// spotless:on
package io.oadp.examples;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.Progress;
import io.oadp.api.RunListener;
import io.oadp.api.RunOptions;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * How do I follow a backup, and stop it when it takes too long?
 *
 * <p>{@code jbang WatchAndCancel.java NAMESPACE DIRECTORY SECONDS}
 */
public final class WatchAndCancel {
  private WatchAndCancel() {}

  /**
   * Backs up a namespace of the cluster that kubectl talks to, within a time limit.
   *
   * @param args the namespace, the directory, and the limit in seconds
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Duration limit = Duration.ofSeconds(Long.parseLong(args[2]));
    System.out.println(
        backUp(Clusters.fromKubeconfig(), args[0], Path.of(args[1]), limit).describe());
  }

  static BackupResult backUp(Cluster cluster, String namespace, Path directory, Duration limit)
      throws InterruptedException {
    RunListener printer =
        new RunListener() {
          @Override
          public void progressed(Progress progress) {
            System.out.println(progress.phase() + ": " + progress.itemsDone() + " items");
          }
        };
    try (Oadp oadp =
        OadpEngine.builder()
            .cluster(cluster)
            .location(FileSystemStore.location("local", directory))
            .build()) {
      BackupRun run =
          oadp.startBackup(
              BackupSpec.builder(namespace + "-1").includeNamespaces(namespace).build(),
              RunOptions.defaults().withListener(printer));
      try {
        return run.await(limit);
      } catch (TimeoutException e) {
        run.cancel();
        return run.await(); // Canceled; nothing of the backup is visible
      }
    }
  }
}
