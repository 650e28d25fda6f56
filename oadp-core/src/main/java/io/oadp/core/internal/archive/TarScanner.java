// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the entries of a tar file that nobody vouches for. Commons Compress parses each
 * header; the walk is ours because its stream keeps a long name or PAX record of any length in
 * memory and calls itself once for each that follows another. Used by one thread.
 */
final class TarScanner {
  private static final int MAX_EXTENSION_BYTES = 1 << 20;
  private static final int MAX_EXTENSIONS_IN_A_ROW = 16;
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  /** One entry; {@code regular} tells whether it is a file with a body. */
  record Entry(int number, String path, long sizeBytes, boolean regular) {}

  private final InputStream in;
  private final byte[] header = new byte[TarHeaders.BLOCK];
  private final byte[] scrap = new byte[16 << 10];
  private long bodyLeft;
  private int padding;
  private int entries;
  private boolean endMarked;
  private long position;

  TarScanner(InputStream in) {
    this.in = in;
  }

  /** The next entry, behind what is left of the one before; null at the end. */
  @Nullable Entry next() throws IOException {
    String longName = null;
    Long paxSize = null;
    for (int extensions = 0; extensions <= MAX_EXTENSIONS_IN_A_ROW; extensions++) {
      skip(bodyLeft + padding);
      bodyLeft = 0;
      padding = 0;
      TarArchiveEntry entry = readHeader();
      if (entry == null) {
        if (longName != null) {
          throw new EOFException("it ends behind the name of an entry");
        }
        return null;
      }
      byte type = entry.getLinkFlag();
      long size = entry.getSize();
      if (size < 0) {
        throw new IOException("an entry has a negative size");
      }
      switch (type) {
        case TarConstants.LF_GNUTYPE_LONGNAME -> {
          body(size);
          longName = untilNul(extension());
        }
        case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_EXTENDED_HEADER_UC -> {
          body(size);
          PaxRecords records = PaxRecords.parse(extension());
          longName = records.path() != null ? records.path() : longName;
          paxSize = records.size() != null ? records.size() : paxSize;
        }
        case TarConstants.LF_GNUTYPE_LONGLINK, TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER ->
            body(size);
        case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> {
          body(paxSize != null ? paxSize : size);
          return new Entry(
              entries++, longName != null ? longName : entry.getName(), bodyLeft, true);
        }
        case TarConstants.LF_LINK,
            TarConstants.LF_SYMLINK,
            TarConstants.LF_CHR,
            TarConstants.LF_BLK,
            TarConstants.LF_DIR,
            TarConstants.LF_FIFO -> {
          // These have no body, whatever their size field says.
          return new Entry(entries++, longName != null ? longName : entry.getName(), 0, false);
        }
        case TarConstants.LF_GNUTYPE_SPARSE ->
            throw new IOException("it has a sparse file, which no backup has");
        default -> {
          body(paxSize != null ? paxSize : size);
          return new Entry(entries++, longName != null ? longName : entry.getName(), 0, false);
        }
      }
    }
    throw new IOException("it has too many extended headers in a row");
  }

  /** The body of the entry just given, whole; the caller has seen that it is not too large. */
  byte[] readBody() throws IOException {
    int size = Math.toIntExact(bodyLeft);
    byte[] bytes = in.readNBytes(size);
    bodyLeft -= bytes.length;
    position += bytes.length;
    if (bytes.length < size) {
      throw new EOFException("it ends inside an entry");
    }
    return bytes;
  }

  /** How many bytes of the tar file lie before what is read next, such as the entry's body. */
  long position() {
    return position;
  }

  /** Whether the end was told by a block of zeros rather than by the end of the data. */
  boolean endMarked() {
    return endMarked;
  }

  private void body(long size) {
    bodyLeft = size;
    padding = TarHeaders.padding(size);
  }

  private byte[] extension() throws IOException {
    if (bodyLeft > MAX_EXTENSION_BYTES) {
      throw new IOException("it has an extended header of " + bodyLeft + " bytes");
    }
    return readBody();
  }

  private @Nullable TarArchiveEntry readHeader() throws IOException {
    int read = in.readNBytes(header, 0, header.length);
    position += read;
    if (read == 0) {
      return null;
    }
    if (read < header.length) {
      throw new EOFException("it ends inside the header of an entry");
    }
    if (isZero(header)) {
      endMarked = true;
      return null;
    }
    TarArchiveEntry entry;
    try {
      entry = new TarArchiveEntry(header, UTF_8, false);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("the header of an entry is damaged: " + e.getMessage(), e);
    }
    if (!entry.isCheckSumOK()) {
      throw new IOException("the header of an entry has a wrong checksum");
    }
    return entry;
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int read = in.read(scrap, 0, (int) Math.min(left, scrap.length));
      if (read < 0) {
        throw new EOFException("it ends inside an entry");
      }
      left -= read;
      position += read;
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String untilNul(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
  }
}
