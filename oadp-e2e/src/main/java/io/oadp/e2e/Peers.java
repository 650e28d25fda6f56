// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Oadp;
import io.oadp.core.Clusters;
import io.oadp.core.OadpEngine;
import io.oadp.storage.s3.S3Store;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The real programs of one lab, as suites use them. Cheap to create; suites share the lab, so each
 * works in namespaces, buckets and names of its own.
 */
public final class Peers {
  private final Lab lab;

  /** Uses the programs of {@code lab}. */
  public Peers(Lab lab) {
    this.lab = lab;
  }

  /**
   * Returns the peers of the lab that the environment names.
   *
   * @throws IllegalStateException if it names none; suites are kept from that by {@link
   *     RequiresPeers}
   */
  public static Peers get() {
    return new Peers(
        Lab.fromEnvironment()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        Lab.VARIABLE + " is not set; see CONTRIBUTING.md for how to start a lab")));
  }

  /** Returns the lab itself. */
  public Lab lab() {
    return lab;
  }

  /** Returns the path of a kubeconfig whose user may do everything. */
  public Path kubeconfig() {
    return lab.kubeconfig();
  }

  /** Returns a client of the API server; each call gives a new one. */
  public KubeApi kube() {
    return new KubeApi(
        URI.create(lab.require("server")), lab.require("token"), Path.of(lab.require("ca")));
  }

  /** Returns the object store. */
  public Minio minio() {
    return new Minio(
        lab.require("minio.endpoint"),
        lab.require("minio.accessKey"),
        lab.require("minio.secretKey"));
  }

  /** Builds an engine on the cluster, with one location on S3 or in a directory. */
  public Oadp engine(BackupStorageLocation location) {
    return OadpEngine.builder()
        .cluster(Clusters.fromKubeconfig(kubeconfig(), ""))
        .objectStore("aws", new S3Store())
        .location(location)
        .build();
  }

  /** Returns Velero: its server, not started by this call, and its command line. */
  public Velero velero() {
    return new Velero(lab, kube(), "velero");
  }

  /** Returns Velero 1.14.0 in the place of the newer one. */
  public Velero olderVelero() {
    return new Velero(lab, kube(), "velero-1.14");
  }

  /** Runs kubectl as the lab's administrator. */
  public CommandResult kubectl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(lab.program("kubectl").toString());
    command.add("--kubeconfig=" + lab.kubeconfig());
    command.addAll(Arrays.asList(arguments));
    return Command.of(command).run();
  }

  /**
   * Makes sure that a program answers.
   *
   * @throws IllegalStateException if it does not; says what to do
   */
  public void check(Peer peer) {
    try {
      switch (peer) {
        case KUBE_APISERVER -> kube().get("/version");
        case MINIO -> minio().check();
        case VELERO -> {
          kube().get("/version");
          minio().check();
          checkProgram("velero");
        }
        case OLDER_VELERO -> {
          check(Peer.VELERO);
          checkProgram("velero-1.14");
        }
        case VELERO_PROGRAM -> checkProgram("velero");
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          peer
              + " does not answer, though "
              + Lab.VARIABLE
              + " names the lab in "
              + lab.folder()
              + "; start it as CONTRIBUTING.md says, or unset the variable",
          e);
    }
  }

  private void checkProgram(String name) {
    Path program = lab.program(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "there is no program " + program + "; tools/peers/build makes it");
    }
  }
}
