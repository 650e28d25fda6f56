// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one part, in pieces that come as they are needed, so that a small object takes
 * little. Filled by one thread, then read by another, as often as the request is repeated.
 */
final class PartBuffer {
  private static final int FIRST_PIECE = 16 << 10;
  private static final int LAST_PIECE = 1 << 20;

  private final List<byte[]> pieces = new ArrayList<>();
  private int usedOfLast;
  private int length;

  int length() {
    return length;
  }

  /** Takes up to so many bytes. */
  void put(ByteBuffer from, int atMost) {
    int left = Math.min(from.remaining(), atMost);
    while (left > 0) {
      byte[] last = pieces.isEmpty() ? grow() : pieces.get(pieces.size() - 1);
      if (usedOfLast == last.length) {
        last = grow();
      }
      int n = Math.min(left, last.length - usedOfLast);
      from.get(last, usedOfLast, n);
      usedOfLast += n;
      length += n;
      left -= n;
    }
  }

  private byte[] grow() {
    byte[] piece = new byte[Math.min(LAST_PIECE, FIRST_PIECE << Math.min(pieces.size(), 6))];
    pieces.add(piece);
    usedOfLast = 0;
    return piece;
  }

  byte[] md5() {
    MessageDigest digest = newMd5();
    int left = length;
    for (byte[] piece : pieces) {
      int n = Math.min(left, piece.length);
      digest.update(piece, 0, n);
      left -= n;
    }
    return digest.digest();
  }

  static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }

  /** The bytes from the beginning; the stream can be reset any number of times. */
  InputStream stream() {
    return new Stream();
  }

  private final class Stream extends InputStream {
    private int position;
    private int piece;
    private int inPiece;
    private int[] marked = new int[3];

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      if (position == length) {
        return -1;
      }
      if (inPiece == pieces.get(piece).length) {
        piece++;
        inPiece = 0;
      }
      byte[] from = pieces.get(piece);
      int n = Math.min(Math.min(count, from.length - inPiece), length - position);
      System.arraycopy(from, inPiece, into, offset, n);
      inPiece += n;
      position += n;
      return n;
    }

    @Override
    public int available() {
      return length - position;
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public synchronized void mark(int limit) {
      marked = new int[] {position, piece, inPiece};
    }

    @Override
    public synchronized void reset() {
      position = marked[0];
      piece = marked[1];
      inPiece = marked[2];
    }
  }
}
