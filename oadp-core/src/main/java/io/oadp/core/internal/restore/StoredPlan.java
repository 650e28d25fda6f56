// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
import io.oadp.core.internal.plan.PlanContent;
import io.oadp.core.internal.plan.PlanFile;
import io.oadp.core.internal.plan.PlanReport;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.stream.Stream;

/** A plan that is fixed, with what it was made for. */
final class StoredPlan implements RestorePlan {
  private final PlanContent content;

  StoredPlan(PlanContent content) {
    this.content = content;
  }

  String backupFingerprint() {
    return content.fingerprint();
  }

  String clusterUid() {
    return content.clusterUid();
  }

  Approval approval() {
    return Approval.ofPlan(content);
  }

  @Override
  public RestoreSpec spec() {
    return content.spec();
  }

  @Override
  public String backupName() {
    return content.backupName();
  }

  @Override
  public String location() {
    return content.location();
  }

  @Override
  public Instant createdAt() {
    return content.createdAt();
  }

  @Override
  public Stream<PlannedItem> items() {
    return content.items().stream();
  }

  @Override
  public long count(Decision decision) {
    return items().filter(i -> i.decision() == decision).count();
  }

  @Override
  public Stream<Problem> problems() {
    return content.problems().stream();
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
  public void writeTo(OutputStream out) throws IOException {
    PlanFile.write(content, out);
  }

  @Override
  public String toString() {
    return "RestorePlan[" + spec().name() + ", " + content.items().size() + " items]";
  }
}
