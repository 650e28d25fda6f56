// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.model.AbortMultipartUploadRequest;
import com.amazonaws.services.s3.model.CompleteMultipartUploadRequest;
import com.amazonaws.services.s3.model.InitiateMultipartUploadRequest;
import com.amazonaws.services.s3.model.PartETag;
import com.amazonaws.services.s3.model.UploadPartRequest;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way to S3: a single PUT if it fits the first part, else a multipart upload that
 * begins with the second. Full parts are sent by the store's upload threads; the writer waits when
 * what is in memory would exceed its bound. Used by one thread.
 */
final class S3ObjectWriter implements ObjectWriter {
  private final S3ObjectStore store;
  private final String key;
  private final String name;
  private final WriteOptions options;
  private final PartSizes sizes;
  private final long bound;
  private final Deque<Part> inFlight = new ArrayDeque<>();
  private final List<PartETag> sent = new ArrayList<>();
  private final MessageDigest partDigests = PartBuffer.newMd5();
  private PartBuffer current = new PartBuffer();
  private int number = 1;
  private long written;
  private long bytesInFlight;
  private @Nullable String uploadId;
  private State state = State.OPEN;
  private volatile boolean dropped;

  private enum State {
    OPEN,
    FAILED,
    ENDED
  }

  /** A part that is being sent: its digest and tag are known at the end. */
  private record Part(Future<Sent> done, int bytes) {}

  private record Sent(PartETag tag, ByteBuffer md5) {}

  S3ObjectWriter(S3ObjectStore store, String key, String name, WriteOptions options) {
    this.store = store;
    this.key = key;
    this.name = name;
    this.options = options;
    this.sizes = PartSizes.of(options.sizeBytes(), options.bufferBytes());
    this.bound = Math.max(options.bufferBytes(), 2L * sizes.bytes(1));
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    checkOpen();
    state = State.FAILED; // until this is through
    while (bytes.hasRemaining()) {
      int size = sizes.bytes(number);
      if (current.length() == size) {
        send();
        size = sizes.bytes(number);
        waitUntilInFlight(bound - size);
      }
      int before = current.length();
      current.put(bytes, size - before);
      written += current.length() - before;
    }
    state = State.OPEN;
  }

  @Override
  public ObjectInfo commit() throws IOException {
    checkOpen();
    state = State.ENDED;
    if (options.sizeBytes() >= 0 && options.sizeBytes() != written) {
      throw new NotAppliedException(
          "object %s: %d bytes were announced, %d written; nothing was stored"
              .formatted(key, options.sizeBytes(), written));
    }
    ObjectInfo info = uploadId == null ? putWhole() : complete(uploadId);
    uploadId = null;
    return info;
  }

