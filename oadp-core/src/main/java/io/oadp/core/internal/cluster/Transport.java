// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.oadp.api.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Makes HTTP calls that carry what client-java knows of a cluster: TLS, proxy and credentials. The
 * HTTP client is derived, with connections and threads of its own, so the ApiClient stays exactly
 * as it was given, whoever owns it, and closing this closes nothing of it.
 */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration READ = Duration.ofMinutes(1);
  private static final Duration WHOLE_CALL = Duration.ofMinutes(2);
  private static final String BEARER_TOKEN = "BearerToken";
  private static final String USER_AGENT =
      "oadp-java/"
          + Optional.ofNullable(Transport.class.getPackage().getImplementationVersion())
              .orElse("dev");

  private final ApiClient client;
  private final OkHttpClient http;
  private final ExecutorService workers;
  private final String[] authentications;

  Transport(ApiClient client) {
    this.client = client;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "oadp-cluster-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.http =
        client
            .getHttpClient()
            .newBuilder()
            .dispatcher(new Dispatcher(workers))
            .connectionPool(new ConnectionPool(16, 5, TimeUnit.MINUTES))
            .connectTimeout(CONNECT)
            .readTimeout(READ)
            .writeTimeout(READ)
            .callTimeout(WHOLE_CALL)
            // An API server does not redirect, and credentials must not follow whoever does.
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
    this.authentications =
        client.getAuthentication(BEARER_TOKEN) == null
            ? new String[0]
            : new String[] {BEARER_TOKEN};
  }

  /** The address of the server, for messages. */
  String server() {
    return client.getBasePath();
  }

  /** For the page that is fetched while another one is worked on. */
  ExecutorService workers() {
    return workers;
  }

  Call get(String target, String accept) {
    return http.newCall(request(target, accept).build());
  }

  Call send(String method, String target, RequestBody body) {
    return http.newCall(request(target, "application/json").method(method, body).build());
  }

  private Request.Builder request(String target, String accept) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", accept);
    headers.put("User-Agent", USER_AGENT);
    try {
      return client
          .buildRequest(
              null,
              target,
              "GET",
              new ArrayList<>(),
              List.of(),
              null,
              headers,
              new HashMap<>(),
              new HashMap<>(),
              authentications,
              null)
          .newBuilder();
    } catch (ApiException | IllegalArgumentException e) {
      // OkHttp quotes no value of a sensitive header.
      throw new ConfigurationException(
          "no request to " + server() + " can be made: check its address and credentials", e);
    }
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    workers.shutdown();
    http.connectionPool().evictAll();
  }
}
