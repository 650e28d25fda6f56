// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The times of one measurement: warm-ups are shown as they come and do not count. */
final class Samples {
  private final String name;
  private final List<Double> seconds = new ArrayList<>();

  Samples(String name) {
    this.name = name;
  }

  void warmUp(double value) {
    System.out.printf(Locale.ROOT, "  %s: %.2f s (warm-up)%n", name, value);
  }

  void add(double value) {
    System.out.printf(Locale.ROOT, "  %s: %.2f s%n", name, value);
    seconds.add(value);
  }

  double median() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** A row of the table: name, median, least and most, and how it compares. */
  String row(String comparison) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f s | %.2f–%.2f s | %s |",
        name,
        median(),
        seconds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
        seconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN),
        comparison);
  }
}
