// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import io.oadp.api.Leftover;
import io.oadp.api.Phase;
import io.oadp.api.Problem;
import io.oadp.api.RunFailedException;
import io.oadp.api.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the results of backups and restores share. Immutable. */
public abstract class Outcome implements RunResult {
  private static final int DESCRIBED_PROBLEMS = 20;

  private final Facts facts;

  /** Takes the facts. */
  protected Outcome(Facts facts) {
    this.facts = facts;
  }

  /**
   * The facts of a run that has ended.
   *
   * @param name of the backup or restore
   * @param phase it ended in
   * @param startedAt by the engine's clock
   * @param endedAt by the engine's clock
   * @param items as Velero counts them
   * @param bytes to or from the location
   * @param warnings how many
   * @param errors how many
   * @param problems that were kept
   * @param log its last lines
   * @param leftovers what could not be removed
   * @param failure what ended it
   */
  public record Facts(
      String name,
      Phase phase,
      Instant startedAt,
      Instant endedAt,
      long items,
      long bytes,
      long warnings,
      long errors,
      List<Problem> problems,
      List<String> log,
      List<Leftover> leftovers,
      @Nullable Throwable failure) {}

  @Override
  public final String name() {
    return facts.name();
  }

  @Override
  public final Phase phase() {
    return facts.phase();
  }

  @Override
  public final Instant startedAt() {
    return facts.startedAt();
  }

  @Override
  public final Instant endedAt() {
    return facts.endedAt();
  }

  @Override
  public final long itemCount() {
    return facts.items();
  }

  @Override
  public final long warningCount() {
    return facts.warnings();
  }

  @Override
  public final long errorCount() {
    return facts.errors();
  }

  @Override
  public final long storedBytes() {
    return facts.bytes();
  }

  @Override
  public final Optional<Throwable> failure() {
    return Optional.ofNullable(facts.failure());
  }

  @Override
  public final Stream<Problem> problems() {
    return facts.problems().stream();
  }

  @Override
  public final Stream<String> log() {
    return facts.log().stream();
  }

  @Override
  public final List<Leftover> leftovers() {
    return facts.leftovers();
  }

  /** Such as {@code Backup}. */
  protected abstract String subject();

  /** Further lines of the report, such as the expiration. */
  protected abstract List<String> details();

  @Override
  public final String describe() {
    StringBuilder text = new StringBuilder();
    text.append(subject()).append(" '").append(name()).append("' ");
    text.append(phase() == Phase.CANCELED ? "Canceled" : phase().velero());
    text.append(": ").append(counted(itemCount(), "item"));
    text.append(", ").append(bytes(storedBytes()));
    text.append(", ").append(seconds(duration()));
    text.append(", ").append(counted(warningCount(), "warning"));
    text.append(", ").append(counted(errorCount(), "error"));
    details().forEach(line -> text.append("\n  ").append(line));
    failure().ifPresent(e -> text.append("\n  reason: ").append(Failures.text(e)));
    long more = warningCount() + errorCount();
    for (Problem problem : facts.problems().stream().limit(DESCRIBED_PROBLEMS).toList()) {
      text.append("\n  ").append(problem);
      more--;
    }
    if (more > 0) {
      text.append("\n  and ").append(more).append(" more problems");
    }
    leftovers().forEach(left -> text.append("\n  left over: ").append(left));
    return text.toString();
  }

  /** Such as {@code 1 item} or {@code 20 items}. */
  public static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** Such as {@code 1.4 MiB}. */
  public static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double value = count;
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 1024 && unit < units.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** Throws unless the phase is Completed. */
  protected final void throwUnlessCompleted() {
    if (phase() != Phase.COMPLETED) {
      throw new RunFailedException(this);
    }
  }
}
