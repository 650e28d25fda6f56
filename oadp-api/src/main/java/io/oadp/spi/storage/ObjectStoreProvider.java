// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;

/** Opens object stores of one kind: what stands behind a location's {@code spec.provider}. */
public interface ObjectStoreProvider {
  /**
   * Opens the store of a location. Nothing is written.
   *
   * @param context the location, and how to reach it
   * @return the store, which the caller closes
   * @throws IOException if the store cannot be reached, or refuses
   * @throws io.oadp.api.ConfigurationException if the location's settings cannot work; the message
   *     names the setting
   */
  ObjectStore open(ObjectStoreContext context) throws IOException;
}
