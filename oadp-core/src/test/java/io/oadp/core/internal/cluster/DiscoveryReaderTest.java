// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.ApiClient;
import io.oadp.api.ClusterException;
import io.oadp.api.item.GroupVersionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryReaderTest {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final HttpServer server;
  private Transport transport = new Transport(new ApiClient());

  DiscoveryReaderTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          String text = answers.get(exchange.getRequestURI().getPath());
          byte[] body = String.valueOf(text).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(text == null ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    transport =
        new Transport(
            new ApiClient().setBasePath("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    transport.close();
    server.stop(0);
  }

  private Discovery read() {
    return new DiscoveryReader(
            new Exchange(
                transport,
                new RequestRate(0),
                new LocalToken(),
                new RetryPolicy(1, Duration.ofMillis(1), Duration.ofSeconds(5))))
        .read();
  }

  private static String resource(String name, String kind, boolean namespaced) {
    return ("{'name':'" + name + "','singularName':'','kind':'" + kind + "','namespaced':")
            .replace('\'', '"')
        + namespaced
        + ",\"verbs\":[\"list\",\"get\",\"create\",\"delete\"],\"shortNames\":[\"s"
        + name
        + "\"]}";
  }

  @Test
  void legacyForm_isReadGroupByGroupAndFailuresAreWarnings() {
    answers.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
    answers.put(
        "/api/v1",
        "{\"resources\":["
            + String.join(
                ",",
                resource("namespaces", "Namespace", false),
                resource("persistentvolumes", "PersistentVolume", false),
                resource("pods", "Pod", true),
                resource("pods/status", "Pod", true),
                resource("persistentvolumeclaims", "PersistentVolumeClaim", true))
            + "]}");
    answers.put(
        "/apis",
        """
        {"kind":"APIGroupList","groups":[
          {"name":"extensions","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}},
          {"name":"down.io","versions":[{"version":"v1"}],"preferredVersion":{"version":"v1"}},
          {"name":"e.io","versions":[{"version":"v2"},{"version":"v1"}],
           "preferredVersion":{"version":"v1"}}]}
        """);
    answers.put("/apis/extensions/v1", "{\"resources\":[" + resource("olds", "Old", true) + "]}");
    answers.put("/apis/e.io/v1", "{\"resources\":[" + resource("things", "Thing", true) + "]}");
    answers.put(
        "/apis/e.io/v2",
        "{\"resources\":["
            + resource("news", "New", true)
            + ","
            + resource("things", "Thing", true)
            + "]}");

    Discovery discovery = read();

    assertThat(discovery.preferred().stream().map(r -> r.groupResource() + " " + r.version()))
        .containsExactly(
            "pods v1",
            "persistentvolumeclaims v1",
            "persistentvolumes v1",
            "namespaces v1",
            "things.e.io v1",
            "news.e.io v2",
            "olds.extensions v1");
    assertThat(discovery.byKind(GroupVersionKind.of("e.io/v2", "Thing"))).isPresent();
    assertThat(discovery.servedVersions("e.io")).containsExactly("v1", "v2");
    assertThat(discovery.find("things.v2.e.io").map(ApiResource::version)).contains("v2");
    assertThat(discovery.find("sthings").map(ApiResource::version)).contains("v1");
    assertThat(discovery.byGroupResource("pods").map(ApiResource::hasStatus)).contains(true);
    assertThat(discovery.byGroupResource("namespaces").map(ApiResource::hasStatus)).contains(false);
    assertThat(discovery.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).startsWith("discovery of down.io/v1: "));
  }

  @Test
  void aggregatedForm_withAStaleGroup_warnsAndKeepsTheRest() {
    answers.put(
        "/api",
        """
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"creationTimestamp":null},"versions":[
          {"version":"v1","freshness":"Current","resources":[
            {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},
             "scope":"Namespaced","singularResource":"pod","verbs":["list"],
             "subresources":[{"subresource":"status","verbs":["get"]}]},
            {"resource":"onlysub","scope":"Namespaced","verbs":[]}]}]}]}
        """);
    answers.put(
        "/apis",
        """
        {"kind":"APIGroupDiscoveryList","items":[
          {"metadata":{"name":"metrics.k8s.io"},"versions":[
            {"version":"v1beta1","freshness":"Stale"}]}]}
        """);

    Discovery discovery = read();

    assertThat(discovery.preferred()).hasSize(1);
    assertThat(discovery.preferred().get(0).hasStatus()).isTrue();
    assertThat(discovery.backupable()).isEmpty();
    assertThat(discovery.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).contains("metrics.k8s.io/v1beta1"));
  }

  @Test
  void answer_ofSomethingElse_isRefused() {
    answers.put("/api", "<html>hello</html>");

    assertThatThrownBy(this::read)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("is this the address of an API server?");
  }
}
