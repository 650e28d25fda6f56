// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ItemReport;
import io.oadp.api.ItemReport.Outcome;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.run.NameSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** What became of each item of a restore, kept compressed, in the form it is stored in. */
final class ItemBook {
  private final NameSpool names = new NameSpool();
  private final Map<String, String> resources = new HashMap<>(); // guarded by this
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class); // guarded by this

  /** Adds an item. */
  void add(ItemReport report) {
    String kind = report.kind().toString();
    synchronized (this) {
      resources.put(kind, report.item().groupResource());
      counts.merge(report.outcome(), 1L, Long::sum);
    }
    names.add(
        kind,
        report.item().namespace(),
        report.item().name() + "(" + report.outcome().name().toLowerCase(Locale.ROOT) + ")");
  }

  /** How many items there are. */
  synchronized long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Such as {@code 12 created, 3 skipped}. */
  synchronized String summary() {
    StringJoiner text = new StringJoiner(", ").setEmptyValue("no items");
    counts.forEach(
        (outcome, count) -> text.add(count + " " + outcome.name().toLowerCase(Locale.ROOT)));
    return text.toString();
  }

  byte[] resourceListGzip() throws IOException {
    return names.resourceListGzip();
  }

  Stream<ItemReport> reports() {
    return names.kinds().stream().flatMap(this::reports);
  }

  private Stream<ItemReport> reports(String kind) {
    String groupResource;
    synchronized (this) {
      groupResource = resources.getOrDefault(kind, "");
    }
    int slash = kind.lastIndexOf('/');
    GroupVersionKind gvk = GroupVersionKind.of(kind.substring(0, slash), kind.substring(slash + 1));
    try {
      return names.names(kind).stream().map(entry -> report(groupResource, gvk, entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  private static ItemReport report(String groupResource, GroupVersionKind kind, String entry) {
    int slash = entry.indexOf('/');
    int open = entry.lastIndexOf('(');
    return new ItemReport(
        ResourceIdentifier.of(
            groupResource,
            slash < 0 ? "" : entry.substring(0, slash),
            entry.substring(slash + 1, open)),
        kind,
        Outcome.valueOf(entry.substring(open + 1, entry.length() - 1).toUpperCase(Locale.ROOT)),
        "");
  }
}
