// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupRun;
import io.oadp.api.DeletionResult;
import io.oadp.api.DeletionRun;
import io.oadp.api.Phase;
import io.oadp.api.Progress;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreRun;
import io.oadp.api.Run;
import io.oadp.api.RunResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A run that ends when it is told to, or canceled. */
class ScriptedRun<R extends RunResult> implements Run<R> {
  private final String name;
  private final CompletableFuture<R> end;
  private final R canceled;

  ScriptedRun(String name, CompletableFuture<R> end, R canceled) {
    this.name = name;
    this.end = end;
    this.canceled = canceled;
  }

  static final class OfBackup extends ScriptedRun<BackupResult> implements BackupRun {
    OfBackup(String name, CompletableFuture<BackupResult> end) {
      super(name, end, new ScriptedResult(name, Phase.CANCELED));
    }
  }

  static final class OfDeletion extends ScriptedRun<DeletionResult> implements DeletionRun {
    OfDeletion(String name, CompletableFuture<DeletionResult> end) {
      super(name, end, new ScriptedResult(name, Phase.CANCELED));
    }
  }

  static final class OfRestore extends ScriptedRun<RestoreResult> implements RestoreRun {
    OfRestore(String name, CompletableFuture<RestoreResult> end) {
      super(name, end, new ScriptedResult(name, Phase.CANCELED));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public R await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public R await(Duration limit) throws InterruptedException, TimeoutException {
    try {
      return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Progress progress() {
    return new Progress(Phase.IN_PROGRESS, 0, -1, 0, 0, 0, Duration.ZERO);
  }

  @Override
  public CompletionStage<R> completion() {
    return end;
  }

  @Override
  public void cancel() {
    end.complete(canceled);
  }
}
