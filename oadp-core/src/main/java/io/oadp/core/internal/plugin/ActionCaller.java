// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plugin;

import io.oadp.api.CancellationToken;
import io.oadp.api.ItemActionException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemAction;
import io.oadp.spi.RunScope;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls actions with a bound on their time. A call past it is interrupted; one that does not answer
 * the interrupt within a few seconds is abandoned, and its thread is lost until it returns.
 */
public final class ActionCaller {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ScheduledExecutorService timer;
  private final Duration defaultTimeout;

  /**
   * Takes the timer of the engine.
   *
   * @param timer interrupts calls
   * @param defaultTimeout for actions that state none
   */
  public ActionCaller(ScheduledExecutorService timer, Duration defaultTimeout) {
    this.timer = timer;
    this.defaultTimeout = defaultTimeout;
  }

  /**
   * Calls an action.
   *
   * @param name the action's name
   * @param action asked for its own timeout
   * @param scope the run
   * @param item for messages
   * @param token of the run; cancel interrupts the call
   * @param body the call
   * @param abandoned told if the call does not answer; from another thread
   * @throws ItemActionException whatever went wrong
   * @throws OperationCanceledException if the run was canceled
   */
  @SuppressWarnings({"CatchingUnchecked", "InterruptedExceptionSwallowed", "try"})
  public <T> T call(
      String name,
      ItemAction action,
      RunScope scope,
      ResourceIdentifier item,
      CancellationToken token,
      Callable<T> body,
      Consumer<ItemActionException> abandoned) {
    token.throwIfCanceled();
    Duration limit = action.timeout(scope).orElse(defaultTimeout);
    Call call = new Call(Thread.currentThread());
    Runnable giveUp =
        () ->
            abandoned.accept(
                new ItemActionException(
                    name, item, late(name, limit) + " and does not stop either", timeout(limit)));
    ScheduledFuture<?> late =
        timer.schedule(() -> call.interrupt(true), limit.toMillis(), TimeUnit.MILLISECONDS);
    ScheduledFuture<?> lost =
        timer.schedule(
            () -> {
              if (call.isRunning()) {
                giveUp.run();
              }
            },
            limit.plus(GRACE).toMillis(),
            TimeUnit.MILLISECONDS);
    try (CancellationToken.Registration onCancel = token.onCancel(() -> call.interrupt(false))) {
      T result = body.call();
      if (result == null) {
        throw new ItemActionException(
            name,
            item,
            "action " + name + " returned null; an action that changes nothing says so",
            new NullPointerException());
      }
      return result;
    } catch (ItemActionException | OperationCanceledException e) {
      throw e;
    } catch (Exception e) {
      if (token.isCanceled()) {
        throw new OperationCanceledException();
      }
      String what = call.late() ? late(name, limit) : name + ": " + text(e);
      throw new ItemActionException(name, item, what, e);
    } catch (LinkageError | StackOverflowError | AssertionError e) {
      throw new ItemActionException(name, item, name + ": " + e, e);
    } finally {
      late.cancel(false);
      lost.cancel(false);
      call.end();
    }
  }

  private static String late(String name, Duration limit) {
    return "action " + name + " did not answer within " + limit.toSeconds() + " s";
  }

  private static Exception timeout(Duration limit) {
    return new java.util.concurrent.TimeoutException("no answer within " + limit);
  }

  private static String text(Exception e) {
    return e.getMessage() == null || e.getMessage().isEmpty() ? e.toString() : e.getMessage();
  }

  /** One call: interrupted while it runs, never after. */
  private static final class Call {
    private final Object lock = new Object();
    private @Nullable Thread thread; // guarded by lock
    private boolean interrupted; // guarded by lock
    private boolean late; // guarded by lock

    Call(Thread thread) {
      this.thread = thread;
    }

    void interrupt(boolean forLateness) {
      synchronized (lock) {
        if (thread != null) {
          late |= forLateness;
          interrupted = true;
          thread.interrupt();
        }
      }
    }

    boolean isRunning() {
      synchronized (lock) {
        return thread != null;
      }
    }

    boolean late() {
      synchronized (lock) {
        return late;
      }
    }

    /** Ends the call; an interrupt that was ours does not stay on the thread. */
    void end() {
      synchronized (lock) {
        thread = null;
        if (interrupted) {
          Thread.interrupted();
        }
      }
    }
  }
}
