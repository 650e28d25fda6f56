// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import io.oadp.api.Decision;
import io.oadp.api.FieldDifference;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestorePlan;
import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plan as one HTML page for reviewers: counts, then problems, then the items by namespace and
 * kind. It loads nothing and runs nothing, and its policy tells the browser so. Every text goes
 * through {@link #escaped}: names and values come from a cluster, and whoever wrote them there may
 * want to be believed here.
 */
final class PlanPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      """;

  private static final String STYLE =
      """
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2430; background: #fff; }
      h1 { font-size: 1.5rem; margin-bottom: 0; }
      h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #d5dae2; }
      code, .name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; }
      .about { color: #566072; margin-top: .25rem; }
      .counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
      .counts li { border: 1px solid #d5dae2; border-left-width: .4rem; border-radius: .3rem; padding: .4rem .9rem; }
      .counts b { display: block; font-size: 1.4rem; line-height: 1.2; }
      .d { display: inline-block; min-width: 6.2rem; font-weight: 600; }
      .create { color: #146c2e; border-left-color: #2da44e !important; }
      .update { color: #8a5a00; border-left-color: #d29922 !important; }
      .conflict { color: #a40e26; border-left-color: #cf222e !important; }
      .unchanged, .skip { color: #566072; border-left-color: #8c96a6 !important; }
      summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
      summary small { font-weight: 400; color: #566072; }
      .item { margin: .25rem 0 .6rem 1.2rem; }
      .why { color: #566072; margin-left: 6.5rem; }
      table { border-collapse: collapse; margin: .3rem 0 .3rem 6.5rem; width: calc(100% - 6.5rem); table-layout: fixed; }
      th, td { border: 1px solid #d5dae2; padding: .2rem .5rem; text-align: left; vertical-align: top; }
      th { background: #f3f5f8; font-weight: 600; }
      td.live { background: #fff1f0; }
      td.desired { background: #eefaf0; }
      .problems li { margin: .2rem 0; }
      .error { color: #a40e26; }
      @media print { details > * { display: block; } }
      </style>
      """;

  private final RestorePlan plan;
  private final Writer out;

  PlanPage(RestorePlan plan, Writer out) {
    this.plan = plan;
    this.out = out;
  }

  void write() throws IOException {
    out.write(HEAD);
    line("<title>Plan of restore " + escaped(plan.spec().name()) + "</title>");
    out.write(STYLE);
    line("</head>\n<body>");
    line("<h1>Plan of restore <bdi>" + escaped(plan.spec().name()) + "</bdi></h1>");
    line(
        "<p class=\"about\">From backup <b>"
            + escaped(plan.backupName())
            + "</b> in location <b>"
            + escaped(plan.location())
            + "</b>, made at "
            + escaped(plan.createdAt().truncatedTo(ChronoUnit.SECONDS).toString())
            + ". Nothing has been changed yet.</p>");
    counts();
    problems();
    items();
    line("</body>\n</html>");
  }

  private void line(String html) throws IOException {
    out.write(html);
    out.write('\n');
  }

  private void counts() throws IOException {
    line("<ul class=\"counts\">");
    for (Decision decision : Decision.values()) {
      line(
          "<li class=\""
              + PlanReport.word(decision)
              + "\"><b>"
              + plan.count(decision)
              + "</b>"
              + meaning(decision)
              + "</li>");
    }
    line("</ul>");
  }

  private static String meaning(Decision decision) {
    return switch (decision) {
      case CREATE -> "to create";
      case UPDATE -> "to update";
      case UNCHANGED -> "there already and the same";
      case SKIP -> "left out";
      case CONFLICT -> "there already and different, left as they are";
    };
  }

  private void problems() throws IOException {
    List<Problem> problems = plan.problems().toList();
    if (problems.isEmpty()) {
      return;
    }
    line("<h2>Problems (" + problems.size() + ")</h2>\n<ul class=\"problems\">");
    for (Problem problem : problems) {
      String severity = PlanCodec.word(problem.severity());
      line("<li class=\"" + severity + "\"><bdi>" + escaped(problem.toString()) + "</bdi></li>");
    }
    line("</ul>");
  }

  private void items() throws IOException {
    Map<String, Map<String, List<PlannedItem>>> byNamespace = new TreeMap<>();
    plan.items()
        .forEach(
            item ->
                byNamespace
                    .computeIfAbsent(item.target().namespace(), n -> new LinkedHashMap<>())
                    .computeIfAbsent(item.target().groupResource(), r -> new ArrayList<>())
                    .add(item));
    for (Map.Entry<String, Map<String, List<PlannedItem>>> namespace : byNamespace.entrySet()) {
      line(
          namespace.getKey().isEmpty()
              ? "<h2>Cluster</h2>"
              : "<h2>Namespace <span class=\"name\">"
                  + escaped(namespace.getKey())
                  + "</span></h2>");
      for (Map.Entry<String, List<PlannedItem>> kind : namespace.getValue().entrySet()) {
        kind(kind.getKey(), kind.getValue());
      }
    }
  }

  /** Groups that only hold what nobody has to look at are closed. */
  private void kind(String groupResource, List<PlannedItem> items) throws IOException {
    boolean open =
        items.stream()
            .anyMatch(i -> i.decision() == Decision.UPDATE || i.decision() == Decision.CONFLICT);
    Map<Decision, Long> counts =
        items.stream()
            .collect(
                Collectors.groupingBy(PlannedItem::decision, TreeMap::new, Collectors.counting()));
    String summary =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + PlanReport.word(e.getKey()))
            .collect(Collectors.joining(", "));
    line(
        (open ? "<details open>" : "<details>")
            + "<summary><span class=\"name\">"
            + escaped(groupResource)
            + "</span> <small>"
            + summary
            + "</small></summary>");
    for (PlannedItem item : items) {
      item(item);
    }
    line("</details>");
  }

  private void item(PlannedItem item) throws IOException {
    String decision = PlanReport.word(item.decision());
    line(
        "<div class=\"item\"><span class=\"d "
            + decision
            + "\">"
            + decision
            + "</span> <bdi class=\"name\">"
            + escaped(item.target().name())
            + "</bdi>");
    List<String> why = new ArrayList<>(item.reasons());
    if (!item.source().equals(item.target())) {
      why.add("from " + item.source());
    }
    if (!item.waitsFor().isEmpty()) {
      why.add("after " + joined(item.waitsFor()));
    }
    if (!item.actions().isEmpty()) {
      why.add("changed or judged by " + String.join(", ", item.actions()));
    }
    if (!why.isEmpty()) {
      line("<div class=\"why\"><bdi>" + escaped(String.join("; ", why)) + "</bdi></div>");
    }
    differences(item);
    line("</div>");
  }

  private static String joined(List<ResourceIdentifier> ids) {
    return ids.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private void differences(PlannedItem item) throws IOException {
    if (item.differences().isEmpty()) {
      return;
    }
    String desired = item.decision() == Decision.UPDATE ? "After the restore" : "In the backup";
    line("<table><tr><th>Field</th><th>In the cluster now</th><th>" + desired + "</th></tr>");
    for (FieldDifference difference : item.differences()) {
      line(
          "<tr><td><code>"
              + escaped(difference.pointer())
              + "</code></td>"
              + value("live", difference.live())
              + value("desired", difference.desired())
              + "</tr>");
    }
    line("</table>");
  }

  private static String value(String side, String json) {
    return "<td class=\""
        + side
        + "\">"
        + (json.isEmpty() ? "<i>not there</i>" : "<code><bdi>" + escaped(json) + "</bdi></code>")
        + "</td>";
  }

  /** Escapes markup, and shows characters that could not be seen, or that turn text around. */
  static String escaped(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> {
                  if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    html.append(String.format("\\u%04x", c));
                  } else {
                    html.append((char) c);
                  }
                }
              }
            });
    return html.toString();
  }
}
