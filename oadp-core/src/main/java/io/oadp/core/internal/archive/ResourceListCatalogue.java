// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import com.google.gson.stream.JsonReader;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The catalogue of an archive of ours without reading it: the names from {@code
 * NAME-resource-list.json.gz}, what their kinds are called in paths from the index.
 */
final class ResourceListCatalogue {
  /** Names are at most 253 characters, namespaces 63; more than this per item is no list. */
  private static final long MAX_BYTES_PER_ITEM = 512;

  private static final long MAX_BYTES_BESIDES = 16 << 20;

  private final ObjectStore store;
  private final String key;
  private final IndexReader index;

  ResourceListCatalogue(ObjectStore store, String backupName, IndexReader index) {
    this.store = store;
    this.key = ArchivePaths.resourceListKey(backupName);
    this.index = index;
  }

  /** The list and the index do not give a catalogue; the archive itself must. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }

    UnusableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  ArchiveCatalogue read() throws IOException, UnusableException {
    try (Limited raw = new Limited(store.read(key, 0, -1));
        GzipMembersStream gzip = new GzipMembersStream(raw)) {
      try {
        return parse(new Bounded(gzip, MAX_BYTES_BESIDES + index.records() * MAX_BYTES_PER_ITEM));
      } catch (IOException | IllegalStateException e) {
        if (raw.failed) {
          throw e;
        }
        throw new UnusableException(key + " cannot be read: " + e.getMessage(), e);
      }
    } catch (ObjectNotFoundException e) {
      throw new UnusableException(key + " is not there", e);
    }
  }

  private ArchiveCatalogue parse(InputStream in) throws IOException, UnusableException {
    Map<String, IndexFacts.Kind> kinds = new HashMap<>();
    for (IndexFacts.Kind kind : index.header().facts().kinds()) {
      kinds.put(kind.listKey(), kind);
    }
    ArchiveCatalogue.Builder catalogue = new ArchiveCatalogue.Builder();
    long listed = 0;
    JsonReader json = new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    json.beginObject();
    while (json.hasNext()) {
      String listKey = json.nextName();
      IndexFacts.Kind kind = kinds.get(listKey);
      if (kind == null) {
        throw new UnusableException(key + " names a kind that the index does not: " + listKey);
      }
      catalogue.version(kind.groupResource(), kind.version(), kind.preferred());
      json.beginArray();
      while (json.hasNext()) {
        String item = json.nextString();
        listed++;
        if (kind.preferred()) {
          int slash = item.indexOf('/');
          String namespace = slash < 0 ? "" : item.substring(0, slash);
          catalogue.item(kind.groupResource(), namespace, item.substring(slash + 1), -1, -1);
        }
      }
      json.endArray();
    }
    json.endObject();
    if (listed < index.records()) {
      throw new UnusableException(
          key + " names " + listed + " items, and the index " + index.records());
    }
    return catalogue.build();
  }

  /** Remembers whether it was the store that failed. */
  private static final class Limited extends FilterInputStream {
    private boolean failed;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }

  /** Ends what decompresses without end. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      left -= Math.max(0, n);
      if (left < 0) {
        throw new IOException("it is far longer than the names of the items can be");
      }
      return n;
    }
  }
}
