// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.core.internal.plan.PlanReport;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A plan that is fixed, with what it was made for. */
final class StoredPlan implements RestorePlan {
  private final RestoreSpec spec;
  private final String backupName;
  private final String location;
  private final String backupFingerprint;
  private final String clusterUid;
  private final Instant createdAt;
  private final List<PlannedItem> items;
  private final List<Problem> problems;

  StoredPlan(
      RestoreSpec spec,
      RestoreSource source,
      String clusterUid,
      Instant createdAt,
      List<PlannedItem> items,
      List<Problem> problems) {
    this.spec = spec;
    this.backupName = source.backup().name();
    this.location = source.location().name();
    this.backupFingerprint = source.fingerprint();
    this.clusterUid = clusterUid;
    this.createdAt = createdAt;
    this.items = items;
    this.problems = problems;
  }

  String backupFingerprint() {
    return backupFingerprint;
  }

  String clusterUid() {
    return clusterUid;
  }

  List<PlannedItem> itemList() {
    return items;
  }

  @Override
  public RestoreSpec spec() {
    return spec;
  }

  @Override
  public String backupName() {
    return backupName;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public Stream<PlannedItem> items() {
    return items.stream();
  }

  @Override
  public long count(Decision decision) {
    return items.stream().filter(i -> i.decision() == decision).count();
  }

  @Override
  public Stream<Problem> problems() {
    return problems.stream();
  }

  @Override
  public String describe() {
    return PlanReport.text(this);
  }

  @Override
  public void report(ReportFormat format, OutputStream out) throws IOException {
    PlanReport.write(this, format, out);
  }

  @Override
  public String toString() {
    return "RestorePlan[" + spec.name() + ", " + items.size() + " items]";
  }
}
