// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

/** The real programs that a suite can ask for. */
public enum Peer {
  /** A control plane without a node: etcd, kube-apiserver, kube-controller-manager. */
  KUBE_APISERVER("kube-apiserver"),
  /** The object store. */
  MINIO("MinIO"),
  /** Velero's server, which a suite starts when its objects exist, and its command line. */
  VELERO("Velero"),
  /** Velero 1.14.0, which runs in the place of the newer one. */
  OLDER_VELERO("Velero 1.14"),
  /** Velero's command line alone. */
  VELERO_PROGRAM("the velero program");

  private final String text;

  Peer(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
