// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.CancellationToken;
import io.oadp.api.ClusterException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.OutcomeUnknownException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/**
 * Sends requests and decides what a failure means. Reads are tried again whatever went wrong on the
 * way. A write is tried again only if it is known not to have been applied: the request was not
 * sent, or the server refused it for the moment (429, or 503 with Retry-After). A write that got
 * lost after it was sent, or that ended in 500, 502, 503 or 504, may have been applied: etcd may
 * have taken it and only the answer failed. One 500 is known better: an admission webhook that
 * cannot be called fails the write before anything is stored.
 */
final class Exchange {
  private static final String NOT_STORED = "failed calling webhook";

  private final Transport transport;
  private final RequestRate rate;
  private final CancellationToken token;
  private final RetryPolicy retries;

  Exchange(Transport transport, RequestRate rate, CancellationToken token, RetryPolicy retries) {
    this.transport = transport;
    this.rate = rate;
    this.token = token;
    this.retries = retries;
  }

  Exchange with(CancellationToken other) {
    return new Exchange(transport, rate, other, retries);
  }

  Exchange with(RetryPolicy other) {
    return new Exchange(transport, rate, token, other);
  }

  /**
   * Reads. An answer that is no success is thrown, unless it is expected.
   *
   * @throws ClusterException if there is no usable answer
   */
  Answer read(Ask ask, String target, String accept, IntPredicate expected) {
    Attempts attempts = new Attempts(ask);
    while (true) {
      try {
        Answer answer = call(ask, transport.get(target, accept));
        if (answer.isSuccess() || expected.test(answer.status())) {
          return answer;
        }
        if (!isTransient(answer.status()) || !attempts.again(answer.retryAfter())) {
          throw answer.toException(ask, attempts.note());
        }
      } catch (IOException e) {
        ensureGoingOn(ask, e);
        if (isHopeless(e) || !attempts.again(Duration.ZERO)) {
          throw unreachable(ask, e, attempts.note());
        }
      }
    }
  }

  /**
   * Writes. An answer that is no success is thrown, unless it is expected.
   *
   * @throws OutcomeUnknownException if it may have been applied
   * @throws ClusterException if it was not applied
   */
  Answer write(
      Ask ask,
      String method,
      String target,
      String mediaType,
      byte[] content,
      IntPredicate expected) {
    Attempts attempts = new Attempts(ask);
    while (true) {
      OneShotBody body = new OneShotBody(mediaType, content);
      try {
        Answer answer = call(ask, transport.send(method, target, body));
        if (answer.isSuccess() || expected.test(answer.status())) {
          return answer;
        }
        boolean refused =
            answer.status() == 429 || (answer.status() == 503 && answer.asksToRetry());
        if (refused && attempts.again(answer.retryAfter())) {
          continue;
        }
        if (!refused && answer.status() >= 500 && !isKnownNotStored(answer)) {
          throw new OutcomeUnknownException(
              ask
                  + ": "
                  + answer.describe(ask)
                  + "; it may have been applied, so look before repeating it",
              null);
        }
        throw answer.toException(ask, attempts.note());
      } catch (IOException e) {
        if (body.sent) {
          if (token.isCanceled()) {
            throw canceled(e);
          }
          throw new OutcomeUnknownException(
              ask
                  + ": the connection to "
                  + transport.server()
                  + " failed after the request was sent; it may have been applied, so look before"
                  + " repeating it",
              e);
        }
        ensureGoingOn(ask, e);
        if (isHopeless(e) || !attempts.again(Duration.ZERO)) {
          throw unreachable(ask, e, attempts.note());
        }
      }
    }
  }

  private Answer call(Ask ask, Call call) throws IOException {
    try {
      rate.acquire(token);
    } catch (InterruptedException e) {
      throw interrupted(ask, e);
    }
    CancellationToken.Registration cancelWithRun = token.onCancel(call::cancel);
    try (Response response = call.execute()) {
      String type = response.header("Content-Type", "");
      return new Answer(
          response.code(),
          response.body().bytes(),
          type != null && type.startsWith("text/plain"),
          String.valueOf(response.header("Retry-After", "")));
    } catch (OperationCanceledException | ClusterException e) {
      throw e;
    } catch (RuntimeException e) {
      // Credentials are asked for inside the call, by code that throws what it likes.
      throw new ClusterException(
          0,
          "",
          ask
              + ": the request to "
              + transport.server()
              + " could not be made ("
              + e.getClass().getSimpleName()
              + "); check the credentials",
          "",
          e);
    } finally {
      cancelWithRun.close();
    }
  }

  private static boolean isTransient(int status) {
    return status == 429 || status == 500 || (status >= 502 && status <= 504);
  }

  private static boolean isKnownNotStored(Answer answer) {
    return answer.status() == 500 && answer.serverMessage().contains(NOT_STORED);
  }

  /** Trying again does not make a certificate valid. */
  private static boolean isHopeless(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }

  private void ensureGoingOn(Ask ask, IOException failure) {
    if (token.isCanceled()) {
      throw canceled(failure);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(ask, failure);
    }
  }

  private static OperationCanceledException canceled(Throwable cause) {
    OperationCanceledException canceled = new OperationCanceledException();
    canceled.addSuppressed(cause);
    return canceled;
  }

  static ClusterException interrupted(Ask ask, Exception cause) {
    Thread.currentThread().interrupt();
    return new ClusterException(0, "", ask + ": the thread was interrupted", "", cause);
  }

  private ClusterException unreachable(Ask ask, IOException failure, String note) {
    String what = failure.getMessage();
    return new ClusterException(
        0,
        "",
        ask
            + ": no answer from "
            + transport.server()
            + ": "
            + (what == null ? failure.getClass().getSimpleName() : what)
            + note,
        "",
        failure);
  }

  /** Counts the tries of one request and waits between them. */
  private final class Attempts {
    private final Ask ask;
    private final long begin = System.nanoTime();
    private int failed;

    Attempts(Ask ask) {
      this.ask = ask;
    }

    /** Waits for the next try; false if there is none. */
    boolean again(Duration askedFor) {
      failed++;
      Duration pause = retries.pause(failed, askedFor);
      long spent = System.nanoTime() - begin;
      if (failed >= retries.tries() || spent + pause.toNanos() > retries.total().toNanos()) {
        return false;
      }
      try {
        token.sleep(pause);
      } catch (InterruptedException e) {
        throw interrupted(ask, e);
      }
      return true;
    }

    String note() {
      return failed > 1 ? "; tried " + failed + " times" : "";
    }
  }

  /** A body that OkHttp must not send again by itself, and that knows whether it was sent. */
  private static final class OneShotBody extends RequestBody {
    private final String mediaType;
    private final byte[] content;
    private volatile boolean sent;

    OneShotBody(String mediaType, byte[] content) {
      this.mediaType = mediaType;
      this.content = content;
    }

    @Override
    public MediaType contentType() {
      return MediaType.get(mediaType);
    }

    @Override
    public long contentLength() {
      return content.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sent = true;
      sink.write(content);
    }
  }
}
