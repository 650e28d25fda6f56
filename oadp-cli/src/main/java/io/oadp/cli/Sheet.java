// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.util.ArrayList;
import java.util.List;

/** A description: names at the left, values in one column at the right. */
final class Sheet {
  private static final int COLUMN = 21;

  private final List<String> lines = new ArrayList<>();

  void line(String name, String value) {
    String[] parts = value.split("\n", -1);
    lines.add(
        (name + ":" + " ".repeat(Math.max(1, COLUMN - name.length() - 1)) + parts[0])
            .stripTrailing());
    for (int part = 1; part < parts.length; part++) {
      lines.add(" ".repeat(COLUMN) + parts[part]);
    }
  }

  /** A heading with a list under it; nothing at all for an empty list. */
  void lines(String name, List<String> values) {
    if (values.isEmpty()) {
      return;
    }
    lines.add(name + ":");
    values.forEach(value -> lines.add("  " + value));
  }

  void gap() {
    if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
      lines.add("");
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines).stripTrailing();
  }
}
