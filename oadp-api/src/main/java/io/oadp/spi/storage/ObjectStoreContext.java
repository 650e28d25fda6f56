// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import io.oadp.api.BackupStorageLocation;
import java.io.IOException;
import java.time.Clock;

/** What an {@link ObjectStoreProvider} opens a store from. Implemented by us only. */
public interface ObjectStoreContext {
  /**
   * The location.
   *
   * @return bucket, prefix, settings
   */
  BackupStorageLocation location();

  /**
   * The credentials, asked for anew at each call, so that rotated ones arrive.
   *
   * @return in the form that the provider expects; empty if the location names none, and the
   *     provider's own default chain is to be used
   * @throws IOException if they cannot be had
   */
  byte[] credentials() throws IOException;

  /**
   * The engine's clock.
   *
   * @return the clock
   */
  Clock clock();
}
