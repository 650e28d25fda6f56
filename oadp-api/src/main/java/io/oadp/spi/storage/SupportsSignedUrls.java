// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A store that can lend read access to one object by URL. */
public interface SupportsSignedUrls extends ObjectStore {
  /**
   * Makes a URL that reads one object without credentials. It is a secret while it lives.
   *
   * @param key the object; it need not exist yet
   * @param life how long the URL works, from now
   * @return the URL
   * @throws IOException if the store cannot sign
   */
  URI signedUrl(String key, Duration life) throws IOException;
}
