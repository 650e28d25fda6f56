// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The log of one run in Velero's line format, as it is stored beside the backup. Kept compressed in
 * memory; the last lines are kept as text too, for the result. Lines are about kinds and problems,
 * not about every item, so that it stays small. Thread-safe.
 */
public final class RunLog {
  private static final int KEPT_LINES = 10_000;

  private final Clock clock;
  private final String subject;
  private final Deque<String> last = new ArrayDeque<>(); // guarded by this
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream(); // guarded by this
  private final GZIPOutputStream gzip; // guarded by this
  private boolean finished; // guarded by this

  /**
   * Begins a log.
   *
   * @param clock gives the times of the lines
   * @param subject such as {@code backup=velero/shop-1}
   */
  public RunLog(Clock clock, String subject) {
    this.clock = clock;
    this.subject = subject;
    try {
      this.gzip = new GZIPOutputStream(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /**
   * Adds a line of level info.
   *
   * @param message without secrets
   * @param fields keys and values in turn
   */
  public void info(String message, String... fields) {
    add("info", message, fields);
  }

  void warning(String message, String... fields) {
    add("warning", message, fields);
  }

  void error(String message, String... fields) {
    add("error", message, fields);
  }

  private void add(String level, String message, String... fields) {
    StringBuilder line = new StringBuilder(160);
    line.append("time=").append(quoted(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    line.append(" level=").append(level);
    line.append(" msg=").append(quoted(message));
    line.append(' ').append(subject);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      line.append(' ').append(fields[i]).append('=').append(quotedIfNeeded(fields[i + 1]));
    }
    String text = line.toString();
    synchronized (this) {
      last.addLast(text);
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
      if (finished) {
        return;
      }
      try {
        gzip.write(text.getBytes(StandardCharsets.UTF_8));
        gzip.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory does not fail
      }
    }
  }

  private static String quotedIfNeeded(String value) {
    boolean plain =
        !value.isEmpty()
            && value
                .chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._/@^+".indexOf(c) >= 0);
    return plain ? value : quoted(value);
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** The last lines, in order. */
  public synchronized List<String> lines() {
    return new ArrayList<>(last);
  }

  /** Ends the log and gives it as it is stored. Later lines are only among {@link #lines}. */
  public synchronized byte[] finish() {
    try {
      if (!finished) {
        finished = true;
        gzip.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return stored.toByteArray();
  }
}
