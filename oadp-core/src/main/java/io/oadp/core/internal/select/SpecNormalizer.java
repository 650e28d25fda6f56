// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import io.oadp.api.BackupSpec;
import java.time.Duration;
import java.util.List;

/**
 * Fills a spec up as Velero does before it runs one, since the stored record carries that form:
 * defaults, and the exclusions that always apply.
 */
public final class SpecNormalizer {
  /** Velero's time to live where none is given. */
  public static final Duration DEFAULT_TTL = Duration.ofDays(30);

  private static final String SNAPSHOTS = "volumesnapshots.snapshot.storage.k8s.io";
  private static final String SNAPSHOT_CONTENTS = "volumesnapshotcontents.snapshot.storage.k8s.io";

  private SpecNormalizer() {}

  /**
   * Fills a spec up.
   *
   * @param spec as given
   * @param location the name of the location that was chosen
   * @param labelledOut namespaces whose label says that they stay out
   */
  public static BackupSpec normalize(BackupSpec spec, String location, List<String> labelledOut) {
    BackupSpec.Builder full = spec.toBuilder().storageLocation(location);
    if (spec.ttl().isEmpty() || spec.ttl().get().isZero()) {
      full.ttl(DEFAULT_TTL);
    }
    if (spec.csiSnapshotTimeout().isEmpty()) {
      full.csiSnapshotTimeout(Duration.ofMinutes(10));
    }
    if (spec.itemOperationTimeout().isEmpty()) {
      full.itemOperationTimeout(Duration.ofHours(4));
    }
    if (spec.snapshotMoveData().isEmpty()) {
      full.snapshotMoveData(false);
    }
    if (spec.defaultVolumesToFsBackup().isEmpty()) {
      full.defaultVolumesToFsBackup(false);
    }
    if (spec.includedNamespaces().isEmpty()) {
      full.includeNamespaces("*");
    }
    labelledOut.stream()
        .filter(n -> !spec.excludedNamespaces().contains(n))
        .forEach(full::excludeNamespaces);
    if (BackupFilter.usesOldFamily(spec)) {
      exclude(full, spec.excludedResources(), SNAPSHOTS);
      exclude(full, spec.excludedResources(), SNAPSHOT_CONTENTS);
    } else {
      if (!spec.excludedClusterScopedResources().contains(SNAPSHOT_CONTENTS)) {
        full.excludeClusterScopedResources(SNAPSHOT_CONTENTS);
      }
      if (!spec.excludedNamespaceScopedResources().contains(SNAPSHOTS)) {
        full.excludeNamespaceScopedResources(SNAPSHOTS);
      }
    }
    return full.buildUnchecked();
  }

  private static void exclude(BackupSpec.Builder full, List<String> excluded, String resource) {
    if (!excluded.contains(resource)) {
      full.excludeResources(resource);
    }
  }
}
