// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;

/** There is no object under a key that was to be read. */
public final class ObjectNotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The key, relative to the location's prefix. */
  private final String key;

  /**
   * Names the object that is not there.
   *
   * @param key its key, relative to the location's prefix
   */
  public ObjectNotFoundException(String key) {
    super("there is no object " + key);
    this.key = key;
  }

  /**
   * The key that was asked for.
   *
   * @return the key, relative to the location's prefix
   */
  public String key() {
    return key;
  }
}
