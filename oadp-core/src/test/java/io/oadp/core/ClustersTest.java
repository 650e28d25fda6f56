// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.ClusterException;
import io.oadp.api.ConfigurationException;
import io.oadp.api.cluster.Cluster;
import io.oadp.testkit.FakeCluster;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
  private static final String SECRET = "s3cr3t-t0ken";

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertUid(Cluster cluster, FakeCluster server) {
    try (cluster) {
      assertThat(cluster.info().uid()).isEqualTo(server.uid());
    }
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(ConfigurationException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain(SECRET);
              }
            });
  }

  @Test
  void kubeconfig_asTextOrFileOrByEnvironment_reachesTheServer() throws IOException {
    try (FakeCluster server = FakeCluster.start()) {
      Path file = write("config", server.kubeconfig());
      Files.createDirectories(folder.resolve("home/.kube"));
      write("home/.kube/config", server.kubeconfig());
      Path home = folder.resolve("home");

      assertUid(Clusters.ofKubeconfigText(server.kubeconfig()), server);
      assertUid(Clusters.fromKubeconfig(file, ""), server);
      assertUid(Clusters.fromKubeconfig(file, "fake"), server);
      assertUid(Clusters.fromEnvironment(Map.of("KUBECONFIG", file.toString()), folder), server);
      assertUid(Clusters.fromEnvironment(Map.of(), home), server);
    }
  }

  @Test
  void kubeconfig_inSeveralFiles_isMergedAndAbsentOnesArePassedOver() throws IOException {
    try (FakeCluster server = FakeCluster.start()) {
      String[] parts = server.kubeconfig().split("(?=users:)|(?=contexts:)", -1);
      assertThat(parts).hasSize(3);
      Path clusters = write("clusters", parts[0]);
      Path users = write("users", "clusters: []\n" + parts[1]);
      Path contexts = write("contexts", "clusters: []\n" + parts[2]);
      String list =
          String.join(
              File.pathSeparator,
              contexts.toString(),
              folder.resolve("absent").toString(),
              users.toString(),
              clusters.toString());

      assertUid(Clusters.fromEnvironment(Map.of("KUBECONFIG", list), folder), server);
    }
  }

  @Test
  void kubeconfig_withTokenFileBesideIt_readsTheToken() throws IOException {
    try (FakeCluster server = FakeCluster.start()) {
      write("token", server.token());
      Path file = write("config", server.kubeconfig().replaceAll("token: .*", "tokenFile: token"));

      assertUid(Clusters.fromKubeconfig(file, ""), server);
    }
  }

  @Test
  void kubeconfig_withExecPlugin_asksItForTheToken() throws IOException {
    try (FakeCluster server = FakeCluster.start()) {
      Path plugin =
          write(
              "plugin.sh",
              "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                  + "\"status\":{\"token\":\""
                  + server.token()
                  + "\"}}'\n");
      String exec =
          "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['"
              + plugin
              + "'], interactiveMode: Never}";
      Path file = write("config", server.kubeconfig().replaceAll("token: .*", exec));

      assertUid(Clusters.fromKubeconfig(file, ""), server);
    }
  }

  @Test
  void kubeconfig_thatIsNotThere_isNamed() {
    assertRefused(
        () -> Clusters.fromKubeconfig(folder.resolve("absent"), ""), "absent", "not found");
  }

  @Test
  void kubeconfig_withoutThatContext_namesThoseThereAre() throws IOException {
    Path file = write("config", kubeconfig("https://192.0.2.1"));

    assertRefused(() -> Clusters.fromKubeconfig(file, "other"), "'other'", "it has [here]");
  }

  @Test
  void kubeconfig_withDanglingNames_saysWhichPartIsMissing() {
    String whole = kubeconfig("https://192.0.2.1");
    assertRefused(
        () -> Clusters.ofKubeconfigText(whole.replace("user: u", "user: v")), "no user 'v'");
    assertRefused(
        () -> Clusters.ofKubeconfigText(whole.replace("cluster: c", "cluster: d")),
        "no cluster 'd'");
    assertRefused(
        () -> Clusters.ofKubeconfigText(whole.replace("current-context: here", "")),
        "no current-context",
        "[here]");
    assertRefused(
        () -> Clusters.ofKubeconfigText(whole.replace("https://192.0.2.1", "''")), "no server");
  }

  @Test
  void kubeconfig_thatIsBroken_isRefusedWithoutQuotingIt() {
    assertRefused(
        () -> Clusters.ofKubeconfigText("clusters: []\nusers:\n  - token: " + SECRET + ": {x\n"),
        "no YAML",
        "line 3");
    assertRefused(() -> Clusters.ofKubeconfigText("token: " + SECRET), "it has no clusters");
    assertRefused(() -> Clusters.ofKubeconfigText(""), "it has no clusters");
    assertRefused(
        () ->
            Clusters.ofKubeconfigText(
                kubeconfig("https://192.0.2.1")
                    .replace(
                        "token: " + SECRET,
                        "client-certificate-data: AAAA\n    client-key-data: BBBB")),
        "context 'here' cannot be used");
  }

  @Test
  void server_thatIsNotThere_showsAtTheFirstCall() {
    try (Cluster cluster = Clusters.ofKubeconfigText(kubeconfig("https://no-such-host.invalid"))) {
      assertThat(cluster.toString()).contains("no-such-host.invalid").doesNotContain(SECRET);
      Thread.currentThread().interrupt();
      assertThatThrownBy(cluster::info).isInstanceOf(ClusterException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void environment_withoutAnyWay_saysWhatWasLookedFor() {
    assertRefused(() -> Clusters.fromEnvironment(Map.of(), folder), "KUBECONFIG", ".kube");
    assertRefused(
        () -> Clusters.fromEnvironment(Map.of("KUBERNETES_SERVICE_HOST", "h"), folder),
        "KUBERNETES_SERVICE_PORT");
  }

  private static String kubeconfig(String server) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster:
            server: %s
        users:
        - name: u
          user:
            token: %s
        contexts:
        - name: here
          context:
            cluster: c
            user: u
        current-context: here
        """
        .formatted(server, SECRET);
  }
}
