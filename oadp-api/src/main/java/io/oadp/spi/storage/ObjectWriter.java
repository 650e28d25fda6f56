// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One object on its way into a store: visible at {@link #commit}, gone at {@link #close} without
 * it. Used by one thread. The store repeats parts of its own that failed; a failure that reaches
 * the caller is final.
 */
public interface ObjectWriter extends Closeable {
  /**
   * Adds bytes to the object. The buffer is read to its limit and may be reused when this returns.
   *
   * @param bytes what to add
   * @throws IOException if the object cannot be written on; only {@code close} makes sense then
   */
  void write(ByteBuffer bytes) throws IOException;

  /**
   * Makes the object visible. Called once, after the last write.
   *
   * @return the object as stored
   * @throws NotAppliedException if the object is known not to be there
   * @throws IOException for any other failure, whose outcome counts as unknown
   */
  ObjectInfo commit() throws IOException;

  /**
   * Ends the writer. Without a commit before, nothing of the object remains.
   *
   * @throws IOException if something of it may remain in the store, unseen by readers
   */
  @Override
  void close() throws IOException;
}
