// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.cluster;

import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one cluster, in the version of each resource that the server prefers. Inside a run, calls
 * go through the engine's limits and end when the run is canceled. Failures are {@code
 * io.oadp.api.ClusterException}. Thread-safe.
 */
public interface ClusterView {
  /**
   * Reads one object.
   *
   * @param id the object
   * @return the object; empty if it, or its whole resource, is not there
   */
  Optional<KubernetesItem> get(ResourceIdentifier id);

  /**
   * Lists objects, fetching pages as the stream is read. Where the server drops its snapshot in
   * mid-list, the list goes on from a new one without repeats.
   *
   * @param query which objects
   * @return the objects; the caller closes the stream
   */
  Stream<KubernetesItem> list(ItemQuery query);

  /**
   * Finds the resource that a name means, by discovery.
   *
   * @param name plural, singular, short name or kind, with or without group, such as {@code deploy}
   * @return such as {@code deployments.apps}; empty if the server knows no such resource
   */
  Optional<String> resolve(String name);

  /**
   * Tells which cluster this is.
   *
   * @return its uid and version
   */
  ClusterInfo info();
}
