// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How values are shown to people. */
final class Texts {
  private Texts() {}

  static String time(Optional<Instant> time) {
    return time.map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("<none>");
  }

  /** When a backup expires, seen from now: {@code 29d}, {@code never}. */
  static String expires(Optional<Instant> expiration, Instant now) {
    if (expiration.isEmpty()) {
      return "never";
    }
    Duration left = Duration.between(now, expiration.get());
    return left.isNegative() ? age(left.negated()) + " ago" : age(left);
  }

  /** The largest unit alone, as kubectl shows ages. */
  static String age(Duration time) {
    if (time.toDays() >= 2) {
      return time.toDays() + "d";
    }
    if (time.toHours() >= 2) {
      return time.toHours() + "h";
    }
    return time.toMinutes() >= 2 ? time.toMinutes() + "m" : time.toSeconds() + "s";
  }

  /** A duration as Velero writes it: {@code 720h0m0s}. */
  static String duration(Duration time) {
    return time.toHours() + "h" + time.toMinutesPart() + "m" + time.toSecondsPart() + "s";
  }

  /** A short time a person waited for: {@code 0.4 s}, {@code 3 min 20 s}. */
  static String elapsed(Duration time) {
    if (time.toMinutes() >= 1) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    if (count < 1024 * 1024) {
      return String.format(Locale.ROOT, "%.1f KiB", count / 1024.0);
    }
    return String.format(Locale.ROOT, "%.1f MiB", count / (1024.0 * 1024.0));
  }

  static String list(List<String> values, String ifEmpty) {
    return values.isEmpty() ? ifEmpty : String.join(", ", values);
  }

  static String map(Map<String, String> values) {
    return values.isEmpty()
        ? "<none>"
        : values.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
  }

  static String flag(Optional<Boolean> value) {
    return value.map(String::valueOf).orElse("auto");
  }

  static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
