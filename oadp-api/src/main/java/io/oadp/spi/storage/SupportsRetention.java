// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;
import java.time.Instant;

/** A store that can keep an object from being changed or deleted until a time. */
public interface SupportsRetention extends ObjectStore {
  /**
   * Locks an object. An earlier lock that lasts longer stays.
   *
   * @param key the object
   * @param until when the lock ends
   * @throws IOException if the object may not be locked
   */
  void retainUntil(String key, Instant until) throws IOException;
}
