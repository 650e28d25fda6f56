// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import java.io.PrintWriter;

/**
 * Where a command writes: what was asked for goes to {@code out}, progress and complaints to {@code
 * err}. Calls may come from several threads.
 */
final class Console {
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private int drawn;

  /**
   * @param terminal whether {@code err} is a terminal, where a line can be drawn again
   */
  Console(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  boolean isTerminal() {
    return terminal;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Prints lines of the answer. */
  synchronized void print(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /** Prints a line about what goes on. */
  synchronized void note(String text) {
    clear();
    err.println(text);
    err.flush();
  }

  /** Draws a line over the one drawn before. Only on a terminal. */
  synchronized void redraw(String line) {
    String shown = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
    err.print('\r' + shown + " ".repeat(Math.max(0, drawn - shown.length())));
    err.flush();
    drawn = shown.length();
  }

  /** Removes a drawn line. */
  synchronized void clear() {
    if (drawn > 0) {
      err.print('\r' + " ".repeat(drawn) + '\r');
      err.flush();
      drawn = 0;
    }
  }
}
