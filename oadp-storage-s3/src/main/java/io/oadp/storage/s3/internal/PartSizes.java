// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

/**
 * How large the parts of an upload are. S3 takes 10,000 parts of at least 5 MiB, 5 TiB in all. With
 * a known length they are equal. Without, part n is (1 + (n/566)²) times the first: the first 3 GiB
 * need parts below 9 MiB, 50 GiB below 70 MiB, and the sum of all 10,000 is just over 5 TiB.
 */
final class PartSizes {
  static final int MIN_BYTES = 5 << 20;

  private static final int MAX_FIRST_BYTES = 16 << 20;
  private static final int MAX_PARTS = 10_000;
  private static final double GROWTH = 566;

  private final int first;
  private final boolean grows;

  private PartSizes(int first, boolean grows) {
    this.first = first;
    this.grows = grows;
  }

  /** For an object of so many bytes, -1 if unknown, and so much memory. */
  static PartSizes of(long sizeBytes, int bufferBytes) {
    int first = Math.max(MIN_BYTES, Math.min(MAX_FIRST_BYTES, bufferBytes / 8));
    if (sizeBytes < 0) {
      return new PartSizes(first, true);
    }
    long least = (sizeBytes + MAX_PARTS - 1) / MAX_PARTS;
    return new PartSizes((int) Math.max(first, Math.min(least, 1 << 30)), false);
  }

  /** The size of a part, counted from 1. */
  int bytes(int number) {
    if (!grows) {
      return first;
    }
    double times = 1 + Math.pow((number - 1) / GROWTH, 2);
    return (int) Math.min(Integer.MAX_VALUE - 1024, (long) (first * times));
  }
}
