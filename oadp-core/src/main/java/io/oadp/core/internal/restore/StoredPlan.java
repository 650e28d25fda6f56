// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreSpec;
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
    StringBuilder text = new StringBuilder();
    text.append("Plan of restore '").append(spec.name()).append("' from backup '");
    text.append(backupName).append("' in location '").append(location).append("': ");
    text.append(items.size()).append(items.size() == 1 ? " item" : " items");
    for (Decision decision : Decision.values()) {
      text.append(", ").append(count(decision)).append(' ').append(word(decision));
    }
    for (PlannedItem item : items) {
      text.append("\n  ").append(String.format("%-9s ", word(item.decision())));
      text.append(item.target());
      if (!item.source().equals(item.target())) {
        text.append(" (from ").append(item.source()).append(')');
      }
      if (!item.reasons().isEmpty()) {
        text.append(": ").append(String.join("; ", item.reasons()));
      }
      if (!item.actions().isEmpty()) {
        text.append(" [").append(String.join(", ", item.actions())).append(']');
      }
    }
    problems.forEach(problem -> text.append("\n  ").append(problem));
    return text.toString();
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case CREATE -> "create";
      case UPDATE -> "update";
      case UNCHANGED -> "unchanged";
      case SKIP -> "skip";
      case CONFLICT -> "conflict";
    };
  }

  @Override
  public String toString() {
    return "RestorePlan[" + spec.name() + ", " + items.size() + " items]";
  }
}
