// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.S3Object;
import com.amazonaws.services.s3.model.S3ObjectInputStream;
import io.oadp.spi.storage.ObjectNotFoundException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of one object. When the connection breaks off, or ends before its time, reading goes on
 * where it stopped, on condition that the object is still the same (If-Match). Only a stream that
 * gave every byte it promised ends.
 */
final class S3RangeInputStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(S3RangeInputStream.class);
  private static final int TRIES_WITHOUT_PROGRESS = 5;
  private static final int TRIES = 50;
  private static final long PAUSE_MILLIS = 50;

  private final S3Calls calls;
  private final GetObjectRequest request;
  private final String key;
  private final String etag;
  private S3ObjectInputStream body;
  private long position;
  private long remaining;
  private boolean resumed;
  private boolean ended;
  private int tries;
  private int fruitless;

  private S3RangeInputStream(
      S3Calls calls, GetObjectRequest request, String key, S3Object first, long position) {
    this.calls = calls;
    this.request = request;
    this.key = key;
    this.etag = Optional.ofNullable(first.getObjectMetadata().getETag()).orElse("");
    this.body = first.getObjectContent();
    this.position = position;
    this.remaining = first.getObjectMetadata().getContentLength();
  }

  /**
   * Asks for the bytes, so that a missing object is known at once.
   *
   * @param length how many at the most, more than 0; -1 to the end
   */
  static InputStream open(
      S3Calls calls, String bucket, String name, String key, long offset, long length)
      throws IOException {
    GetObjectRequest request = new GetObjectRequest(bucket, name);
    boolean ranged = offset > 0 || length >= 0;
    if (ranged) {
      setRange(request, offset, length);
    }
    String action = "read object " + key;
    try {
      S3Object object = calls.raw(action, false, c -> c.getObject(request));
      if (offset > 0 && object.getObjectMetadata().getContentRange() == null) {
        object.getObjectContent().abort();
        throw new IOException(
            "cannot " + action + ": the store ignores the range that is asked for");
      }
      return new S3RangeInputStream(calls, request, key, object, offset);
    } catch (SdkClientException e) {
      if (S3Errors.status(e) == 416) {
        return InputStream.nullInputStream(); // it ends before the offset
      }
      if (S3Errors.code(e).equals("NoSuchKey")) {
        ObjectNotFoundException missing = new ObjectNotFoundException(key);
        missing.initCause(e);
        throw missing;
      }
      throw calls.explain(action, false, e);
    }
  }

  private static void setRange(GetObjectRequest request, long offset, long length) {
    if (length < 0 || offset + length < 0) {
      request.setRange(offset);
    } else {
      request.setRange(offset, offset + length - 1);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (remaining > 0) {
      try {
        int n = body.read(into, offset, (int) Math.min(count, remaining));
        if (n > 0) {
          position += n;
          remaining -= n;
          fruitless = 0;
          return n;
        }
        throw new EOFException("the connection ended " + remaining + " bytes early");
      } catch (IOException | SdkClientException e) {
        resume(e);
      }
    }
    end();
    return -1;
  }

  @Override
  public void close() {
    ended = true;
    if (remaining > 0) {
      body.abort(); // cheaper than to read what nobody wants
      remaining = 0;
    } else {
      body.abort();
    }
  }

  /** Lets the SDK compare its digest, which it does when the body ends. */
  private void end() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    try {
      int more = resumed ? -1 : body.read();
      if (more >= 0) {
        throw new IOException("cannot read object " + key + ": it is longer than the store said");
      }
      body.close();
    } catch (SdkClientException e) {
      throw new IOException(
          "cannot read object " + key + ": it was damaged on the way, read it again", e);
    }
  }

  private void resume(Exception broken) throws IOException {
    body.abort();
    resumed = true;
    tries++;
    fruitless++;
    if (fruitless > TRIES_WITHOUT_PROGRESS || tries > TRIES || etag.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "cannot read object %s: the connection broke off %d times, last at byte %d: %s",
              key,
              tries,
              position,
              broken.getMessage()),
          broken);
    }
    LOG.debug("reading {} broke off at byte {}, going on", key, position, broken);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS << fruitless));
    GetObjectRequest rest =
        new GetObjectRequest(request.getBucketName(), request.getKey())
            .withRange(position, position + remaining - 1)
            .withMatchingETagConstraint(etag);
    Optional<S3Object> next =
        calls.call("read object " + key, false, c -> Optional.ofNullable(c.getObject(rest)));
    if (next.isEmpty()) {
      throw new IOException(
          "cannot read object " + key + ": it was replaced while it was read, read it again",
          broken);
    }
    body = next.get().getObjectContent();
  }
}
