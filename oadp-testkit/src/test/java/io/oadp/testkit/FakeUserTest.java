// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.item.KubernetesItem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeUserTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final FakeCluster cluster = FakeCluster.start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> get(FakeUser user, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Authorization", "Bearer " + user.token())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void user_withRightInANamespace_isForbiddenElsewhere() throws Exception {
    FakeUser alice = cluster.user("alice").may("get,list", "configmaps, deployments.apps", "shop");
    assertThat(get(alice, "/api/v1/namespaces/shop/configmaps").statusCode()).isEqualTo(200);
    assertThat(get(alice, "/apis/apps/v1/namespaces/shop/deployments").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = get(alice, "/api/v1/namespaces/default/configmaps");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains(
            "configmaps is forbidden: User \\\"alice\\\" cannot list resource \\\"configmaps\\\" in"
                + " API group \\\"\\\" in the namespace \\\"default\\\"");
  }

  @Test
  void user_withRightEverywhere_readsClusterScope() throws Exception {
    FakeUser bob = cluster.user("bob").mayEverywhere("*", "*");
    assertThat(get(bob, "/api/v1/nodes").statusCode()).isEqualTo(200);
    assertThat(get(bob, "/api/v1/namespaces/default/pods").statusCode()).isEqualTo(200);
  }

  @Test
  void user_withRightToSubresource_mayNotReadTheResource() throws Exception {
    FakeUser alice = cluster.user("alice").may("get", "deployments.apps/status", "default");
    String path = "/apis/apps/v1/namespaces/default/deployments/x";
    assertThat(get(alice, path + "/status").statusCode()).isEqualTo(404);
    assertThat(get(alice, path).statusCode()).isEqualTo(403);
  }

  @Test
  void user_ofSameName_isTheSame() {
    assertThat(cluster.user("alice")).isSameAs(cluster.user("alice"));
    assertThat(cluster.user("alice").kubeconfig())
        .contains("token: " + cluster.user("alice").token())
        .doesNotContain(cluster.token());
    assertThat(cluster.user("alice").toString()).doesNotContain(cluster.user("alice").token());
  }

  @Test
  void may_withUnknownVerb_namesTheVerbs() {
    assertThatThrownBy(() -> cluster.user("alice").may("read", "configmaps", "default"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown verb \"read\": use get, list, watch");
  }

  @Test
  void may_withKindOrShortName_saysThePlural() {
    assertThatThrownBy(() -> cluster.user("alice").may("get", "Deployment", "default"))
        .hasMessage("no resource \"Deployment\": write \"deployments.apps\"");
    assertThatThrownBy(() -> cluster.user("alice").may("get", "cm", "default"))
        .hasMessage("no resource \"cm\": write \"configmaps\"");
    assertThatThrownBy(() -> cluster.user("alice").may("get", "deployments", "default"))
        .hasMessage("no resource \"deployments\": write \"deployments.apps\"");
    assertThatThrownBy(() -> cluster.user("alice").may("get", "gizmos", "default"))
        .hasMessageContaining("write the plural name with its group");
  }

  @Test
  void may_withoutNamespace_pointsToTheOtherMethod() {
    assertThatThrownBy(() -> cluster.user("alice").may("get", "pods", ""))
        .hasMessage("no namespace: name one, or use mayEverywhere(\"get\", \"pods\")");
  }

  private static KubernetesItem item(String json) {
    return KubernetesItem.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void apply_ofUnknownKind_saysWhatToWrite() {
    KubernetesItem wrong = KubernetesItem.of("v1", "Deployment", "default", "a");
    assertThatThrownBy(() -> cluster.apply(wrong))
        .hasMessage(
            "no matches for kind \"Deployment\" in version \"v1\": write kind Deployment in version"
                + " apps/v1");
    KubernetesItem custom = KubernetesItem.of("example.com/v1", "Widget", "default", "a");
    assertThatThrownBy(() -> cluster.apply(custom))
        .hasMessageEndingWith(
            "apply its CustomResourceDefinition first and wait until it is served");
  }

  @Test
  void apply_ofIncompleteObject_saysWhatIsMissing() {
    KubernetesItem nameless =
        item("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"x\"}}");
    assertThatThrownBy(() -> cluster.apply(nameless))
        .hasMessage("a ConfigMap without name: set metadata.name or metadata.generateName");
    KubernetesItem homeless =
        item("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}");
    assertThatThrownBy(() -> cluster.apply(homeless))
        .hasMessage(
            "the ConfigMap \"a\" has no namespace: set metadata.namespace, such as default");
  }
}
