// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi.storage;

/** What is known of an object before it is written. Immutable. */
public final class WriteOptions {
  private static final WriteOptions DEFAULTS = new WriteOptions(-1, 8 << 20);

  private final long sizeBytes;
  private final int bufferBytes;

  private WriteOptions(long sizeBytes, int bufferBytes) {
    this.sizeBytes = sizeBytes;
    this.bufferBytes = bufferBytes;
  }

  /**
   * Nothing is known: any length, 8 MiB of buffer.
   *
   * @return the defaults
   */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /**
   * States the length of the object beforehand. A different number of bytes fails the commit.
   *
   * @param bytes the length; -1 if unknown
   * @return these options with that length
   */
  public WriteOptions withSizeBytes(long bytes) {
    if (bytes < -1) {
      throw new IllegalArgumentException("sizeBytes: must be -1 or more, was " + bytes);
    }
    return new WriteOptions(bytes, bufferBytes);
  }

  /**
   * Bounds the memory that the writer may take for parts in flight.
   *
   * @param bytes the bound; a store may need more where its protocol has a larger least part
   * @return these options with that bound
   */
  public WriteOptions withBufferBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bufferBytes: must be positive, was " + bytes);
    }
    return new WriteOptions(sizeBytes, bytes);
  }

  /**
   * The length of the object, if known.
   *
   * @return bytes; -1 if unknown, the default
   */
  public long sizeBytes() {
    return sizeBytes;
  }

  /**
   * How much memory the writer may take for parts in flight.
   *
   * @return bytes; 8 MiB by default
   */
  public int bufferBytes() {
    return bufferBytes;
  }

  @Override
  public String toString() {
    return "WriteOptions[sizeBytes=" + sizeBytes + ", bufferBytes=" + bufferBytes + "]";
  }
}
