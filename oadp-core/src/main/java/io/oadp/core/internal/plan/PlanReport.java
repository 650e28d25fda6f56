// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.ReportFormat;
import io.oadp.api.RestorePlan;
import io.oadp.core.internal.record.ObjectText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports on a plan, for people and for programs. */
public final class PlanReport {
  private PlanReport() {}

  /**
   * Writes a report.
   *
   * @param out where to; flushed, not closed
   */
  public static void write(RestorePlan plan, ReportFormat format, OutputStream out)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    switch (format) {
      case TEXT -> writer.write(text(plan) + "\n");
      case YAML -> writer.write(ObjectText.yaml(tree(plan)).stripTrailing() + "\n");
      case JSON -> writer.write(ObjectText.json(tree(plan)) + "\n");
      case HTML -> new PlanPage(plan, writer).write();
    }
    writer.flush();
  }

  /** The report as lines, the last one without line end. */
  public static String text(RestorePlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("Plan of restore '").append(plan.spec().name()).append("' from backup '");
    text.append(plan.backupName()).append("' in location '").append(plan.location()).append("': ");
    long items = plan.items().count();
    text.append(items).append(items == 1 ? " item" : " items");
    for (Decision decision : Decision.values()) {
      text.append(", ").append(plan.count(decision)).append(' ').append(word(decision));
    }
    plan.items().forEach(item -> line(text, item));
    plan.problems().forEach(problem -> text.append("\n  ").append(problem));
    return text.toString();
  }

  private static void line(StringBuilder text, PlannedItem item) {
    text.append("\n  ").append(String.format("%-9s ", word(item.decision())));
    text.append(item.target());
    if (!item.source().equals(item.target())) {
      text.append(" (from ").append(item.source()).append(')');
    }
    if (!item.reasons().isEmpty()) {
      text.append(": ").append(String.join("; ", item.reasons()));
    }
    if (!item.waitsFor().isEmpty()) {
      text.append(" (after ");
      text.append(item.waitsFor().stream().map(Object::toString).collect(Collectors.joining(", ")));
      text.append(')');
    }
    if (!item.actions().isEmpty()) {
      text.append(" [").append(String.join(", ", item.actions())).append(']');
    }
    for (FieldDifference difference : item.differences()) {
      text.append("\n              ").append(difference);
    }
  }

  static String word(Decision decision) {
    return decision.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject tree(RestorePlan plan) {
    JsonObject tree = new JsonObject();
    tree.addProperty("restore", plan.spec().name());
    tree.addProperty("backup", plan.backupName());
    tree.addProperty("location", plan.location());
    tree.addProperty("createdAt", plan.createdAt().toString());
    JsonObject counts = new JsonObject();
    for (Decision decision : Decision.values()) {
      counts.addProperty(word(decision), plan.count(decision));
    }
    tree.add("counts", counts);
    JsonArray items = new JsonArray();
    plan.items().map(PlanCodec::write).forEach(items::add);
    tree.add("items", items);
    JsonArray problems = new JsonArray();
    plan.problems().map(PlanCodec::write).forEach(problems::add);
    tree.add("problems", problems);
    return tree;
  }
}
