// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import io.oadp.api.ItemReport;
import io.oadp.api.OadpException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.Phase;
import io.oadp.api.Problem;
import io.oadp.api.Progress;
import io.oadp.api.Run;
import io.oadp.api.RunListener;
import io.oadp.api.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one run: its token, counters and listener, and the future of its result. The work
 * itself is {@link #work}, on a thread of the engine.
 *
 * @param <R> the result
 */
public abstract class EngineRun<R extends RunResult> implements Run<R> {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String name;
  private final RunListener listener;
  private final CancelSource token = new CancelSource();
  private final CompletableFuture<R> done = new CompletableFuture<>();
  private final Clock clock;
  private final Instant startedAt;
  private final AtomicLong itemsDone = new AtomicLong();
  private final AtomicLong itemsTotal = new AtomicLong(-1);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong warnings = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong nextProgress = new AtomicLong(Long.MIN_VALUE);
  private volatile Phase phase = Phase.NEW;

  /** Makes a run that has not begun. */
  protected EngineRun(String name, RunListener listener, Clock clock) {
    this.name = name;
    this.listener = listener;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /**
   * Does the work, and makes the result of it. A cancel interrupts it.
   *
   * @throws IOException if the location fails
   */
  protected abstract R work() throws IOException, InterruptedException;

  /** Makes the result of a run that ends in this phase, for this reason if there is one. */
  protected abstract R ended(Phase phase, @Nullable Throwable failure);

  /** Says what it means for this run that the location failed. */
  protected abstract OadpException locationFailed(Exception e);

  /** Interrupts the thread that works, after a cancel. */
  protected void interrupt(Thread worker) {
    worker.interrupt();
  }

  /**
   * Begins.
   *
   * @param coordinator runs {@link #work}
   */
  public void start(Executor coordinator) {
    coordinator.execute(this::run);
  }

  @SuppressWarnings("CatchingUnchecked") // the future must complete whatever happens
  private void run() {
    R result;
    try {
      tell(l -> l.started(this));
      enter(Phase.IN_PROGRESS);
      result = execute();
    } catch (Throwable e) {
      LOG.error("run '{}' ended by a defect", name, e);
      result = ended(Phase.FAILED, e);
    }
    R end = result;
    phase = end.phase();
    tell(l -> l.phaseChanged(end.phase()));
    tell(l -> l.progressed(progress()));
    tell(l -> l.finished(end));
    done.complete(end);
  }

  @SuppressWarnings("try") // the registration is only to be closed
  private R execute() {
    Thread mine = Thread.currentThread();
    try (var onCancel = token.onCancel(() -> interrupt(mine))) {
      return work();
    } catch (OperationCanceledException e) {
      return ended(Phase.CANCELED, null);
    } catch (InterruptedException e) {
      return ended(token.isCanceled() ? Phase.CANCELED : Phase.FAILED, e);
    } catch (IOException | UncheckedIOException e) {
      return failedBy(locationFailed(e));
    } catch (OadpException e) {
      return failedBy(e);
    }
  }

  private R failedBy(OadpException e) {
    return token.isCanceled() ? ended(Phase.CANCELED, null) : ended(Phase.FAILED, e);
  }

  /** Changes the phase. */
  protected final void enter(Phase next) {
    phase = next;
    tell(l -> l.phaseChanged(next));
  }

  /** Counts an item that is through, and tells of it. */
  protected final void itemDone(ItemReport item) {
    itemsDone.incrementAndGet();
    tell(l -> l.itemFinished(item));
    tellProgress();
  }

  /** Counts a step that is through and concerns no item. */
  protected final void stepDone() {
    itemsDone.incrementAndGet();
    tellProgress();
  }

  /** States how many items there are. */
  protected final void total(long items) {
    itemsTotal.set(items);
  }

  /** Counts bytes that went to or came from the location. */
  protected final void addBytes(long count) {
    bytes.addAndGet(count);
  }

  /** Counts a problem, and tells of it. */
  protected final void problem(Problem problem) {
    (problem.severity() == Problem.Severity.ERROR ? errors : warnings).incrementAndGet();
    tell(l -> l.problemFound(problem));
  }

  private void tellProgress() {
    long now = System.nanoTime();
    long due = nextProgress.get();
    if ((due == Long.MIN_VALUE || now - due >= 0)
        && nextProgress.compareAndSet(due, now + PROGRESS_NANOS)) {
      tell(l -> l.progressed(progress()));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a listener cannot fail a run
  private void tell(Consumer<RunListener> call) {
    try {
      call.accept(listener);
    } catch (RuntimeException e) {
      LOG.warn("a listener of run '{}' failed", name, e);
    }
  }

  /** The token of this run. */
  protected final CancelSource token() {
    return token;
  }

  /** When the run was made. */
  protected final Instant startedAt() {
    return startedAt;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Progress progress() {
    return new Progress(
        phase,
        itemsDone.get(),
        itemsTotal.get(),
        bytes.get(),
        warnings.get(),
        errors.get(),
        Duration.between(startedAt, clock.instant()));
  }

  @Override
  public final CompletionStage<R> completion() {
    return done.minimalCompletionStage();
  }

  @Override
  public final void cancel() {
    token.cancel();
  }

  @Override
  public final R await() throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run never completes exceptionally", e);
    }
  }

  @Override
  public final R await(Duration limit) throws InterruptedException, TimeoutException {
    try {
      return done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run never completes exceptionally", e);
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "run '" + name + "' still goes on after " + limit + "; cancel() stops it");
    }
  }
}
