// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeClusterTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeCluster cluster =
      FakeCluster.builder()
          .clock(Clock.fixed(Instant.parse("2026-02-03T04:05:06.7Z"), ZoneOffset.UTC))
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Authorization", "Bearer " + cluster.token())
            .header("User-Agent", "tester/1")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static KubernetesItem map(String name) {
    return KubernetesItem.of("v1", "ConfigMap", "default", name);
  }

  @Test
  void kubeconfig_ofCluster_namesServerAndToken() {
    assertThat(cluster.kubeconfig())
        .contains("server: " + cluster.url(), "token: " + cluster.token(), "current-context: fake");
    assertThat(cluster.url().getHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void uid_ofCluster_isThatOfKubeSystem() {
    ResourceIdentifier system = ResourceIdentifier.clusterScoped("namespaces", "kube-system");
    assertThat(cluster.get(system).orElseThrow().text("/metadata/uid")).contains(cluster.uid());
  }

  @Test
  void apply_ofItems_createsThemAndThenReplacesThem() {
    KubernetesItem first = map("a").edit(e -> e.label("x", "1"));
    cluster.apply(first);
    cluster.apply(first.edit(e -> e.label("x", "2")));

    KubernetesItem stored =
        cluster.get(ResourceIdentifier.of("configmaps", "default", "a")).orElseThrow();
    assertThat(stored.labels()).containsEntry("x", "2");
    assertThat(stored.text("/metadata/creationTimestamp")).contains("2026-02-03T04:05:06Z");
    assertThat(cluster.list("configmaps", "default"))
        .extracting(KubernetesItem::name)
        .containsExactly("a", "kube-root-ca.crt");
    assertThat(cluster.requests()).isEmpty();
  }

  @Test
  void apply_ofItemWithStatus_keepsIt() {
    JsonObject volume =
        JsonParser.parseString(
                "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolume\",\"metadata\":{\"name\":\"v\"},"
                    + "\"spec\":{},\"status\":{\"phase\":\"Bound\"}}")
            .getAsJsonObject();
    cluster.apply(KubernetesItem.ofTree(volume));
    assertThat(
            cluster
                .get(ResourceIdentifier.clusterScoped("persistentvolumes", "v"))
                .orElseThrow()
                .text("/status/phase"))
        .contains("Bound");
  }

  @Test
  void apply_intoMissingNamespace_isRefused() {
    KubernetesItem lost = KubernetesItem.of("v1", "ConfigMap", "nowhere", "a");
    assertThatThrownBy(() -> cluster.apply(lost)).hasMessage("namespaces \"nowhere\" not found");
  }

  @Test
  void requests_afterSome_areRecordedInOrder() throws Exception {
    send("GET", "/api/v1/namespaces?limit=1", "");
    send("DELETE", "/api/v1/namespaces/none", "");
    assertThat(cluster.requests())
        .containsExactly(
            new FakeCluster.RecordedRequest(
                "GET", "/api/v1/namespaces", "limit=1", "tester/1", 200),
            new FakeCluster.RecordedRequest(
                "DELETE", "/api/v1/namespaces/none", "", "tester/1", 404));
    cluster.forgetRequests();
    assertThat(cluster.requests()).isEmpty();
  }

  @Test
  void inject_ofStatus_failsThatOftenWithRetryAfter() throws Exception {
    cluster.inject(
        "GET",
        "/api/v1/namespaces/*/configmaps",
        RequestFault.status(429).times(2).retryAfter(Duration.ofSeconds(3)));
    String path = "/api/v1/namespaces/default/configmaps";
    assertThat(send("GET", path + "/kube-root-ca.crt", "").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = send("GET", path, "");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("3");
    assertThat(refused.body()).contains("\"reason\":\"TooManyRequests\"");
    assertThat(send("GET", path, "").statusCode()).isEqualTo(429);
    assertThat(send("GET", path, "").statusCode()).isEqualTo(200);
  }

  @Test
  void inject_ofLostConnection_givesNoAnswer() throws Exception {
    cluster.inject("POST", "/api/v1/**", RequestFault.connectionLost());
    String path = "/api/v1/namespaces/default/configmaps";
    String body = "{\"metadata\":{\"name\":\"a\"}}";
    assertThatThrownBy(() -> send("POST", path, body)).isInstanceOf(IOException.class);
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "default", "a"))).isEmpty();
    assertThat(send("POST", path, body).statusCode()).isEqualTo(201);
  }

  @Test
  void inject_ofLostAnswer_letsTheRequestTakeEffect() {
    cluster.inject("POST", "/api/v1/**", RequestFault.connectionLost().applied());
    String path = "/api/v1/namespaces/default/configmaps";
    assertThatThrownBy(() -> send("POST", path, "{\"metadata\":{\"name\":\"a\"}}"))
        .isInstanceOf(IOException.class);
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "default", "a"))).isPresent();
  }

  @Test
  void inject_ofSlowAnswer_waitsAndAnswers() throws Exception {
    cluster.inject("*", "/version", RequestFault.slow(Duration.ofMillis(120)));
    long start = System.nanoTime();
    assertThat(send("GET", "/version", "").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(110));
  }

  @Test
  void clearFaults_withFaultsToCome_forgetsThem() throws Exception {
    cluster.inject("*", "**", RequestFault.status(500).always());
    assertThat(send("GET", "/version", "").statusCode()).isEqualTo(500);
    cluster.clearFaults();
    assertThat(send("GET", "/version", "").statusCode()).isEqualTo(200);
  }

  @Test
  void expireContinueTokens_betweenPages_isGoneWithATokenToGoOn() throws Exception {
    cluster.apply(map("a"), map("b"));
    String path = "/api/v1/namespaces/default/configmaps?limit=1&continue=";
    String token = continueOf(send("GET", path, ""));
    cluster.expireContinueTokens();

    HttpResponse<String> expired = send("GET", path + encoded(token), "");
    assertThat(expired.statusCode()).isEqualTo(410);
    JsonObject status = JsonParser.parseString(expired.body()).getAsJsonObject();
    assertThat(status.get("reason").getAsString()).isEqualTo("Expired");

    HttpResponse<String> rest = send("GET", path + encoded(continueOf(expired)), "");
    assertThat(rest.statusCode()).isEqualTo(200);
    assertThat(rest.body()).contains("\"name\":\"b\"").doesNotContain("\"name\":\"a\"");
  }

  private static String continueOf(HttpResponse<String> reply) {
    return JsonParser.parseString(reply.body())
        .getAsJsonObject()
        .getAsJsonObject("metadata")
        .get("continue")
        .getAsString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void create_fromManyThreads_countsRevisionsWithoutGaps() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String body = "{\"metadata\":{\"name\":\"m-" + i + "\"}}";
        tasks.add(() -> send("POST", "/api/v1/namespaces/default/configmaps", body).statusCode());
      }
      for (Future<Integer> status : threads.invokeAll(tasks)) {
        assertThat(status.get()).isEqualTo(201);
      }
    } finally {
      threads.shutdownNow();
    }
    List<Long> versions =
        cluster.list("configmaps", "default").stream()
            .filter(m -> m.name().startsWith("m-"))
            .map(m -> Long.parseLong(m.text("/metadata/resourceVersion").orElseThrow()))
            .sorted()
            .toList();
    assertThat(versions).hasSize(400).doesNotHaveDuplicates();
    assertThat(versions.get(399) - versions.get(0)).isEqualTo(399);
  }

  @Test
  void definition_beforeItIsEstablished_isNotServed() throws Exception {
    try (FakeCluster slow =
        FakeCluster.builder().crdEstablishingTime(Duration.ofHours(1)).start()) {
      JsonObject crd =
          JsonParser.parseString(
                  "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\","
                      + "\"metadata\":{\"name\":\"widgets.example.com\"},\"spec\":{\"group\":"
                      + "\"example.com\",\"scope\":\"Cluster\",\"names\":{\"plural\":\"widgets\","
                      + "\"kind\":\"Widget\"},\"versions\":[{\"name\":\"v1\",\"served\":true,"
                      + "\"storage\":true,\"schema\":{\"openAPIV3Schema\":{\"type\":\"object\"}}}]}}")
              .getAsJsonObject();
      slow.apply(KubernetesItem.ofTree(crd));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(slow.url() + "/apis/example.com/v1/widgets"))
              .header("Authorization", "Bearer " + slow.token())
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void start_withoutTestLibraries_works() throws Exception {
    URL[] needed = {
      FakeCluster.class.getProtectionDomain().getCodeSource().getLocation(),
      KubernetesItem.class.getProtectionDomain().getCodeSource().getLocation(),
      Gson.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(needed, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(FakeCluster.class.getName());
      assertThat(type).isNotSameAs(FakeCluster.class);
      Object started = type.getMethod("start").invoke(null);
      try {
        assertThat((String) type.getMethod("uid").invoke(started)).hasSize(36);
      } finally {
        type.getMethod("close").invoke(started);
      }
    }
  }
}
