// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.HttpMethod;
import com.amazonaws.SdkClientException;
import com.amazonaws.event.ProgressEvent;
import com.amazonaws.event.ProgressEventType;
import com.amazonaws.event.SyncProgressListener;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import com.amazonaws.services.s3.model.ListObjectsV2Result;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStoreContext;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.SupportsSignedUrls;
import io.oadp.spi.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects under one prefix of one bucket. Thread-safe. See {@link io.oadp.storage.s3.S3Store}
 * for what it promises; here is how a write whose answer was lost is settled: the object's etag is
 * compared with the digest of what was sent.
 */
public final class S3ObjectStore implements SupportsPutIfAbsent, SupportsSignedUrls {
  private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);
  private static final int UPLOAD_THREADS = 4;
  private static final int CONFLICT_TRIES = 6;
  private static final long CONFLICT_PAUSE_MILLIS = 50;

  private final S3Settings settings;
  private final S3Calls calls;
  private final Clock clock;
  private final ThreadPoolExecutor uploads;

  private S3ObjectStore(S3Settings settings, S3Calls calls, Clock clock) {
    this.settings = settings;
    this.calls = calls;
    this.clock = clock;
    AtomicInteger number = new AtomicInteger();
    this.uploads =
        new ThreadPoolExecutor(
            UPLOAD_THREADS,
            UPLOAD_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "oadp-s3-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    uploads.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens a store; sends nothing yet.
   *
   * @param settings where it is
   * @param context gives the credentials
   * @return the store
   * @throws IOException if the credentials cannot be had
   */
  public static S3ObjectStore open(S3Settings settings, ObjectStoreContext context)
      throws IOException {
    return new S3ObjectStore(settings, new S3Calls(settings, context), context.clock());
  }

  @Override
  public ObjectWriter create(String key, WriteOptions options) throws IOException {
    return new S3ObjectWriter(this, key, name(key), options);
  }

  @Override
  public InputStream read(String key, long offset, long length) throws IOException {
    if (offset < 0 || length < -1) {
      throw new IllegalArgumentException(
          "read of " + key + ": offset " + offset + ", length " + length);
    }
    String name = name(key);
    if (length == 0) {
      if (stat(key).isEmpty()) {
        throw new ObjectNotFoundException(key);
      }
      return InputStream.nullInputStream();
    }
    return S3RangeInputStream.open(calls, settings.bucket(), name, key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) throws IOException {
    if (key.isEmpty() || key.startsWith("/")) {
      return Optional.empty();
    }
    String action = "look for object " + key;
    try {
      return Optional.of(
          info(
              key,
              calls.raw(action, false, c -> c.getObjectMetadata(settings.bucket(), name(key)))));
    } catch (SdkClientException e) {
      if (S3Errors.status(e) == 404) {
        calls.checkBucket(action);
        return Optional.empty();
      }
      throw calls.explain(action, false, e);
    }
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) throws IOException {
    ListObjectsV2Request request =
        new ListObjectsV2Request()
            .withBucketName(settings.bucket())
            .withPrefix(settings.prefix() + prefix);
    return Pages.stream(page -> listPage(prefix, request, page))
        .flatMap(page -> page.getObjectSummaries().stream())
        .filter(summary -> !summary.getKey().endsWith("/")) // markers that consoles leave
        .map(this::info);
  }

  @Override
  public Stream<String> listDirectories(String prefix) throws IOException {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("prefix: must end with a slash, was " + prefix);
    }
    String above = settings.prefix() + prefix;
    ListObjectsV2Request request =
        new ListObjectsV2Request()
            .withBucketName(settings.bucket())
            .withPrefix(above)
            .withDelimiter("/");
    return Pages.stream(page -> listPage(prefix, request, page))
        .flatMap(page -> page.getCommonPrefixes().stream())
        .map(each -> each.substring(above.length(), each.length() - 1));
  }

  @Override
  public void delete(String key) throws IOException {
    if (key.isEmpty() || key.startsWith("/")) {
      return;
    }
    String action = "delete object " + key;
    try {
      calls.raw(
          action,
          true,
          c -> {
            c.deleteObject(settings.bucket(), name(key));
            return true;
          });
    } catch (SdkClientException e) {
      if (!S3Errors.code(e).equals("NoSuchKey")) {
        throw calls.explain(action, true, e);
      }
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] body) throws IOException {
    String name = name(key);
    if (stat(key).isPresent()) {
      return false; // safe even in stores that ignore the condition
    }
    String action = "store object " + key + " if there is none";
    PartBuffer whole = new PartBuffer();
    whole.put(ByteBuffer.wrap(body), body.length);
    byte[] md5 = whole.md5();
    Retries retries = new Retries();
    for (int tries = 1; ; tries++) {
      try {
        calls.raw(
            action,
            true,
            c -> {
              PutObjectRequest request = putRequest(name, whole, md5);
              request.setIfNoneMatch("*");
              request.setGeneralProgressListener(retries);
              return c.putObject(request);
            });
        return true;
      } catch (SdkClientException e) {
        int status = S3Errors.status(e);
        if (status == 412) {
          // An earlier try of this very call may have stored it, and its answer been lost.
          return retries.count() > 0 && settled(key, hex(md5)).isPresent();
        }
        if (status == 409 && tries < CONFLICT_TRIES) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CONFLICT_PAUSE_MILLIS << tries));
          continue;
        }
        if (status == 501 || S3Errors.code(e).equals("NotImplemented")) {
          throw new NotAppliedException(
              "cannot "
                  + action
                  + ": the store at "
                  + settings.endpoint()
                  + " has no conditional writes (If-None-Match)",
              e);
        }
        IOException explained = calls.explain(action, true, e);
        if (!(explained instanceof NotAppliedException) && settled(key, hex(md5)).isPresent()) {
          return true;
        }
        throw explained;
      }
    }
  }

  @Override
  public URI signedUrl(String key, Duration life) throws IOException {
    String name = name(key);
    Date until = Date.from(clock.instant().plus(life));
    return calls.call(
        "sign a URL of object " + key,
        false,
        c -> {
          AmazonS3 signer = calls.publicClient();
          try {
            return signer
                .generatePresignedUrl(settings.bucket(), name, until, HttpMethod.GET)
                .toURI();
          } catch (URISyntaxException e) {
            throw new IOException("cannot sign a URL of object " + key + ": its key fits no URL");
          } finally {
            if (!signer.equals(c)) {
              signer.shutdown();
            }
          }
        });
  }

  @Override
  public void close() {
    for (Runnable waiting : uploads.shutdownNow()) {
      if (waiting instanceof Future<?> upload) {
        upload.cancel(false); // its writer waits for it
      }
    }
    calls.close();
  }

  @Override
  public String toString() {
    return "S3ObjectStore[" + settings + "]";
  }

  // What the writer needs

  S3Calls calls() {
    return calls;
  }

  String bucket() {
    return settings.bucket();
  }

  ExecutorService uploads() {
    return uploads;
  }

  PutObjectRequest putRequest(String name, PartBuffer body, byte[] md5) {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(body.length());
    metadata.setContentMD5(Base64.getEncoder().encodeToString(md5));
    PutObjectRequest request =
        new PutObjectRequest(settings.bucket(), name, body.stream(), metadata);
    request.getRequestClientOptions().setReadLimit(body.length() + 1);
    return request;
  }

  /** The object, if it is the one with this etag; empty if not, or if the store does not say. */
  Optional<ObjectInfo> settled(String key, String etag) {
    try {
      return stat(key).filter(info -> info.etag().equals(etag));
    } catch (IOException e) {
      LOG.debug("cannot settle whether {} was stored", key, e);
      return Optional.empty();
    }
  }

  /**
   * What a commit returns; the object is stored, so that a failure here is none of the commit's.
   */
  ObjectInfo committed(String key, long sizeBytes, String etag) throws IOException {
    Optional<ObjectInfo> seen;
    try {
      seen = stat(key);
    } catch (IOException e) {
      LOG.debug("cannot look at {} after its commit", key, e);
      seen = Optional.empty();
    }
    return seen.filter(info -> info.etag().equals(etag))
        .orElseGet(() -> new ObjectInfo(key, sizeBytes, clock.instant(), etag));
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  // Ours

  private ListObjectsV2Result listPage(
      String prefix, ListObjectsV2Request request, @Nullable ListObjectsV2Result before)
      throws IOException {
    if (before != null) {
      request.setContinuationToken(before.getNextContinuationToken());
    }
    return calls.call("list objects " + prefix + "*", false, c -> c.listObjectsV2(request));
  }

  private String name(String key) throws NotAppliedException {
    if (key.isEmpty() || key.startsWith("/")) {
      throw new NotAppliedException(
          "object key '" + key + "': must not be empty and must not begin with a slash");
    }
    return settings.prefix() + key;
  }

  private ObjectInfo info(String key, ObjectMetadata metadata) {
    return new ObjectInfo(
        key,
        metadata.getContentLength(),
        instant(metadata.getLastModified()),
        Optional.ofNullable(metadata.getETag()).orElse(""));
  }

  private ObjectInfo info(S3ObjectSummary summary) {
    return new ObjectInfo(
        summary.getKey().substring(settings.prefix().length()),
        summary.getSize(),
        instant(summary.getLastModified()),
        Optional.ofNullable(summary.getETag()).orElse(""));
  }

  private static Instant instant(@Nullable Date date) {
    return date == null ? Instant.EPOCH : date.toInstant();
  }

  /** Counts how often the SDK repeated a request. */
  private static final class Retries extends SyncProgressListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void progressChanged(ProgressEvent event) {
      if (event.getEventType() == ProgressEventType.CLIENT_REQUEST_RETRY_EVENT) {
        count.incrementAndGet();
      }
    }

    int count() {
      return count.get();
    }
  }
}
