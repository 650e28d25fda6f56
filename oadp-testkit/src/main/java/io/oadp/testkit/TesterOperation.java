// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.cluster.ClusterClient;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemOperations;
import io.oadp.spi.OperationInput;
import io.oadp.spi.OperationStatus;
import io.oadp.spi.RunScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The record of one operation, and what an engine does with it. Thread-safe. */
final class TesterOperation {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(4);

  private final String id;
  private final ResourceIdentifier item;
  private final List<ResourceIdentifier> readAgain;
  private final ClusterClient cluster;
  private ItemOperations action; // guarded by this, as all below
  private RunScope run;
  private boolean started;
  private Optional<OperationStatus> ended = Optional.empty();

  TesterOperation(
      String id,
      ResourceIdentifier item,
      List<ResourceIdentifier> readAgain,
      ClusterClient cluster,
      ItemOperations action,
      RunScope run) {
    this.id = id;
    this.item = item;
    this.readAgain = readAgain;
    this.cluster = cluster;
    this.action = action;
    this.run = run;
  }

  /** Something that an action does for an operation. */
  @FunctionalInterface
  private interface Step {
    OperationStatus take(OperationInput input) throws Exception;
  }

  List<ResourceIdentifier> readAgain() {
    return readAgain;
  }

  /** Goes on in a new process, which cannot know whether the work was started. */
  synchronized void resume(ItemOperations newAction, RunScope newRun) {
    action = newAction;
    run = newRun;
    started = false;
  }

  synchronized boolean hasEnded() {
    return ended.isPresent();
  }

  synchronized void start() {
    if (!started && ended.isEmpty()) {
      started = true;
      take(
          input -> {
            action.start(input);
            return OperationStatus.running(0, 0, "");
          });
    }
  }

  synchronized OperationStatus poll() {
    start();
    return ended.orElseGet(() -> take(action::progress));
  }

  synchronized void cancel() {
    if (ended.isEmpty()) {
      take(
          input -> {
            action.cancel(input);
            return OperationStatus.running(0, 0, "");
          });
    }
  }

  @SuppressWarnings({"CatchingUnchecked", "InterruptedExceptionSwallowed"})
  private OperationStatus take(Step step) {
    OperationStatus status;
    try {
      status =
          step.take(
              new Input(
                  run,
                  id,
                  item,
                  cluster,
                  run.clock()
                      .instant()
                      .plus(
                          run.restore()
                              .map(restore -> restore.spec().itemOperationTimeout())
                              .orElseGet(() -> run.backup().spec().itemOperationTimeout())
                              .orElse(DEFAULT_TIMEOUT))));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      status = OperationStatus.failed(TesterSetup.text(e));
    }
    if (status.isCompleted() || status.isFailed()) {
      ended = Optional.of(status);
    }
    return status;
  }

  private record Input(
      RunScope run,
      String operationId,
      ResourceIdentifier item,
      ClusterClient cluster,
      Instant deadline)
      implements OperationInput {}
}
