// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.Phase;
import io.oadp.api.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final StringWriter err = new StringWriter();

  private Console console(boolean terminal) {
    return new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), terminal);
  }

  private static Progress progress(long done, long total, Duration elapsed) {
    return new Progress(Phase.IN_PROGRESS, done, total, 2048, 1, 0, elapsed);
  }

  @Test
  void progress_onTerminal_redrawsOneLineAndRemovesIt() {
    ProgressReporter reporter = new ProgressReporter(console(true), "Backup 'b'");

    reporter.phaseChanged(Phase.IN_PROGRESS);
    reporter.progressed(progress(5, 10, Duration.ofSeconds(1)));
    reporter.progressed(progress(10, 10, Duration.ofSeconds(2)));
    reporter.end();
    reporter.progressed(progress(10, 10, Duration.ofSeconds(3)));

    assertThat(err.toString())
        .contains("\rBackup 'b' [##########----------] 5/10 items, 2.0 KiB, 1 warning, 1.0 s")
        .endsWith(" \r")
        .doesNotContain("\n", "3.0 s");
  }

  @Test
  void progress_elsewhere_printsPlainLinesNowAndThen() {
    ProgressReporter reporter = new ProgressReporter(console(false), "Backup 'b'");

    reporter.phaseChanged(Phase.IN_PROGRESS);
    reporter.progressed(progress(1, -1, Duration.ofSeconds(1)));
    reporter.progressed(progress(2, -1, Duration.ofSeconds(11)));
    reporter.progressed(progress(3, -1, Duration.ofSeconds(12)));
    reporter.phaseChanged(Phase.COMPLETED);

    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "Backup 'b': InProgress\nBackup 'b': 2 items, 2.0 KiB, 1 warning, 11.0 s\n");
  }

  @Test
  void texts_showTimesAsPeopleReadThem() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(Texts.expires(Optional.empty(), now)).isEqualTo("never");
    assertThat(Texts.expires(Optional.of(now.plusSeconds(90)), now)).isEqualTo("90s");
    assertThat(Texts.expires(Optional.of(now.plusSeconds(3 * 3600)), now)).isEqualTo("3h");
    assertThat(Texts.expires(Optional.of(now.minusSeconds(600)), now)).isEqualTo("10m ago");
    assertThat(Texts.elapsed(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(Texts.bytes(3 << 20)).isEqualTo("3.0 MiB");
    assertThat(Texts.duration(Duration.ofMinutes(90))).isEqualTo("1h30m0s");
  }

  @Test
  void documents_inYaml_keepTextsThatLookLikeSomethingElse() {
    String yaml =
        Documents.print(
            Output.YAML,
            List.of(Documents.parse("{\"a\":\"yes\",\"b\":1,\"c\":null,\"d\":[{\"e\":\"1\"}]}")),
            true);

    assertThat(yaml).isEqualTo("a: 'yes'\nb: 1\nc: null\nd:\n  - e: '1'");
  }
}
