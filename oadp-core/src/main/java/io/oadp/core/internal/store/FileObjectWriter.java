// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.store;

import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One object on its way into a {@link FileObjectStore}: a temporary file until commit. Whatever
 * fails before the file gets its name is a {@link NotAppliedException}; after that, the outcome is
 * unknown.
 */
final class FileObjectWriter implements ObjectWriter {
  private static final int MAX_BUFFER = 64 * 1024;

  private final FileObjectStore store;
  private final String key;
  private final Path target;
  private final WriteOptions options;
  private final Path temporary;
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private long written;
  private boolean failed;
  private boolean ended;

  FileObjectWriter(FileObjectStore store, String key, Path target, WriteOptions options)
      throws IOException {
    this.store = store;
    this.key = key;
    this.target = target;
    this.options = options;
    this.temporary = store.newTemporary(key);
    this.buffer = ByteBuffer.allocate(Math.min(MAX_BUFFER, options.bufferBytes()));
    try {
      this.channel = store.files().createNew(temporary);
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    checkOpen();
    written += bytes.remaining();
    try {
      if (bytes.remaining() > buffer.remaining()) {
        flush();
      }
      if (bytes.remaining() > buffer.remaining()) {
        writeFully(bytes);
      } else {
        buffer.put(bytes);
      }
    } catch (IOException e) {
      failed = true;
      throw notStored(e);
    }
  }

  @Override
  public ObjectInfo commit() throws IOException {
    complete();
    return store.publish(key, temporary, target);
  }

  /** Commits only where no object is. */
  boolean commitIfAbsent() throws IOException {
    complete();
    return store.publishIfAbsent(key, temporary, target);
  }

  @Override
  public void close() throws IOException {
    ended = true;
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void complete() throws NotAppliedException {
    checkOpen();
    ended = true;
    if (options.sizeBytes() >= 0 && options.sizeBytes() != written) {
      throw new NotAppliedException(
          "object %s: %d bytes were announced, %d written; nothing was stored"
              .formatted(key, options.sizeBytes(), written));
    }
    try {
      flush();
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  private void flush() throws IOException {
    writeFully(buffer.flip());
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void checkOpen() throws NotAppliedException {
    if (ended || failed) {
      throw new NotAppliedException(
          "the writer of object " + key + (ended ? " is closed" : " has failed before"));
    }
  }

  private NotAppliedException notStored(IOException e) {
    return new NotAppliedException(
        "cannot store object " + key + ": " + FileObjectStore.reason(e), e);
  }
}
