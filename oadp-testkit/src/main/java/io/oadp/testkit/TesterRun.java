// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Backup;
import io.oadp.api.Restore;
import io.oadp.spi.RunScope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** The run that {@link ActionTester} shows to an action. Its clock stands still. */
final class TesterRun implements RunScope {
  private final String name;
  private final String uid;
  private final Backup backup;
  private final Optional<Restore> restore;
  private final TesterCancel cancellation = new TesterCancel();
  private final List<TesterOperation> operations = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, Object> state = new HashMap<>(); // guarded by itself

  TesterRun(String name, String uid, Backup backup, Optional<Restore> restore) {
    this.name = name;
    this.uid = uid;
    this.backup = backup;
    this.restore = restore;
  }

  TesterCancel cancellation() {
    return cancellation;
  }

  /** Puts an operation on record. */
  void record(TesterOperation operation) {
    operations.add(operation);
  }

  List<TesterOperation> operations() {
    return operations;
  }

  /** The same run in a new process: without state and cancel, with the operations on record. */
  TesterRun restarted() {
    TesterRun restarted = new TesterRun(name, uid, backup, restore);
    restarted.operations.addAll(operations);
    return restarted;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public String namespace() {
    return "velero";
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public Optional<Restore> restore() {
    return restore;
  }

  @Override
  public Clock clock() {
    return Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  }

  @Override
  public <T> T once(Class<T> key, Callable<? extends T> compute) throws Exception {
    synchronized (state) {
      Object known = state.get(key);
      if (known != null) {
        return key.cast(known);
      }
      T made = compute.call();
      state.put(key, made);
      return made;
    }
  }
}
