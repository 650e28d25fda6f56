// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import io.oadp.spi.storage.NotAppliedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the SDK throws into one message that says what to change. Server texts are passed on;
 * keys, signatures and signed URLs are in none of them.
 */
final class S3Errors {
  /** Codes after which other credentials may do. */
  static final Set<String> REFUSED_KEYS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidToken",
          "InvalidClientTokenId",
          "TokenRefreshRequired");

  private static final Set<String> WRONG_REGION =
      Set.of(
          "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "301 Moved Permanently");

  private final S3Settings settings;

  S3Errors(S3Settings settings) {
    this.settings = settings;
  }

  /**
   * Explains a failure.
   *
   * @param action what was tried, such as "store object x"
   * @param writes whether it would have changed something
   */
  IOException explain(String action, boolean writes, SdkClientException e) {
    String message =
        "cannot "
            + action
            + " (backup storage location '"
            + settings.location()
            + "', bucket "
            + settings.bucket()
            + " at "
            + settings.endpoint()
            + "): "
            + (e instanceof AmazonServiceException answer ? answered(answer) : unanswered(e));
    return writes && provesNothingChanged(e)
        ? new NotAppliedException(message, e)
        : new IOException(message, e);
  }

  /** What the store said: an error of the caller's. Or nothing can have been sent at all. */
  static boolean provesNothingChanged(SdkClientException e) {
    if (e instanceof AmazonServiceException answer) {
      int status = answer.getStatusCode();
      return (status >= 300 && status < 500) || status == 501;
    }
    return caused(e, UnknownHostException.class)
        || caused(e, ConnectException.class)
        || caused(e, NoRouteToHostException.class)
        || caused(e, SSLHandshakeException.class)
        || text(e).contains("Unable to load AWS credentials");
  }

  static String code(@Nullable Throwable e) {
    return e instanceof AmazonServiceException answer ? String.valueOf(answer.getErrorCode()) : "";
  }

  static int status(@Nullable Throwable e) {
    return e instanceof AmazonServiceException answer ? answer.getStatusCode() : 0;
  }

  /** Whether an answer, to a HEAD request, has a status but does not name its error. */
  static boolean hasNoBody(SdkClientException e) {
    return e instanceof AmazonServiceException answer
        && answer.getStatusCode() >= 300
        && answer.getStatusCode() < 500
        && answer.getStatusCode() != 404
        && (answer.getErrorCode() == null
            || answer.getErrorCode().startsWith(String.valueOf(answer.getStatusCode())));
  }

  private String answered(AmazonServiceException e) {
    String code = code(e);
    String said = String.valueOf(e.getErrorMessage());
    String facts = " [" + e.getStatusCode() + " " + code + ": " + said + "]";
    if (WRONG_REGION.contains(code) || e.getStatusCode() == 301) {
      String region = regionNamed(e);
      return "the bucket is in another region: set config.region"
          + (region.isEmpty() ? "" : " to " + region)
          + (settings.s3Url().isPresent() ? ", or correct config.s3Url" : "")
          + facts;
    }
    String advice =
        switch (code) {
          case "NoSuchBucket" ->
              "there is no such bucket: create it, or correct objectStorage.bucket, config.region"
                  + " and config.s3Url";
          case "InvalidAccessKeyId", "InvalidClientTokenId" ->
              "the store does not know the access key: correct the location's credentials";
          case "SignatureDoesNotMatch" ->
              "the secret key is wrong: correct the location's credentials";
          case "ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired" ->
              "the session token is not valid any more: renew the location's credentials";
          case "RequestTimeTooSkewed" -> "this machine's clock is off: set it";
          case "InvalidBucketName" -> "that is no name of a bucket: correct objectStorage.bucket";
          default ->
              e.getStatusCode() == 403
                  ? "access denied: allow these credentials s3:GetObject, PutObject, DeleteObject,"
                      + " AbortMultipartUpload and ListMultipartUploadParts on the objects, and"
                      + " ListBucket on the bucket"
                  : "the store answered";
        };
    return advice + facts;
  }

  private String unanswered(SdkClientException e) {
    if (caused(e, UnknownHostException.class)) {
      return "its host name is not known: correct "
          + (settings.s3Url().isPresent() ? "config.s3Url" : "config.region")
          + ", or set config.s3ForcePathStyle to \"true\" if the bucket is not part of it"
          + because(e);
    }
    if (caused(e, SSLPeerUnverifiedException.class)
        || caused(e, CertificateException.class)
        || caused(e, SSLHandshakeException.class)) {
      return "its certificate is not trusted: give the certificate of its issuer as"
          + " objectStorage.caCert, and use the host name that it is made for"
          + because(e);
    }
    if (caused(e, SSLException.class)) {
      return "it does not speak TLS there: correct the scheme or port of config.s3Url" + because(e);
    }
    if (caused(e, ConnectException.class) || caused(e, NoRouteToHostException.class)) {
      return "it cannot be reached: correct config.s3Url, or look at network, firewall and proxy"
          + because(e);
    }
    if (caused(e, SocketTimeoutException.class)) {
      return "it did not answer in time: look at the store and the network" + because(e);
    }
    if (text(e).contains("Unable to load AWS credentials")) {
      return "there are no credentials: give the location some, or set AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY";
    }
    return text(e);
  }

  private static String regionNamed(AmazonServiceException e) {
    if (e instanceof AmazonS3Exception s3) {
      Map<String, String> details = s3.getAdditionalDetails();
      if (details != null) {
        return details.getOrDefault("Region", details.getOrDefault("x-amz-bucket-region", ""));
      }
    }
    return "";
  }

  private static String because(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return " [" + text(last) + "]";
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean caused(Throwable e, Class<? extends Throwable> type) {
    for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
