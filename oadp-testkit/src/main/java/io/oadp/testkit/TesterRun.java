// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Backup;
import io.oadp.api.Restore;
import io.oadp.spi.RunScope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The run that {@link ActionTester} shows to an action. Its clock stands still. */
final class TesterRun implements RunScope {
  private final String name;
  private final String uid;
  private final Backup backup;
  private final Optional<Restore> restore;
  private final Map<Class<?>, Object> state = new HashMap<>();

  TesterRun(String name, String uid, Backup backup, Optional<Restore> restore) {
    this.name = name;
    this.uid = uid;
    this.backup = backup;
    this.restore = restore;
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
