// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of one file; throws, rather than ends, if the file turns out shorter than it was. */
final class FileRangeInputStream extends InputStream {
  private final String key;
  private final FileChannel channel;
  private long remaining;

  private FileRangeInputStream(String key, FileChannel channel, long remaining) {
    this.key = key;
    this.channel = channel;
    this.remaining = remaining;
  }

  /** Takes the channel over, and closes it if the range cannot be reached. */
  static FileRangeInputStream of(String key, FileChannel channel, long offset, long length)
      throws IOException {
    try {
      long left = Math.max(0, channel.size() - offset);
      channel.position(offset);
      return new FileRangeInputStream(key, channel, length < 0 ? left : Math.min(length, left));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int n;
    try {
      n = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, remaining)));
    } catch (IOException e) {
      throw new IOException("cannot read object " + key + ": " + FileObjectStore.reason(e), e);
    }
    if (n < 0) {
      throw new EOFException(
          "object " + key + " ended " + remaining + " bytes early: its file was cut");
    }
    remaining -= n;
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = Math.max(0, Math.min(n, remaining));
    channel.position(channel.position() + skipped);
    remaining -= skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, remaining);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
