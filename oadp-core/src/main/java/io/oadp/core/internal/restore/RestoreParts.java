// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.common.hash.HashCode;
import io.oadp.api.CancellationToken;
import io.oadp.api.Compatibility;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.plugin.ActionCaller;
import io.oadp.core.internal.plugin.ResolvedActions;
import io.oadp.core.internal.run.Problems;
import io.oadp.core.internal.run.RunLog;
import io.oadp.core.internal.select.RestoreFilter;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RunScope;
import java.time.Duration;

/**
 * What a plan or a restore works with.
 *
 * @param spec what to restore
 * @param scope the run as plugins see it
 * @param cluster session of the run
 * @param archive of the backup
 * @param catalogue of the archive
 * @param filter what the spec lets in
 * @param actions resolved for this run
 * @param caller calls them
 * @param volumes decides on PersistentVolumes
 * @param problems of the run
 * @param log of the run
 * @param token of the run
 * @param resourceTimeout how long to wait for something in the cluster
 * @param compatibility how close to Velero
 */
record RestoreParts(
    RestoreSpec spec,
    RunScope scope,
    ClusterSession cluster,
    ArchiveReader archive,
    ArchiveCatalogue catalogue,
    RestoreFilter filter,
    ResolvedActions<RestoreItemAction> actions,
    ActionCaller caller,
    VolumeChoice volumes,
    Problems problems,
    RunLog log,
    CancellationToken token,
    Duration resourceTimeout,
    Compatibility compatibility) {

  /** What counts when an object is compared; Velero counts who wrote its fields, too. */
  HashCode likeness(KubernetesItem item) {
    return compatibility == Compatibility.VELERO_1_18
        ? Likeness.withManagedFields(item)
        : Likeness.of(item);
  }

  /** Where what was in a namespace goes. */
  String mapNamespace(String source) {
    return spec.namespaceMapping().getOrDefault(source, source);
  }
}
