// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go prints and reads them, the form of all durations in Kubernetes objects. */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("([0-9]*)(\\.[0-9]*)?([^0-9.]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "\u00b5s",
          1_000L,
          "\u03bcs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int LONGEST_TEXT = 200;

  private GoDuration() {}

  /**
   * Reads a duration such as {@code 720h0m0s}, {@code 1.5h} or {@code 100ms}. Fractions of a
   * nanosecond are cut off.
   *
   * @param text the duration
   * @return its value
   * @throws IllegalArgumentException if it is none; the message can stand behind the field's name
   */
  public static Duration parse(String text) {
    String rest = text;
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty() || rest.length() > LONGEST_TEXT) {
      throw bad(text, "");
    }
    BigInteger nanos = BigInteger.ZERO;
    Matcher part = PART.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!part.find(at) || part.start() != at) {
        throw bad(text, "");
      }
      nanos = nanos.add(nanos(text, part));
      at = part.end();
    }
    if (nanos.compareTo(LONGEST) > 0) {
      throw bad(text, ": longer than 292 years");
    }
    Duration duration = Duration.ofNanos(nanos.longValueExact());
    return negative ? duration.negated() : duration;
  }

  private static BigInteger nanos(String text, Matcher part) {
    String whole = part.group(1);
    String fraction = part.group(2) == null ? "" : part.group(2);
    String unit = part.group(3);
    if (whole.isEmpty() && fraction.length() < 2) {
      throw bad(text, "");
    }
    if (unit.isEmpty()) {
      throw bad(text, ": a unit is missing");
    }
    Long size = UNITS.get(unit);
    if (size == null) {
      throw bad(
          text,
          ": there is no unit '"
              + unit
              + "'"
              + (unit.equals("d") ? "; write days in hours, 24h each" : ""));
    }
    return new BigDecimal(whole + fraction)
        .multiply(BigDecimal.valueOf(size))
        .setScale(0, RoundingMode.DOWN)
        .toBigInteger();
  }

  private static IllegalArgumentException bad(String text, String why) {
    String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    return new IllegalArgumentException(
        "must be a duration such as 720h0m0s or 1h30m, was '" + shown + "'" + why);
  }

  /**
   * Prints a duration as Go does: {@code 720h0m0s}, {@code 1m30s}, {@code 1.5s}, {@code 100ms}.
   *
   * @param duration the duration, within Go's 292 years
   * @return its text
   */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration value = duration.abs();
    if (value.toSeconds() == 0) {
      int nanos = value.toNanosPart();
      if (nanos < 1_000) {
        return sign + nanos + "ns";
      }
      return nanos < 1_000_000
          ? sign + decimal(nanos, 3) + "\u00b5s"
          : sign + decimal(nanos, 6) + "ms";
    }
    long seconds = value.toSeconds();
    StringBuilder text = new StringBuilder(sign);
    if (seconds >= 3600) {
      text.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    long last = seconds % 60 * 1_000_000_000L + value.toNanosPart();
    return text.append(decimal(last, 9)).append('s').toString();
  }

  private static String decimal(long number, int places) {
    BigDecimal value = BigDecimal.valueOf(number, places);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
