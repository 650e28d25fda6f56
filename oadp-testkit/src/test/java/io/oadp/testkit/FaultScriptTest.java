// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the fake cluster does with scripts of faults, and with scripts that fit nothing. */
class FaultScriptTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return client.send(
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Authorization", "Bearer " + cluster.token())
            .method(method, publisher)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int create(String name) throws IOException, InterruptedException {
    return send("POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}").statusCode();
  }

  @Test
  void inject_ofNthCreate_letsThoseBeforePass() throws Exception {
    cluster.inject(
        RequestMatch.on("create", "configmaps").in("default").nth(3), RequestFault.status(429));
    assertThat(create("a")).isEqualTo(201);
    assertThat(create("b")).isEqualTo(201);
    assertThat(send("GET", MAPS, "").statusCode()).isEqualTo(200);
    assertThat(create("c")).isEqualTo(429);
    assertThat(create("c")).isEqualTo(201);
    assertThat(cluster.unmetFaults()).isEmpty();
  }

  @Test
  void inject_ofName_spoilsThatOneOnly() throws Exception {
    cluster.inject(RequestMatch.on("get", "configmaps").named("a"), RequestFault.status(500));
    create("a");
    create("b");
    assertThat(send("GET", MAPS + "/b", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", MAPS + "/a", "").statusCode()).isEqualTo(500);
  }

  @Test
  void inject_ofWrongBytes_answersNoJson() throws Exception {
    cluster.inject(RequestMatch.on("list", "configmaps"), RequestFault.wrongBytes());
    HttpResponse<String> spoiled = send("GET", MAPS, "");
    assertThat(spoiled.statusCode()).isEqualTo(200);
    assertThat(spoiled.body()).contains("<not json>");
    assertThat(send("GET", MAPS, "").body()).contains("ConfigMapList");
  }

  @Test
  void inject_ofTruncatedBody_endsBeforeThePromisedLength() throws Exception {
    cluster.inject(RequestMatch.on("list", "*"), RequestFault.truncated(20));
    assertThatThrownBy(() -> send("GET", MAPS, "")).isInstanceOf(IOException.class);
    assertThat(send("GET", MAPS, "").statusCode()).isEqualTo(200);
  }

  @Test
  void inject_ofUnendedBody_appliesTheRequest() {
    cluster.inject(RequestMatch.on("create", "configmaps"), RequestFault.unended(20));
    assertThatThrownBy(() -> create("a")).isInstanceOf(IOException.class);
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "default", "a"))).isPresent();
  }

  @Test
  void unmetFaults_withoutAMatch_tellWhatCameInstead() throws Exception {
    cluster.inject(
        RequestMatch.on("delete", "configmaps").in("shop").named("a"), RequestFault.status(409));
    assertThat(cluster.unmetFaults())
        .containsExactly(
            "no request met the fault for delete configmaps \"a\" in shop; no requests came");
    send("DELETE", MAPS + "/a", "");
    send("DELETE", MAPS + "/a", "");
    assertThat(cluster.unmetFaults())
        .containsExactly(
            "no request met the fault for delete configmaps \"a\" in shop; what came instead:"
                + " DELETE "
                + MAPS
                + "/a (2)");
  }

  @Test
  void close_withUnmetFault_failsWhereAskedFor() {
    FakeCluster strict = FakeCluster.builder().failOnUnmetFaults().start();
    strict.inject("GET", "/api/v1/nodez", RequestFault.status(500));
    assertThatThrownBy(strict::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no request met the fault for GET /api/v1/nodez; no requests came");
    FakeCluster cleared = FakeCluster.builder().failOnUnmetFaults().start();
    cleared.inject("GET", "/api/v1/nodez", RequestFault.status(500));
    cleared.clearFaults();
    cleared.close();
  }

  @Test
  void inject_ofUnknownResource_saysWhatToWrite() {
    assertThatThrownBy(
            () -> cluster.inject(RequestMatch.on("get", "configmap"), RequestFault.status(500)))
        .hasMessage("no resource \"configmap\": write \"configmaps\"");
    assertThatThrownBy(() -> RequestMatch.on("POST", "configmaps"))
        .hasMessageStartingWith("unknown verb \"POST\": use one of get, list");
    assertThatThrownBy(() -> RequestMatch.on("create", "configmaps").named("a"))
        .hasMessageStartingWith("a create has no name in its path");
  }
}
