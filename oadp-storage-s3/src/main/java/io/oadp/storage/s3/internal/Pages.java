// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.services.s3.model.ListObjectsV2Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The pages of a list: the first at once, each other when all before it have been read. */
final class Pages implements Iterator<ListObjectsV2Result> {
  private final Fetch fetch;
  private @Nullable ListObjectsV2Result next;
  private @Nullable ListObjectsV2Result last;

  private Pages(Fetch fetch) throws IOException {
    this.fetch = fetch;
    this.next = fetch.after(null);
  }

  /** Gets the page after another one, or the first. */
  interface Fetch {
    ListObjectsV2Result after(@Nullable ListObjectsV2Result page) throws IOException;
  }

  static Stream<ListObjectsV2Result> stream(Fetch fetch) throws IOException {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    return next != null || (last != null && last.isTruncated());
  }

  @Override
  public ListObjectsV2Result next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ListObjectsV2Result page = next;
    if (page == null) {
      try {
        page = fetch.after(last);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    next = null;
    last = page;
    return page;
  }
}
