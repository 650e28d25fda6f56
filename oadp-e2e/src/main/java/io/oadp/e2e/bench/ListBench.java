// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import io.kubernetes.client.openapi.ApiClient;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.Kubeconfig;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.run.CancelSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Measures a paged list of many ConfigMaps through the engine's cluster access against the bare
 * read of the bytes of the same pages. Arguments: a kubeconfig, the number of items (20,000) and
 * the rounds (5). It leaves the namespace {@code list-bench} for the next time.
 */
public final class ListBench {
  private static final String NAMESPACE = "list-bench";
  private static final String PATH = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
  private static final int PAGE = 500;
  private static final int WRITERS = 8;

  private ListBench() {}

  /** Runs it. */
  public static void main(String... args) throws Exception {
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    ApiClient client = Kubeconfig.ofFiles(List.of(Path.of(args[0]))).client("");
    try (KubernetesCluster cluster = KubernetesCluster.of(client)) {
      ClusterSession session = cluster.session(new CancelSource());
      ApiResource maps = session.discovery().byGroupResource("configmaps").orElseThrow();
      fill(session, maps, count);
      OkHttpClient plain = client.getHttpClient();
      OkHttpClient http = plain.newBuilder().readTimeout(Duration.ofMinutes(1)).build();
      for (int round = 1; round <= rounds; round++) {
        report("bare, gzip    ", () -> bare(client, http, "", count));
        report("bare, identity", () -> bare(client, http, "identity", count));
        report("session       ", () -> listed(session, maps));
      }
    }
  }

  private static void fill(ClusterSession session, ApiResource maps, int count)
      throws InterruptedException, ExecutionException {
    if (session
        .get(session.discovery().byGroupResource("namespaces").orElseThrow(), "", NAMESPACE)
        .isEmpty()) {
      session.create(KubernetesItem.of("v1", "Namespace", "", NAMESPACE));
    }
    AtomicLong there = new AtomicLong();
    session.list(maps, NAMESPACE, "", (version, items) -> there.addAndGet(items.size()));
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writes = new ArrayList<>();
    // Each namespace has one ConfigMap from the start.
    for (int i = (int) Math.max(0, there.get() - 1); i < count; i++) {
      String name = String.format("map-%06d", i);
      writes.add(writers.submit(() -> session.create(maps, map(name), "")));
    }
    writers.shutdown();
    for (Future<?> write : writes) {
      write.get();
    }
  }

  private static KubernetesItem map(String name) {
    String text = (name + " some text that is not all alike; ").repeat(20);
    return KubernetesItem.of("v1", "ConfigMap", NAMESPACE, name)
        .edit(
            edit ->
                edit.setJson(
                    "/data",
                    "{\"a.properties\":\"" + text + "\",\"b\":\"" + text.hashCode() + "\"}"));
  }

  private interface Measured {
    long[] run() throws IOException;
  }

  private static void report(String what, Measured measured) throws IOException {
    long begin = System.nanoTime();
    long[] itemsAndBytes = measured.run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%s %7d items %6.1f MB %6.3f s %8.0f items/s%n",
        what, itemsAndBytes[0], itemsAndBytes[1] / 1e6, seconds, itemsAndBytes[0] / seconds);
  }

  private static long[] listed(ClusterSession session, ApiResource maps) {
    long[] sums = new long[2];
    session.list(
        maps,
        NAMESPACE,
        "",
        (version, items) -> {
          sums[0] += items.size();
          for (KubernetesItem item : items) {
            sums[1] += item.sizeBytes();
          }
        });
    return sums;
  }

  private static long[] bare(ApiClient client, OkHttpClient http, String encoding, int count)
      throws IOException {
    long[] sums = {count, 0};
    String next = "";
    do {
      Request.Builder request =
          new Request.Builder()
              .url(client.getBasePath() + PATH + "?limit=" + PAGE + "&continue=" + next)
              .header("Accept", "application/json");
      if (!encoding.isEmpty()) {
        request.header("Accept-Encoding", encoding);
      }
      try (Response response = http.newCall(request.build()).execute()) {
        byte[] page = response.body().bytes();
        if (response.code() != 200) {
          throw new IOException("HTTP " + response.code());
        }
        sums[1] += page.length;
        next = continueToken(new String(page, 0, 1000, StandardCharsets.UTF_8));
      }
    } while (!next.isEmpty());
    return sums;
  }

  private static String continueToken(String head) {
    String key = "\"continue\":\"";
    int begin = head.indexOf(key);
    return begin < 0
        ? ""
        : URLEncoder.encode(
            head.substring(begin + key.length(), head.indexOf('"', begin + key.length())),
            StandardCharsets.UTF_8);
  }
}
