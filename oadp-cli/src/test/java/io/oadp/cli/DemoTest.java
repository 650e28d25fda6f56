// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private final CliRunner cli = new CliRunner(new CoreEngines(Clock.systemUTC()));

  @Test
  void demo_insideThisProcess_endsEqual() {
    int code = cli.run("demo");

    assertThat(code).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out())
        .contains("1. A cluster", "4. A disaster", "EQUAL: all 14 objects")
        .doesNotContain("NOT EQUAL");
    assertThat(cli.out().lines().count()).isBetween(30L, 42L);
  }

  @Test
  void demo_withLocation_keepsTheBackup(@TempDir Path directory) {
    assertThat(cli.run("demo", "--location", "file:" + directory)).isZero();

    assertThat(cli.run("backup", "get", "--location", "file:" + directory)).isZero();
    assertThat(cli.out()).contains("demo-", "Completed");
  }

  @Test
  void demo_onACluster_saysWhatItReadsOutsideOfItsNamespace(@TempDir Path directory)
      throws IOException {
    try (FakeCluster cluster = FakeCluster.start()) {
      Path kubeconfig = Files.writeString(directory.resolve("config"), cluster.kubeconfig());

      assertThat(cli.run("demo", "--kubeconfig", kubeconfig.toString())).as(cli.err()).isZero();
    }
    assertThat(cli.out())
        .contains("namespaces, cluster role bindings and resource definitions are read");
  }

  @Test
  void comparison_ofOtherContent_namesThePlace() {
    Comparison comparison = new Comparison();
    ResourceIdentifier id = ResourceIdentifier.of("configmaps", "n", "c");
    ResourceIdentifier gone = ResourceIdentifier.of("configmaps", "n", "gone");
    comparison.expect(id, item("\"uid\":\"1\"", "{\"a\":\"1\",\"b\":\"2\"}"));
    comparison.expect(gone, item("\"uid\":\"1\"", "{}"));

    comparison.found(id, item("\"labels\":{\"velero.io/x\":\"y\"}", "{\"a\":\"3\",\"c\":\"2\"}"));
    comparison.missing(gone);

    assertThat(comparison.equalCount()).isZero();
    assertThat(comparison.differences())
        .containsExactly(
            id + ": /data/a differs, /data/b is missing, /data/c is new", gone + ": is not there");
  }

  private static KubernetesItem item(String metadata, String data) {
    return KubernetesItem.parse(
        ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\",\"namespace\":\"n\","
                + metadata
                + "},\"data\":"
                + data
                + "}")
            .getBytes(StandardCharsets.UTF_8));
  }
}
