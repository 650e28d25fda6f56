// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.Backup;
import io.oadp.api.Restore;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;

/** One backup, restore or deletion as its plugins see it. Thread-safe. Implemented by us only. */
public interface RunScope {
  /**
   * The name of the backup or restore.
   *
   * @return the name
   */
  String name();

  /**
   * What tells this run from others of the same name; the uid of the record.
   *
   * @return the uid
   */
  String uid();

  /**
   * The home namespace, where ConfigMaps and Secrets for plugins are.
   *
   * @return such as {@code velero}
   */
  String namespace();

  /**
   * The backup that is written, restored from or deleted.
   *
   * @return its record
   */
  Backup backup();

  /**
   * The restore that goes on.
   *
   * @return its record; empty in a backup or deletion
   */
  Optional<Restore> restore();

  /**
   * The engine's clock.
   *
   * @return the clock
   */
  Clock clock();

  /**
   * State of this run, computed by the first who asks while others wait, and dropped at its end.
   * What {@code compute} throws reaches every waiter, and the next call computes again.
   *
   * @param key one of the plugin's own classes
   * @param compute makes the state
   * @param <T> the state's type
   * @return the state
   * @throws Exception what {@code compute} throws
   */
  <T> T once(Class<T> key, Callable<? extends T> compute) throws Exception;
}
