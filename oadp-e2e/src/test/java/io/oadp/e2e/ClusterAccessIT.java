// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.oadp.api.ClusterException;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.cluster.Patch;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.Kubeconfig;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.run.CancelSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * How the engine reads and changes a cluster, against a real API server: what it discovers, and
 * that what it lists is byte for byte what the server has.
 */
@RequiresPeers(Peer.KUBE_APISERVER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterAccessIT {
  private static final String NAMESPACE = "cluster-access-it";
  private static final String MANY = "cluster-access-it-many";
  private static final int COUNT = 2_000;
  private static final String TRICKY =
      "}],{\"kind\":\"\\\\\",\"items\":[{\"x\":1}]} \u0000\u2028 ü€𝄞 <&>\t\\u007d \\\"";

  private final Peers peers = Peers.get();
  private final KubeApi kube = peers.kube();
  private final CancelSource token = new CancelSource();
  private final KubernetesCluster cluster =
      KubernetesCluster.of(Kubeconfig.ofFiles(List.of(peers.kubeconfig())).client(""));
  private final ClusterSession session = cluster.session(new CancelSource());

  @BeforeAll
  void createNamespaces() {
    removeNamespaces();
    session.create(KubernetesItem.of("v1", "Namespace", "", NAMESPACE));
    session.create(KubernetesItem.of("v1", "Namespace", "", MANY));
    for (int i = 0; i < COUNT; i++) {
      session.create(maps(), map(MANY, String.format("m%05d", i), "v" + i), "cluster-access-it");
    }
  }

  @AfterAll
  void close() {
    removeNamespaces();
    cluster.close();
  }

  private void removeNamespaces() {
    kube.deleteAndWait("/api/v1/namespaces/" + NAMESPACE);
    kube.deleteAndWait("/api/v1/namespaces/" + MANY);
  }

  private ApiResource maps() {
    return session.discovery().byGroupResource("configmaps").orElseThrow();
  }

  private static KubernetesItem map(String namespace, String name, String text) {
    return KubernetesItem.of("v1", "ConfigMap", namespace, name)
        .edit(edit -> edit.label("suite", "cluster-access").setJson("/data", "{}"))
        .edit(edit -> edit.set("/data/text", text));
  }

  @Test
  void discovery_isWhatKubectlSees() {
    List<String> kubectl =
        peers.kubectl("api-resources", "--no-headers", "-o", "name").orThrow().lines().toList();

    List<String> ours =
        session.discovery().preferred().stream().map(ApiResource::groupResource).toList();

    assertThat(ours).containsExactlyInAnyOrderElementsOf(kubectl);
    assertThat(session.discovery().warnings()).isEmpty();
    assertThat(ours).startsWith("pods", "persistentvolumeclaims", "persistentvolumes");
  }

  @Test
  void discovery_ofKinds_isWhatTheServerStates() {
    for (ApiKind kind : kube.kinds()) {
      if (kind.verbs().contains("list")) {
        assertThat(
                session
                    .discovery()
                    .byKind(GroupVersionKind.of(kind.apiVersion(), kind.kind()))
                    .map(resource -> resource.path("shop", "a")))
            .as(kind.toString())
            .contains(kind.path("shop", "a"));
      }
    }
  }

  @Test
  void discovery_resolvesShortNamesAsKubectlDoes() {
    Map<String, String> names =
        new TreeMap<>(
            Map.of(
                "po", "pods",
                "deploy", "deployments.apps",
                "ing", "ingresses.networking.k8s.io",
                "crd", "customresourcedefinitions.apiextensions.k8s.io",
                "ev", "events",
                "hpa", "horizontalpodautoscalers.autoscaling"));
    names.forEach((name, resource) -> assertThat(session.resolve(name)).contains(resource));
  }

  @Test
  void list_ofTwoThousand_isCompleteAndExact() {
    Map<String, JsonObject> expected =
        kube.list(kube.kind("v1", "ConfigMap"), MANY).stream()
            .collect(Collectors.toMap(o -> kube.pathOf(o), o -> o));

    List<String> paths = new ArrayList<>();
    List<Integer> pages = new ArrayList<>();
    session.list(
        maps(),
        MANY,
        "",
        (version, items) -> {
          pages.add(items.size());
          for (KubernetesItem item : items) {
            String path = maps().path(MANY, item.name());
            paths.add(path);
            assertThat(item.toTree()).isEqualTo(expected.get(path));
          }
        });

    assertThat(paths).doesNotHaveDuplicates().hasSize(COUNT + 1);
    assertThat(pages).containsExactly(500, 500, 500, 500, 1);
  }

  @Test
  void listed_andRead_areTheSameBytes() {
    session.create(map(NAMESPACE, "tricky", TRICKY));
    KubernetesItem read =
        session.get(ResourceIdentifier.of("configmaps", NAMESPACE, "tricky")).orElseThrow();

    List<byte[]> listed = new ArrayList<>();
    session.list(
        maps(),
        NAMESPACE,
        "suite=cluster-access",
        (version, items) ->
            items.stream()
                .filter(item -> item.name().equals("tricky"))
                .forEach(item -> listed.add(item.toBytes())));

    assertThat(listed).hasSize(1);
    // A GET puts kind before apiVersion and ends in a line feed; all the rest is equal.
    assertThat(new String(listed.get(0), StandardCharsets.UTF_8))
        .isEqualTo(
            new String(read.toBytes(), StandardCharsets.UTF_8)
                .strip()
                .replaceFirst(
                    "\\{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",",
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","));
    assertThat(read.text("/data/text")).contains(TRICKY);
    assertThat(KubernetesItem.parse(listed.get(0)).text("/data/text")).contains(TRICKY);
  }

  @Test
  void item_ofNearlyOneMegabyte_comesThrough() {
    String text = "\"{[\\ü".repeat(100_000);
    session.create(map(NAMESPACE, "huge", text));

    List<KubernetesItem> found = new ArrayList<>();
    session.list(
        maps(),
        NAMESPACE,
        "",
        (version, items) ->
            items.stream().filter(item -> item.name().equals("huge")).forEach(found::add));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).text("/data/text")).contains(text);
  }

  @Test
  void write_conflictsAndAbsence_areTold() {
    ResourceIdentifier id = ResourceIdentifier.of("configmaps", NAMESPACE, "once");
    session.create(map(NAMESPACE, "once", "a"));

    assertThatThrownBy(() -> session.create(map(NAMESPACE, "once", "a")))
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.reason()).isEqualTo("AlreadyExists"));
    assertThat(session.patch(id, Patch.strategic("{\"data\":{\"text\":\"b\"}}")).text("/data/text"))
        .contains("b");
    session.delete(id);
    session.delete(id);
    assertThat(session.get(id)).isEmpty();
  }

  @Test
  void invalidSecret_isToldByFieldOnly() {
    KubernetesItem secret =
        KubernetesItem.of("v1", "Secret", NAMESPACE, "bad")
            .edit(edit -> edit.setJson("/data", "{\"not a key, but hunter2\":\"eA==\"}"));

    assertThatThrownBy(() -> session.create(secret))
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.status()).isEqualTo(422))
        .hasMessageContaining("HTTP 422 Invalid in data");
  }

  @Test
  void cancel_inMidList_endsItWithinASecond() {
    ClusterSession canceled = cluster.session(token);
    ApiResource resource = canceled.discovery().byGroupResource("configmaps").orElseThrow();
    long[] begin = new long[1];

    assertThatThrownBy(
            () ->
                canceled.list(
                    resource,
                    MANY,
                    "",
                    (version, items) -> {
                      begin[0] = System.nanoTime();
                      token.cancel();
                    }))
        .isInstanceOf(OperationCanceledException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin[0])).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void info_isThatOfTheServer() {
    assertThat(session.info().uid())
        .isEqualTo(
            kube.get("/api/v1/namespaces/kube-system")
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString());
    assertThat(session.info().gitVersion())
        .isEqualTo(kube.get("/version").get("gitVersion").getAsString());
  }
}
