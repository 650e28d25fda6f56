// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupSpec;
import io.oadp.api.Problem;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes what specs select, and what went wrong. */
final class Scopes {
  private static final int PROBLEMS_SHOWN = 20;

  private Scopes() {}

  static void describe(Sheet sheet, BackupSpec spec) {
    namespaces(sheet, spec.includedNamespaces(), spec.excludedNamespaces());
    resources(sheet, spec.includedResources(), spec.excludedResources());
    sheet.line("Cluster resources", Texts.flag(spec.includeClusterResources()));
    optional(sheet, "Cluster-scoped", spec.includedClusterScopedResources());
    optional(sheet, "  excluded", spec.excludedClusterScopedResources());
    optional(sheet, "Namespace-scoped", spec.includedNamespaceScopedResources());
    optional(sheet, "  excluded", spec.excludedNamespaceScopedResources());
    selectors(sheet, spec.labelSelector(), spec.orLabelSelectors());
    sheet.line("TTL", spec.ttl().map(Texts::duration).orElse("<none>"));
  }

  static void describe(Sheet sheet, RestoreSpec spec) {
    namespaces(sheet, spec.includedNamespaces(), spec.excludedNamespaces());
    sheet.line("Mapped to", Texts.map(spec.namespaceMapping()));
    resources(sheet, spec.includedResources(), spec.excludedResources());
    sheet.line("Cluster resources", Texts.flag(spec.includeClusterResources()));
    selectors(sheet, spec.labelSelector(), spec.orLabelSelectors());
    sheet.line(
        "Existing resources", spec.existingResourcePolicy().map(p -> p.velero()).orElse("none"));
  }

  /** One line for each problem; all of them, or the first ones and a count of the rest. */
  static List<String> problems(Stream<Problem> problems, boolean all) {
    List<String> lines = new ArrayList<>();
    long[] more = {0};
    problems.forEach(
        problem -> {
          if (all || lines.size() < PROBLEMS_SHOWN) {
            lines.add(problem.toString());
          } else {
            more[0]++;
          }
        });
    if (more[0] > 0) {
      lines.add("and " + more[0] + " more (--details shows all)");
    }
    return lines;
  }

  private static void namespaces(Sheet sheet, List<String> included, List<String> excluded) {
    sheet.line("Namespaces", Texts.list(included, "*"));
    sheet.line("  excluded", Texts.list(excluded, "<none>"));
  }

  private static void resources(Sheet sheet, List<String> included, List<String> excluded) {
    sheet.line("Resources", Texts.list(included, "*"));
    sheet.line("  excluded", Texts.list(excluded, "<none>"));
  }

  private static void optional(Sheet sheet, String name, List<String> values) {
    if (!values.isEmpty()) {
      sheet.line(name, String.join(", ", values));
    }
  }

  private static void selectors(
      Sheet sheet, Optional<LabelSelector> selector, List<LabelSelector> alternatives) {
    String any =
        alternatives.stream().map(LabelSelector::toString).collect(Collectors.joining(" or "));
    sheet.line(
        "Selector", selector.map(LabelSelector::toString).orElse(any.isEmpty() ? "<none>" : any));
  }
}
