// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.AbortedException;
import com.amazonaws.ApacheHttpClientConfig;
import com.amazonaws.ClientConfiguration;
import com.amazonaws.SdkClientException;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.ListObjectsV2Request;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStoreContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of one store: explains failures, reads the credentials again once when they were
 * refused, and keeps the thread's interrupt flag, which the SDK clears. Thread-safe.
 */
final class S3Calls {
  private static final Logger LOG = LoggerFactory.getLogger(S3Calls.class);
  private static final int CONNECT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int RETRIES = 5;
  private static final int CONNECTIONS = 64;
  private static final String DEFAULT_REGION = "us-east-1";

  private final S3Settings settings;
  private final ProfileCredentials credentials;
  private final S3Errors errors;
  private final AmazonS3 client;
  private volatile boolean bucketSeen;

  S3Calls(S3Settings settings, ObjectStoreContext context) throws IOException {
    this.settings = settings;
    this.credentials = new ProfileCredentials(context, settings);
    this.errors = new S3Errors(settings);
    this.client = build(settings.s3Url());
  }

  /** One call, which may be made twice. */
  interface Call<T extends @Nullable Object> {
    T on(AmazonS3 client) throws IOException;
  }

  /**
   * Makes a call.
   *
   * @param action for the message, such as "read object x"
   * @param writes whether it changes something
   */
  <T extends @Nullable Object> T call(String action, boolean writes, Call<T> call)
      throws IOException {
    try {
      return raw(action, writes, call);
    } catch (SdkClientException e) {
      throw explain(action, writes, e);
    }
  }

  /** As {@link #call}, but leaves it to the caller to explain what the store answered. */
  <T extends @Nullable Object> T raw(String action, boolean writes, Call<T> call)
      throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      String message = "cannot " + action + ": the thread was interrupted";
      throw writes ? new NotAppliedException(message) : new InterruptedIOException(message);
    }
    try {
      T result = once(action, call);
      bucketSeen = true;
      return result;
    } catch (SdkClientException e) {
      SdkClientException named = named(e);
      if (!S3Errors.REFUSED_KEYS.contains(S3Errors.code(named)) || !credentials.renew()) {
        throw named;
      }
      LOG.debug("keys of location {} were refused, trying with renewed ones", settings.location());
      return once(action, call);
    }
  }

  /** Answers to HEAD have no body that names the error; a list is asked for one that has. */
  private SdkClientException named(SdkClientException e) {
    if (!S3Errors.hasNoBody(e)) {
      return e;
    }
    try {
      probe();
      return e;
    } catch (SdkClientException better) {
      return better;
    }
  }

  private static final class Interrupted extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    Interrupted(String message, Throwable cause) {
      super(message);
      initCause(cause);
    }
  }

  private <T extends @Nullable Object> T once(String action, Call<T> call) throws IOException {
    try {
      return call.on(client);
    } catch (SdkClientException e) {
      if (e instanceof AbortedException || wasInterrupted(e)) {
        Thread.currentThread().interrupt();
        throw new Interrupted("cannot " + action + ": the thread was interrupted", e);
      }
      throw e;
    }
  }

  private static boolean wasInterrupted(Throwable e) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  /** Explains a failure. */
  IOException explain(String action, boolean writes, SdkClientException e) {
    return errors.explain(action, writes, e);
  }

  /** Fails if the bucket is not there, for "no such object" may mean that as well. */
  void checkBucket(String action) throws IOException {
    if (!bucketSeen) {
      call(
          action,
          false,
          c -> {
            probe();
            return true;
          });
    }
  }

  private void probe() {
    client.listObjectsV2(
        new ListObjectsV2Request()
            .withBucketName(settings.bucket())
            .withPrefix(settings.prefix())
            .withMaxKeys(1));
  }

  /** A client whose URLs begin with another address; for signing only, it sends nothing. */
  AmazonS3 publicClient() {
    return settings.publicUrl().isEmpty() ? client : build(settings.publicUrl());
  }

  void close() {
    client.shutdown();
  }

  private AmazonS3 build(Optional<URI> endpoint) {
    ClientConfiguration configuration =
        new ClientConfiguration()
            .withConnectionTimeout(CONNECT_MILLIS)
            .withSocketTimeout(SILENCE_MILLIS)
            .withMaxErrorRetry(RETRIES)
            .withMaxConnections(CONNECTIONS)
            .withTcpKeepAlive(true)
            .withCacheResponseMetadata(false)
            .withUserAgentPrefix("oadp-java");
    ApacheHttpClientConfig http = configuration.getApacheHttpClientConfig();
    if (settings.insecure()) {
      LOG.warn("location {} accepts any certificate (insecureSkipTLSVerify)", settings.location());
      http.setSslSocketFactory(TlsSockets.trustingAll());
    } else if (!settings.caCert().isBlank()) {
      http.setSslSocketFactory(TlsSockets.trusting(settings.location(), settings.caCert()));
    }
    AmazonS3ClientBuilder builder =
        AmazonS3ClientBuilder.standard()
            .withCredentials(credentials)
            .withClientConfiguration(configuration)
            .withPathStyleAccessEnabled(settings.pathStyle());
    String region = settings.region();
    if (endpoint.isPresent()) {
      builder.setEndpointConfiguration(
          new EndpointConfiguration(
              endpoint.get().toString(), region.isEmpty() ? DEFAULT_REGION : region));
    } else if (region.isEmpty()) {
      builder.withRegion(DEFAULT_REGION).withForceGlobalBucketAccessEnabled(true);
    } else {
      builder.withRegion(region);
    }
    return builder.build();
  }
}
