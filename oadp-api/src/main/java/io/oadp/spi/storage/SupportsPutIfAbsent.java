// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;

/** A store that can write an object only where none is, atomically among all its writers. */
public interface SupportsPutIfAbsent extends ObjectStore {
  /**
   * Stores a small object unless one is there.
   *
   * @param key where
   * @param body the whole object
   * @return whether this call stored it; false if an object was there already
   * @throws NotAppliedException if nothing was changed, so that trying again is safe
   * @throws IOException for any other failure, whose outcome counts as unknown
   */
  boolean putIfAbsent(String key, byte[] body) throws IOException;
}
