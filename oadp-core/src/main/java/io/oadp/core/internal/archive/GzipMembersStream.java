// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a row of gzip members as one stream. The JDK's stream takes a pause of the network
 * between two members for the end; that of Commons Compress looks at what follows a member before
 * it gives out that member's last bytes, so that foreign bytes behind a tar file would spoil its
 * end. This one looks at the next member only when more is asked for, and bounds what it skips.
 */
final class GzipMembersStream extends InputStream {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[64 << 10];
  private final byte[] one = new byte[1];
  private int next;
  private int end;
  private boolean inMember;

  GzipMembersStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (!inMember && !beginMember()) {
        return -1;
      }
      int read = inflate(into, offset, length);
      if (read > 0) {
        return read;
      }
    }
  }

  /**
   * Reads on to the end of the member that was begun, so that its checksum is seen, unless that is
   * farther away than so many bytes.
   */
  void finishMember(int limit) throws IOException {
    byte[] scrap = new byte[4096];
    int left = limit;
    while (inMember && left > 0) {
      left -= inflate(scrap, 0, scrap.length);
    }
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        int n = inflater.inflate(into, offset, length);
        crc.update(into, offset, n);
        if (inflater.finished()) {
          endMember();
          return n;
        }
        if (n > 0) {
          return n;
        }
        if (inflater.needsDictionary()) {
          throw new IOException("its compressed data need a dictionary");
        }
        if (next == end && !fill()) {
          throw cutOff();
        }
        inflater.setInput(input, next, end - next);
        next = end;
      }
    } catch (DataFormatException e) {
      throw new IOException("its compressed data are damaged: " + e.getMessage(), e);
    }
  }

  private boolean beginMember() throws IOException {
    if (next == end && !fill()) {
      return false;
    }
    if (nextByte() != 0x1f || nextByte() != 0x8b || nextByte() != 8) {
      throw new IOException("it has bytes that are not gzip");
    }
    int flags = nextByte();
    skipBytes(6);
    if ((flags & FLAG_EXTRA) != 0) {
      int low = nextByte();
      skipBytes(low | nextByte() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipString();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipString();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      skipBytes(2);
    }
    inMember = true;
    return true;
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(input, 0, input.length));
    return end > 0;
  }

  private int nextByte() throws IOException {
    if (next == end && !fill()) {
      throw cutOff();
    }
    return input[next++] & 0xff;
  }

  private void skipBytes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      nextByte();
    }
  }

  private long littleEndian() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) nextByte() << shift;
    }
    return value;
  }

  private static EOFException cutOff() {
    return new EOFException("it is cut off inside its compressed data");
  }

  private void skipString() throws IOException {
    for (int i = 0; i < MAX_HEADER_BYTES; i++) {
      if (nextByte() == 0) {
        return;
      }
    }
    throw new IOException("a gzip header in it does not end");
  }

  private void endMember() throws IOException {
    next = end - inflater.getRemaining();
    long expectedCrc = littleEndian();
    long expectedBytes = littleEndian();
    if (expectedCrc != crc.getValue()
        || expectedBytes != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new IOException("its compressed data are damaged: wrong checksum");
    }
    inflater.reset();
    crc.reset();
    inMember = false;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
