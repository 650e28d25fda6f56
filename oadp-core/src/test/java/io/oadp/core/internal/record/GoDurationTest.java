// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations in Go's syntax, held to what Go's time package prints and reads. */
class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "720h0m0s,PT720H",
    "1h30m,PT1H30M",
    "1.5h,PT1H30M",
    "100ms,PT0.1S",
    "0,PT0S",
    "0s,PT0S",
    "-0,PT0S",
    "+5s,PT5S",
    "-1.5s,PT-1.5S",
    ".5s,PT0.5S",
    "1.s,PT1S",
    "1\u00b5s,PT0.000001S",
    "1\u03bcs,PT0.000001S",
    "3us,PT0.000003S",
    "7ns,PT0.000000007S",
    "0.5ns,PT0S",
    "1h1h,PT2H",
    "9223372036854775807ns,PT9223372036.854775807S",
  })
  void parse_goSyntax(String text, Duration expected) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+",
        "5",
        "1.5",
        ".",
        ".s",
        "h",
        "5d",
        "1h 30m",
        "1,5h",
        "--5s",
        "PT1H",
        "1H",
        "9223372036854775808ns",
        "3000000h",
        "1e3s",
        "5s ",
        " 5s",
        "\u0665s",
        "1h-5m"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> GoDuration.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a duration such as 720h0m0s or 1h30m, was '" + text);
  }

  @Test
  void parse_faults_sayWhatIsWrong() {
    assertThatThrownBy(() -> GoDuration.parse("30d")).hasMessageContaining("write days in hours");
    assertThatThrownBy(() -> GoDuration.parse("30")).hasMessageContaining("a unit is missing");
    assertThatThrownBy(() -> GoDuration.parse("1".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @ParameterizedTest
  @CsvSource({
    "PT720H,720h0m0s",
    "PT0S,0s",
    "PT1M,1m0s",
    "PT1M30S,1m30s",
    "PT1.5S,1.5s",
    "PT0.1S,100ms",
    "PT0.0015S,1.5ms",
    "PT0.0000015S,1.5\u00b5s",
    "PT0.000000001S,1ns",
    "PT-1H,-1h0m0s",
    "PT-0.5S,-500ms",
    "PT1H0.000000001S,1h0m0.000000001s",
  })
  void format_asGoPrints(Duration duration, String text) {
    assertThat(GoDuration.format(duration)).isEqualTo(text);
  }

  @Test
  void format_anyDuration_readsBack() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(63));
      if (duration.equals(Duration.ofNanos(Long.MIN_VALUE))) {
        continue;
      }
      assertThat(GoDuration.parse(GoDuration.format(duration))).isEqualTo(duration);
    }
  }
}
