// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.ResourceIdentifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a plan holds: no item bodies, which are read from the backup when it is executed.
 *
 * @param spec what was asked for
 * @param backupName the backup
 * @param location that holds it
 * @param fingerprint of the backup's archive
 * @param clusterUid of the cluster that was looked at
 * @param createdAt when that was
 * @param items in the order of execution
 * @param bases for each item to update, a digest of what the decision rests on
 * @param problems known beforehand
 */
public record PlanContent(
    RestoreSpec spec,
    String backupName,
    String location,
    String fingerprint,
    String clusterUid,
    Instant createdAt,
    List<PlannedItem> items,
    Map<ResourceIdentifier, String> bases,
    List<Problem> problems) {
  /** Copies the collections. */
  public PlanContent {
    items = List.copyOf(items);
    bases = Map.copyOf(bases);
    problems = List.copyOf(problems);
  }
}
