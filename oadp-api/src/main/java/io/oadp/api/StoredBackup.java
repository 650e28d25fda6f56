// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One backup in a location, whoever wrote it: read by ranges where our index is, else in passes
 * over the archive. Thread-safe. Closed by who opened it. Implemented by us only.
 */
public interface StoredBackup extends AutoCloseable {
  /**
   * The stored record.
   *
   * @return the Backup with its status
   */
  Backup backup();

  /**
   * The warnings and errors of the run that wrote it.
   *
   * @return the problems; empty if none are stored
   * @throws LocationException if they cannot be read
   * @throws CorruptBackupException if they are no results
   */
  Stream<Problem> problems();

  /**
   * The log of the run that wrote it.
   *
   * @return the lines; empty if no log is stored. The caller closes the stream
   * @throws LocationException if it cannot be read
   */
  Stream<String> log();

  /**
   * What is in the archive.
   *
   * @return the items, sorted by resource, namespace and name
   * @throws LocationException if it cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Stream<ResourceIdentifier> contents();

  /**
   * What is in the archive of one resource, in one namespace, or with some labels.
   *
   * @param query whose resource is spelt as plural, with or without group, or as kind; an empty one
   *     stands for all. Short names need a cluster and are not known here. Labels cost a reading of
   *     the items
   * @return the items, sorted by resource, namespace and name
   * @throws IllegalArgumentException if the label selector cannot be read
   * @throws LocationException if it cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Stream<ResourceIdentifier> contents(ItemQuery query);

  /**
   * Reads one item, in the version that was preferred when it was stored.
   *
   * @param id the item
   * @return the item as stored; empty if the archive has no such item
   * @throws LocationException if it cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Optional<KubernetesItem> item(ResourceIdentifier id);

  /**
   * Reads one item in one version, which a backup has if it was made with all API group versions.
   *
   * @param id the item
   * @param version such as {@code v1}
   * @return the item as stored; empty if the archive does not have it in this version
   * @throws LocationException if it cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Optional<KubernetesItem> item(ResourceIdentifier id, String version);

  /**
   * Reads one item to be shown: what a Secret holds is replaced by digests. Equal values have equal
   * digests as long as this backup is open, and none that mean anything elsewhere.
   *
   * @param id the item
   * @return the item, masked if it is a Secret; empty if the archive has no such item
   * @throws LocationException if it cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Optional<KubernetesItem> maskedItem(ResourceIdentifier id);

  /**
   * Tells in which items another backup differs from this one. Status and what a server assigns do
   * not count; what Secrets hold is told as digests.
   *
   * @param other opened by a {@link Catalog} of any location, usually a later backup
   * @return the differences, by resource, namespace and name; empty if there are none
   * @throws LocationException if one of them cannot be read
   * @throws CorruptBackupException if one of the archives is cut off, altered or hostile
   */
  Stream<ItemDifference> diff(StoredBackup other);

  /**
   * Tells in which items a cluster differs from this backup. Items that only the cluster has are
   * told for the kinds and namespaces that the backup has items of; none are if it was made with
   * label selectors, and no cluster-scoped ones. Status and what a server assigns do not count;
   * what Secrets hold is told as digests.
   *
   * @param live the cluster, which is only read
   * @return the differences, by resource, namespace and name; empty if there are none
   * @throws ClusterException if the cluster cannot be read
   * @throws LocationException if the backup cannot be read
   * @throws CorruptBackupException if the archive is cut off, altered or hostile
   */
  Stream<ItemDifference> diff(ClusterView live);

  /**
   * Reads every byte of the backup and says what is wrong: damage is in the report, never thrown.
   * Of a backup that stock Velero wrote the structure is checked, not the digests, of which it
   * stores none.
   *
   * @return what was found
   * @throws LocationException if the location cannot be read
   */
  VerifyReport verify();

  /** Releases what this holds open. Does not throw. */
  @Override
  void close();
}
