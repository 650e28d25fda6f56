// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The 128 bits that stand for an item's key in the set of written keys and in the side index: the
 * first half of a SHA-256, because names are chosen by others and a collision loses an item.
 */
record KeyDigest(long high, long low) implements Comparable<KeyDigest> {

  static KeyDigest of(String groupResource, String version, String namespace, String name) {
    String key = groupResource + '\0' + version + '\0' + namespace + '\0' + name;
    ByteBuffer hash = ByteBuffer.wrap(sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
    return new KeyDigest(hash.getLong(), hash.getLong());
  }

  /** A new SHA-256, which every Java platform has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  static int compare(long high1, long low1, long high2, long low2) {
    int byHigh = Long.compareUnsigned(high1, high2);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low1, low2);
  }

  @Override
  public int compareTo(KeyDigest other) {
    return compare(high, low, other.high, other.low);
  }
}
