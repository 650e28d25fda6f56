// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.kubernetes.client.openapi.ApiClient;
import io.oadp.api.CancellationToken;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.cluster.ClusterInfo;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A connection to a cluster through client-java. The engine opens a session for each run; calls on
 * the cluster itself go through one that nobody cancels. Thread-safe.
 */
public final class KubernetesCluster implements Cluster {
  private final Transport transport;
  private final RequestRate rate;
  private final ClusterSession outsideRuns;

  private KubernetesCluster(Transport transport, RequestRate rate) {
    this.transport = transport;
    this.rate = rate;
    this.outsideRuns = new ClusterSession(transport, rate, new LocalToken());
  }

  /** Connects through a client, which stays as it is. Nothing is sent yet. */
  public static KubernetesCluster of(ApiClient client) {
    return new KubernetesCluster(new Transport(client), new RequestRate(0));
  }

  /**
   * The same connection with a limit over all its sessions together. Closing one closes both.
   *
   * @param limit requests per second; none if zero or less
   * @return the limited cluster
   */
  public KubernetesCluster withRequestsPerSecond(double limit) {
    return new KubernetesCluster(transport, new RequestRate(limit));
  }

  /** Opens a session whose calls end with the token. It needs no closing. */
  public ClusterSession session(CancellationToken token) {
    return new ClusterSession(transport, rate, token);
  }

  @Override
  public Optional<KubernetesItem> get(ResourceIdentifier id) {
    return outsideRuns.get(id);
  }

  @Override
  public Stream<KubernetesItem> list(ItemQuery query) {
    return outsideRuns.list(query);
  }

  @Override
  public Optional<String> resolve(String name) {
    return outsideRuns.resolve(name);
  }

  @Override
  public ClusterInfo info() {
    return outsideRuns.info();
  }

  @Override
  public KubernetesItem create(KubernetesItem item) {
    return outsideRuns.create(item);
  }

  @Override
  public void delete(ResourceIdentifier id) {
    outsideRuns.delete(id);
  }

  @Override
  public KubernetesItem patch(ResourceIdentifier id, Patch patch) {
    return outsideRuns.patch(id, patch);
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "cluster at " + transport.server();
  }
}
