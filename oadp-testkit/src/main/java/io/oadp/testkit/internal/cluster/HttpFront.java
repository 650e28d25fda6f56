// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.oadp.testkit.FakeCluster.RecordedRequest;
import io.oadp.testkit.RequestFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side on a free port of the loopback interface: records requests, acts out the scripted
 * faults, streams watches. Its threads are daemons and end with it.
 */
public final class HttpFront implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final String WRONG_BYTES = "\u0000\u0001<not json>";
  private static final int THREADS = 128;
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(30);
  private static final Duration BOOKMARK_PERIOD = Duration.ofMinutes(1);
  private static final Duration LAST_BOOKMARK = Duration.ofSeconds(2);

  private final ApiServer api;
  private final Faults faults;
  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final List<RecordedRequest> requests = new ArrayList<>();
  private volatile boolean closed;

  /**
   * Starts to serve.
   *
   * @param api answers
   * @param faults what goes wrong
   * @param tls serves HTTPS, or HTTP where it is null
   * @throws IOException if no port can be had
   */
  public HttpFront(ApiServer api, Faults faults, @Nullable SSLContext tls) throws IOException {
    this.api = api;
    this.faults = faults;
    // The JDK's server sends head and body apart; with Nagle's algorithm every answer on a kept
    // connection would wait 40 ms for the client's delayed acknowledgement.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls != null) {
      HttpsServer secure = HttpsServer.create(any, 512);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    } else {
      server = HttpServer.create(any, 512);
    }
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            0,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "fake-cluster-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    server.setExecutor(executor);
    server.createContext("/", this::serve);
    server.start();
  }

  /**
   * Returns where to reach it.
   *
   * @return the base URL, without a slash at the end
   */
  public URI url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Returns the requests that were answered so far.
   *
   * @return a copy, in the order of the answers
   */
  public List<RecordedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Forgets the requests that were answered so far. */
  public void forgetRequests() {
    synchronized (requests) {
      requests.clear();
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    Request request = read(exchange);
    Optional<RequestFault> fault = faults.next(request);
    if (fault.isPresent() && !pause(fault.get().delay())) {
      exchange.close();
      return;
    }
    if (fault.isPresent() && fault.get().dropsConnection()) {
      if (fault.get().isApplied()) {
        api.handle(request);
      }
      record(request, 0);
      exchange.close();
      return;
    }
    if (fault.isPresent() && fault.get().status() != 0) {
      if (fault.get().isApplied()) {
        api.handle(request);
      }
      Optional<Duration> retryAfter = fault.get().retryAfter();
      retryAfter.ifPresent(
          d ->
              exchange
                  .getResponseHeaders()
                  .set("Retry-After", Long.toString(Math.max(1, d.toSeconds()))));
      send(exchange, request, refusal(fault.get().status()));
      return;
    }
    if (fault.isPresent() && fault.get().body() != RequestFault.Body.WHOLE) {
      sendSpoiled(exchange, request, fault.get());
      return;
    }
    if (request.wantsWatch() && watch(exchange, request)) {
      return;
    }
    send(exchange, request, api.handle(request));
  }

  private void sendSpoiled(HttpExchange exchange, Request request, RequestFault fault)
      throws IOException {
    if (fault.body() == RequestFault.Body.WRONG) {
      if (fault.isApplied()) {
        api.handle(request);
      }
      send(exchange, request, new Answer(200, Answer.JSON).add(WRONG_BYTES));
      return;
    }
    Answer answer = api.handle(request);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    answer.writeTo(whole);
    setHeaders(exchange.getResponseHeaders(), answer.contentType());
    record(request, answer.status());
    boolean chunks = fault.body() == RequestFault.Body.UNENDED;
    exchange.sendResponseHeaders(answer.status(), chunks ? 0 : whole.size());
    OutputStream out = exchange.getResponseBody();
    out.write(whole.toByteArray(), 0, Math.min(whole.size(), fault.bodyBytes()));
    out.flush();
    // The server closes the connection of a handler that fails, without ending the body.
    throw new IOException("a scripted fault cuts the answer");
  }

  private boolean pause(Duration delay) {
    if (delay.isZero()) {
      return true;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Answer refusal(int status) {
    ApiFailure failure =
        switch (status) {
          case 429 ->
              ApiFailure.of(429, "TooManyRequests", "too many requests, please try again later");
          case 503 ->
              ApiFailure.of(
                  503,
                  "ServiceUnavailable",
                  "the server is currently unable to handle the request");
          case 401 -> ApiFailure.of(401, "Unauthorized", "Unauthorized");
          case 403 -> ApiFailure.of(403, "Forbidden", "forbidden by a scripted fault");
          case 504 -> ApiFailure.of(504, "Timeout", "request did not complete in time");
          default ->
              ApiFailure.of(status, "InternalError", "an error on the server: a scripted fault");
        };
    return Answer.json(status, failure.status());
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), join(values)));
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery();
    return new Request(
        exchange.getRequestMethod(),
        uri.getPath(),
        query == null ? "" : query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private static String join(List<String> values) {
    return String.join(", ", values);
  }

  private void send(HttpExchange exchange, Request request, Answer answer) throws IOException {
    setHeaders(exchange.getResponseHeaders(), answer.contentType());
    boolean head = request.method().equals("HEAD");
    record(request, answer.status());
    if (head || answer.length() == 0) {
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), answer.length());
      try (OutputStream out = exchange.getResponseBody()) {
        answer.writeTo(out);
      }
    }
    exchange.close();
  }

  private static void setHeaders(Headers headers, String contentType) {
    headers.set("Content-Type", contentType);
    headers.set("Cache-Control", "no-cache, private");
  }

  private boolean watch(HttpExchange exchange, Request request) throws IOException {
    BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    Optional<Watches.Running> watch;
    try {
      watch = api.watch(request, events::add);
    } catch (ApiFailure failure) {
      send(exchange, request, Answer.json(failure.code(), failure.status()));
      return true;
    }
    if (watch.isEmpty()) {
      return false;
    }
    setHeaders(exchange.getResponseHeaders(), Answer.JSON);
    record(request, 200);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.flush();
      stream(watch.get(), events, out, watchTime(request));
    } finally {
      watch.get().end();
    }
    exchange.close();
    return true;
  }

  private static Duration watchTime(Request request) {
    String seconds = request.parameter("timeoutSeconds");
    return seconds.matches("0*[1-9]\\d{0,5}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : LONGEST_WATCH;
  }

  private void stream(
      Watches.Running watch, BlockingQueue<byte[]> events, OutputStream out, Duration time)
      throws IOException {
    long start = System.nanoTime();
    long deadline = start + time.toNanos();
    long bookmark = start + BOOKMARK_PERIOD.toNanos();
    long last = deadline - LAST_BOOKMARK.toNanos();
    if (last > start && last < bookmark) {
      bookmark = last;
    }
    try {
      while (!closed) {
        long now = System.nanoTime();
        if (now >= deadline) {
          return;
        }
        if (now >= bookmark) {
          watch.bookmark().ifPresent(events::add);
          bookmark = now + BOOKMARK_PERIOD.toNanos();
        }
        byte[] event = events.poll(Math.min(deadline - now, 100_000_000), TimeUnit.NANOSECONDS);
        if (event == Watches.END) {
          return;
        }
        if (event != null) {
          out.write(event);
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("the watch was ended").initCause(e);
    }
  }

  private void record(Request request, int status) {
    RecordedRequest recorded =
        new RecordedRequest(
            request.method(),
            request.path(),
            request.rawQuery(),
            request.header("user-agent"),
            status);
    synchronized (requests) {
      requests.add(recorded);
    }
  }

  /** Ends all connections and threads. */
  @Override
  public void close() {
    closed = true;
    server.stop(0);
    executor.shutdownNow();
  }
}
