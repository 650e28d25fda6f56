// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.Phase;
import io.oadp.api.Progress;
import io.oadp.api.RunListener;
import java.time.Duration;

/**
 * Shows how far a run is: on a terminal one line that is drawn again and again, elsewhere a line
 * for each phase and then one every ten seconds.
 */
final class ProgressReporter implements RunListener {
  private static final int BAR = 20;
  private static final Duration PLAIN_PERIOD = Duration.ofSeconds(10);

  private final Console console;
  private final String what;
  private final boolean plainLines;
  private Duration lastPlain = Duration.ZERO;
  private boolean ended;

  /**
   * @param what such as {@code Backup 'shop-1'}
   */
  ProgressReporter(Console console, String what) {
    this(console, what, true);
  }

  /**
   * @param plainLines whether to tell anything where no line can be drawn
   */
  ProgressReporter(Console console, String what, boolean plainLines) {
    this.console = console;
    this.what = what;
    this.plainLines = plainLines;
  }

  @Override
  public void phaseChanged(Phase phase) {
    if (plainLines && !console.isTerminal() && !phase.isTerminal()) {
      console.note(what + ": " + phase.velero());
    }
  }

  @Override
  public synchronized void progressed(Progress progress) {
    if (ended) {
      return;
    }
    if (console.isTerminal()) {
      console.redraw(bar(what, progress));
    } else if (plainLines && progress.elapsed().compareTo(lastPlain.plus(PLAIN_PERIOD)) >= 0) {
      lastPlain = progress.elapsed();
      console.note(what + ": " + counts(progress));
    }
  }

  /** Removes the bar; what comes late is not drawn any more. */
  synchronized void end() {
    ended = true;
    console.clear();
  }

  static String bar(String what, Progress progress) {
    StringBuilder line = new StringBuilder(what).append(' ');
    if (progress.total().isPresent()) {
      long total = Math.max(1, progress.itemsTotal());
      int filled = (int) Math.min(BAR, BAR * progress.itemsDone() / total);
      line.append('[').append("#".repeat(filled)).append("-".repeat(BAR - filled)).append("] ");
    }
    return line.append(counts(progress)).toString();
  }

  private static String counts(Progress progress) {
    StringBuilder text = new StringBuilder();
    text.append(progress.itemsDone());
    if (progress.total().isPresent()) {
      text.append('/').append(progress.itemsTotal());
    }
    text.append(" items");
    if (progress.bytesStored() > 0) {
      text.append(", ").append(Texts.bytes(progress.bytesStored()));
    }
    if (progress.warningCount() > 0) {
      text.append(", ").append(Texts.count(progress.warningCount(), "warning", "warnings"));
    }
    if (progress.errorCount() > 0) {
      text.append(", ").append(Texts.count(progress.errorCount(), "error", "errors"));
    }
    return text.append(", ").append(Texts.elapsed(progress.elapsed())).toString();
  }
}