  @Override
  public void close() throws IOException {
    state = State.ENDED;
    current = new PartBuffer();
    String id = uploadId;
    uploadId = null;
    if (id == null) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // cleaning up is not to be skipped
    try {
      dropped = true; // cancelled futures would end before the uploads that they stand for
      for (Part part : inFlight) {
        interrupted |= awaitEnd(part.done());
      }
      abort(id);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ObjectInfo putWhole() throws IOException {
    byte[] md5 = current.md5();
    String action = "store object " + key;
    try {
      String etag =
          store
              .calls()
              .call(action, true, c -> c.putObject(store.putRequest(name, current, md5)).getETag());
      return store.committed(key, written, etag == null ? "" : etag);
    } catch (NotAppliedException e) {
      throw e;
    } catch (IOException e) {
      return settle(S3ObjectStore.hex(md5), e);
    }
  }

  private ObjectInfo complete(String id) throws IOException {
    if (current.length() > 0) {
      send();
    }
    waitUntilInFlight(0);
    String expected = S3ObjectStore.hex(partDigests.digest()) + "-" + sent.size();
    String action = "store object " + key;
    CompleteMultipartUploadRequest request =
        new CompleteMultipartUploadRequest(store.bucket(), name, id, sent);
    try {
      String etag =
          store.calls().call(action, true, c -> c.completeMultipartUpload(request).getETag());
      return store.committed(key, written, etag == null ? "" : etag);
    } catch (NotAppliedException e) {
      // That the upload is gone may mean that an earlier try completed it.
      if (S3Errors.code(e.getCause()).equals("NoSuchUpload")) {
        return settle(expected, e);
      }
      throw e;
    } catch (IOException e) {
      return settle(expected, e);
    }
  }

  private ObjectInfo settle(String etag, IOException unknown) throws IOException {
    Optional<ObjectInfo> stored =
        unknown instanceof InterruptedIOException ? Optional.empty() : store.settled(key, etag);
    if (stored.isPresent()) {
      return stored.get();
    }
    throw unknown;
  }

  private void send() throws IOException {
    if (uploadId == null) {
      uploadId =
          store
              .calls()
              .call(
                  "begin to store object " + key,
                  true,
                  c ->
                      c.initiateMultipartUpload(
                              new InitiateMultipartUploadRequest(store.bucket(), name))
                          .getUploadId());
    }
    PartBuffer part = current;
    String id = uploadId;
    int partNumber = number;
    try {
      Future<Sent> done = store.uploads().submit(() -> upload(id, partNumber, part));
      inFlight.add(new Part(done, part.length()));
    } catch (RejectedExecutionException e) {
      throw new NotAppliedException("cannot store object " + key + ": the store is closed", e);
    }
    bytesInFlight += part.length();
    number++;
    current = new PartBuffer();
  }

  private Sent upload(String id, int partNumber, PartBuffer part) throws IOException {
    if (dropped) {
      throw new CancellationException("nobody wants object " + key + " any more");
    }
    byte[] md5 = part.md5();
    PartETag tag =
        store
            .calls()
            .call(
                "store part " + partNumber + " of object " + key,
                true,
                c -> {
                  UploadPartRequest request =
                      new UploadPartRequest()
                          .withBucketName(store.bucket())
                          .withKey(name)
                          .withUploadId(id)
                          .withPartNumber(partNumber)
                          .withPartSize(part.length())
                          .withMD5Digest(Base64.getEncoder().encodeToString(md5))
                          .withInputStream(part.stream());
                  request.getRequestClientOptions().setReadLimit(part.length() + 1);
                  return c.uploadPart(request).getPartETag();
                });
    return new Sent(tag, ByteBuffer.wrap(md5));
  }

  /** Takes the parts that are through, and waits for the oldest until the others are that few. */
  private void waitUntilInFlight(long atMost) throws IOException {
    Part oldest = inFlight.peek();
    while (oldest != null && (bytesInFlight > Math.max(0, atMost) || oldest.done().isDone())) {
      try {
        Sent result = oldest.done().get();
        sent.add(result.tag());
        partDigests.update(result.md5());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NotAppliedException(
            "cannot store object " + key + ": the thread was interrupted", e);
      } catch (CancellationException e) {
        throw new NotAppliedException("cannot store object " + key + ": the store is closed", e);
      } catch (ExecutionException e) {
        // A lost part never makes an object, so the object is known not to be there.
        throw new NotAppliedException(
            e.getCause() instanceof IOException said && said.getMessage() != null
                ? said.getMessage()
                : "cannot store object " + key + ": " + e.getCause(),
            e);
      }
      bytesInFlight -= oldest.bytes();
      inFlight.remove();
      oldest = inFlight.peek();
    }
  }

  private static boolean awaitEnd(Future<?> done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.get();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (CancellationException | ExecutionException e) {
        return interrupted; // only its end matters
      }
    }
  }

  private void abort(String id) throws IOException {
    String action = "abort the upload of object " + key + ", parts of which may remain unseen";
    try {
      store
          .calls()
          .raw(
              action,
              true,
              c -> {
                c.abortMultipartUpload(new AbortMultipartUploadRequest(store.bucket(), name, id));
                return true;
              });
    } catch (SdkClientException e) {
      if (!S3Errors.code(e).equals("NoSuchUpload")) {
        throw store.calls().explain(action, false, e);
      }
    } catch (IllegalStateException e) {
      throw new IOException("cannot " + action + ": the store is closed", e);
    }
  }

  private void checkOpen() throws NotAppliedException {
    if (state != State.OPEN) {
      throw new NotAppliedException(
          "the writer of object "
              + key
              + (state == State.FAILED ? " has failed before" : " is closed"));
    }
  }
}
