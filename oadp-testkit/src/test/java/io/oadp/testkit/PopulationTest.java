// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonObject send(String method, String path) throws Exception {
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("Authorization", "Bearer " + cluster.token())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return JsonParser.parseString(reply.body()).getAsJsonObject();
  }

  private static KubernetesItem map(int index) {
    return KubernetesItem.of(
        "v1", "ConfigMap", "default", String.format(Locale.ROOT, "item-%07d", index));
  }

  @Test
  void list_ofAMillion_isServedByPages() throws Exception {
    cluster.generate(1_000_000, PopulationTest::map);
    JsonObject page = send("GET", MAPS + "?limit=3");
    JsonObject metadata = page.getAsJsonObject("metadata");
    assertThat(metadata.get("remainingItemCount").getAsInt()).isEqualTo(999_998);
    assertThat(names(page)).containsExactly("item-0000000", "item-0000001", "item-0000002");
    JsonObject one = send("GET", MAPS + "/item-0999999");
    assertThat(one.getAsJsonObject("metadata").get("uid").getAsString()).hasSize(36);
    assertThat(cluster.get(ResourceIdentifier.of("configmaps", "default", "item-1000000")))
        .isEmpty();
  }

  @Test
  void list_withStoredItemsBetween_keepsOneOrder() throws Exception {
    cluster.generate(4, PopulationTest::map);
    cluster.apply(
        KubernetesItem.of("v1", "ConfigMap", "default", "item-0000001-b"),
        KubernetesItem.of("v1", "ConfigMap", "default", "a"));
    List<String> all = new ArrayList<>();
    String next = "";
    do {
      JsonObject page = send("GET", MAPS + "?limit=2" + next);
      all.addAll(names(page));
      JsonElement token = page.getAsJsonObject("metadata").get("continue");
      next = token == null ? "" : "&continue=" + token.getAsString();
    } while (!next.isEmpty());
    assertThat(all)
        .containsExactly(
            "a",
            "item-0000000",
            "item-0000001",
            "item-0000001-b",
            "item-0000002",
            "item-0000003",
            "kube-root-ca.crt");
  }

  private static List<String> names(JsonObject page) {
    List<String> names = new ArrayList<>();
    for (JsonElement item : page.getAsJsonArray("items")) {
      names.add(item.getAsJsonObject().getAsJsonObject("metadata").get("name").getAsString());
    }
    return names;
  }

  @Test
  void delete_ofGeneratedItem_isRefused() throws Exception {
    cluster.generate(4, PopulationTest::map);
    JsonObject refused = send("DELETE", MAPS + "/item-0000001");
    assertThat(refused.get("code").getAsInt()).isEqualTo(405);
    assertThat(refused.get("message").getAsString()).contains("can be read only");
  }

  @Test
  void generate_withNamesOutOfOrder_saysHowToNumberThem() {
    assertThatThrownBy(
            () ->
                cluster.generate(
                    20, i -> KubernetesItem.of("v1", "ConfigMap", "default", "item-" + i)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pad the numbers in names");
  }
}
