// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import io.oadp.api.Backup;
import io.oadp.api.Restore;
import io.oadp.spi.RunScope;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One run as its plugins see it. */
public final class RunScopeImpl implements RunScope {
  private final String name;
  private final String uid;
  private final String namespace;
  private final Backup backup;
  private final @Nullable Restore restore;
  private final Clock clock;
  private final Map<Class<?>, FutureTask<?>> states = new ConcurrentHashMap<>();

  private RunScopeImpl(
      String name,
      String uid,
      String namespace,
      Backup backup,
      @Nullable Restore restore,
      Clock clock) {
    this.name = name;
    this.uid = uid;
    this.namespace = namespace;
    this.backup = backup;
    this.restore = restore;
    this.clock = clock;
  }

  /** The scope of a backup. */
  public static RunScope of(Backup backup, String namespace, Clock clock) {
    return new RunScopeImpl(backup.name(), backup.uid().orElse(""), namespace, backup, null, clock);
  }

  /** The scope of a restore. */
  public static RunScope of(Backup backup, Restore restore, String namespace, Clock clock) {
    return new RunScopeImpl(
        restore.name(), restore.uid().orElse(""), namespace, backup, restore, clock);
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
    return namespace;
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public Optional<Restore> restore() {
    return Optional.ofNullable(restore);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public <T> T once(Class<T> key, Callable<? extends T> compute) throws Exception {
    FutureTask<T> mine = new FutureTask<>(compute::call);
    FutureTask<?> first = states.putIfAbsent(key, mine);
    if (first == null) {
      mine.run();
      first = mine;
    }
    try {
      return key.cast(first.get());
    } catch (ExecutionException e) {
      states.remove(key, first);
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new IllegalStateException("state of " + key.getName() + " failed", e.getCause());
    }
  }
}
