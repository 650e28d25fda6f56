// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.CorruptBackupException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a tarball from its first byte. What the store fails to give is an IOException; what
 * it gives and is no tarball is a {@link CorruptBackupException}.
 */
final class ArchiveScan {
  /** What may follow the end of a tar file inside its last gzip member: tar pads to 10 KiB. */
  private static final int TAIL_BYTES = 64 << 10;

  private final ObjectStore store;
  private final ObjectInfo tarball;
  private final Consumer<String> warnings;
  private boolean warnedOfEnd;

  ArchiveScan(ObjectStore store, ObjectInfo tarball, Consumer<String> warnings) {
    this.store = store;
    this.tarball = tarball;
    this.warnings = warnings;
  }

  /** Sees the entries in turn. */
  interface Visitor {
    /**
     * Sees one entry, whose body it may read from the scanner.
     *
     * @return whether to go on
     * @throws IOException if the archive is not as it must be; its message says what "it" is like
     */
    boolean entry(TarScanner.Entry entry, TarScanner scanner) throws IOException;
  }

  /** Passes over the archive, which must still be the one that was opened. */
  void run(Visitor visitor) throws IOException {
    run(visitor, null);
  }

  /** Sees the compressed bytes in turn. */
  interface Tap {
    /** Sees some bytes. */
    void bytes(byte[] buffer, int offset, int length);
  }

  /** As {@link #run(Visitor)}, to the last byte; gives the SHA-256 of the whole. */
  String runAndDigest(Visitor visitor) throws IOException {
    MessageDigest digest = KeyDigest.sha256();
    run(visitor, digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** As {@link #run(Visitor)}; the tap sees every byte, those behind a damage too. */
  void run(Visitor visitor, @Nullable Tap tap) throws IOException {
    Optional<ObjectInfo> now = store.stat(tarball.key());
    if (now.isEmpty()
        || now.get().sizeBytes() != tarball.sizeBytes()
        || !now.get().etag().equals(tarball.etag())) {
      throw new CorruptBackupException(
          tarball.key(), "it was replaced or removed while it was read; open the backup again");
    }
    try (StoreStream raw = new StoreStream(store.read(tarball.key(), 0, -1), tap);
        GzipMembersStream gzip = new GzipMembersStream(raw)) {
      try {
        walk(gzip, visitor);
      } catch (IOException | ArithmeticException e) {
        if (raw.failure != null) {
          throw raw.failure;
        }
        if (tap != null) {
          raw.transferTo(OutputStream.nullOutputStream());
        }
        throw new CorruptBackupException(tarball.key(), String.valueOf(e.getMessage()), e);
      }
      if (tap != null) {
        raw.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private void walk(GzipMembersStream gzip, Visitor visitor) throws IOException {
    TarScanner scanner = new TarScanner(gzip);
    TarScanner.Entry entry = scanner.next();
    if (entry == null && !scanner.endMarked()) {
      throw new IOException("it is empty");
    }
    while (entry != null) {
      if (!visitor.entry(entry, scanner)) {
        return;
      }
      entry = scanner.next();
    }
    gzip.finishMember(TAIL_BYTES);
    if (!scanner.endMarked() && !warnedOfEnd) {
      warnedOfEnd = true;
      warnings.accept(
          tarball.key() + " lacks the mark at its end; if it was cut off there, items are missing");
    }
  }

  /** Tells a failure of the store from what the bytes are, and shows what passes. */
  private static final class StoreStream extends FilterInputStream {
    private final @Nullable Tap tap;
    private @Nullable IOException failure;

    StoreStream(InputStream in, @Nullable Tap tap) {
      super(in);
      this.tap = tap;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int n = super.read(into, offset, length);
        if (tap != null && n > 0) {
          tap.bytes(into, offset, n);
        }
        return n;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
