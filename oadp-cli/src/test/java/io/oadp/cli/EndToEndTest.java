// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.cluster.Cluster;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.Clusters;
import io.oadp.testkit.FakeCluster;
import io.oadp.testkit.RequestFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the real engine, on the fake cluster and a directory. */
class EndToEndTest {
  @TempDir private Path folder;
  private FakeCluster fake;
  private String kubeconfig;
  private String location;
  private final CliRunner cli = new CliRunner(new CoreEngines(Clock.systemUTC()));

  @BeforeEach
  void start() throws IOException {
    fake = FakeCluster.start();
    fake.apply(
        KubernetesItem.of("v1", "Namespace", "", "shop"),
        KubernetesItem.of("v1", "ConfigMap", "shop", "prices")
            .edit(e -> e.set("/data/apple", "2")));
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), fake.kubeconfig()).toString();
    location = "file:" + folder.resolve("backups");
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private int backUp(String name, String namespace) {
    return cli.run(
        "backup",
        "create",
        name,
        "--include-namespaces",
        namespace,
        "--kubeconfig",
        kubeconfig,
        "--location",
        location);
  }

  @Test
  void backup_createdListedDescribedAndRead() {
    assertThat(backUp("monday", "shop")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("Backup 'monday' Completed");

    assertThat(cli.run("backup", "get", "--location", location)).isZero();
    assertThat(cli.out()).contains("NAME").contains("monday").contains("Completed");

    assertThat(cli.run("backup", "get", "monday", "-o", "json", "--location", location)).isZero();
    assertThat(cli.out()).contains("\"kind\": \"Backup\"");

    assertThat(cli.run("backup", "describe", "monday", "--location", location)).isZero();
    assertThat(cli.out()).contains("monday").contains("Velero");

    assertThat(cli.run("backup", "logs", "monday", "--location", location)).isZero();
    assertThat(cli.out()).contains("backup=velero/monday");
  }

  @Test
  void browse_fromKindsToOneItem() {
    fake.apply(
        KubernetesItem.of("v1", "Secret", "shop", "keys")
            .edit(e -> e.set("/data/key", "aHVudGVyMg==")));
    backUp("monday", "shop");

    assertThat(cli.run("backup", "browse", "monday", "--location", location)).isZero();
    assertThat(cli.out())
        .containsPattern("configmaps +2")
        .containsPattern("secrets +1")
        .containsPattern("shop +4");

    assertThat(browse("--resource", "ConfigMap", "--item-namespace", "shop")).isZero();
    assertThat(cli.out()).containsPattern("configmaps +shop +prices").doesNotContain("keys");

    assertThat(browse("--resource", "configmaps", "--item-namespace", "shop", "prices")).isZero();
    assertThat(cli.out()).contains("kind: ConfigMap").contains("apple: '2'");

    assertThat(browse("--resource", "secrets", "keys", "-o", "json")).isZero();
    assertThat(cli.out()).contains("\"key\": \"digest:").doesNotContain("aHVudGVyMg");

    assertThat(browse("--resource", "secrets", "keys", "--show-secrets")).isZero();
    assertThat(cli.out()).contains("aHVudGVyMg==");

    assertThat(browse("--resource", "secrets", "nothing")).isEqualTo(1);
    assertThat(cli.err()).contains("nothing");
    assertThat(browse("keys")).isEqualTo(64);
  }

  @Test
  void delete_needsConfirmationAndLeavesOthers() {
    backUp("monday", "shop");
    backUp("monday-2", "shop");

    assertThat(cli.run("backup", "delete", "monday", "--location", location)).isEqualTo(64);
    assertThat(cli.err()).contains("--confirm");
    assertThat(folder.resolve("backups/backups/monday/velero-backup.json")).exists();

    assertThat(cli.run("backup", "delete", "monday", "--confirm", "--location", location))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).contains("Deletion of backup 'monday' Completed");
    assertThat(folder.resolve("backups/backups/monday")).doesNotExist();
    assertThat(folder.resolve("backups/backups/monday-2/velero-backup.json")).exists();

    assertThat(cli.run("backup", "delete", "monday", "--confirm", "--location", location))
        .isEqualTo(1);
    assertThat(cli.err()).contains("monday");
  }

  @Test
  void diff_withLaterBackupAndCluster_showsFields() {
    backUp("monday", "shop");
    fake.apply(
        KubernetesItem.of("v1", "ConfigMap", "shop", "prices")
            .edit(e -> e.set("/data/apple", "3")));
    backUp("tuesday", "shop");

    assertThat(cli.run("backup", "diff", "monday", "tuesday", "--location", location))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .isEqualToNormalizingNewlines(
            "changed configmaps/shop/prices\n  /data/apple: \"2\" -> \"3\"\n");

    try (Cluster client = Clusters.ofKubeconfigText(fake.kubeconfig())) {
      client.delete(ResourceIdentifier.of("configmaps", "shop", "prices"));
    }
    assertThat(
            cli.run(
                "backup",
                "diff",
                "monday",
                "--live",
                "--kubeconfig",
                kubeconfig,
                "--location",
                location))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).isEqualToNormalizingNewlines("missing configmaps/shop/prices\n");

    assertThat(cli.run("backup", "diff", "monday", "--location", location)).isEqualTo(64);
  }

  @Test
  void orphans_ofCutOffDeletion_areListed() throws IOException {
    backUp("monday", "shop");
    assertThat(cli.run("location", "orphans", "--location", location)).isZero();
    assertThat(cli.out()).contains("nothing is left over");

    Files.delete(folder.resolve("backups/backups/monday/velero-backup.json"));

    assertThat(cli.run("location", "orphans", "--location", location, "-o", "json")).isZero();
    assertThat(cli.out()).contains("\"what\": \"backups/monday/\"").contains("remedy");
  }

  private int browse(String... arguments) {
    List<String> all = new ArrayList<>(List.of("backup", "browse", "monday"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--location", location));
    return cli.run(all.toArray(new String[0]));
  }

  @Test
  void verify_ofSoundAndDamagedBackup_exitsWith0And1() throws IOException {
    backUp("monday", "shop");

    assertThat(cli.run("backup", "verify", "monday", "--location", location)).isZero();
    assertThat(cli.out()).contains("Backup 'monday' is sound");

    Path archive = folder.resolve("backups/backups/monday/monday.tar.gz");
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);

    assertThat(cli.run("backup", "verify", "monday", "--location", location)).isEqualTo(1);
    assertThat(cli.out()).contains("Backup 'monday' is damaged").contains("monday.tar.gz");
  }

  @Test
  void restore_plannedThenCreatedThenDescribed() {
    backUp("monday", "shop");

    assertThat(
            cli.run(
                "restore",
                "plan",
                "copy",
                "--from-backup",
                "monday",
                "--namespace-mappings",
                "shop:shop-copy",
                "--kubeconfig",
                kubeconfig,
                "--location",
                location))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).contains("configmaps/shop-copy/prices");
    assertThat(fake.get(ResourceIdentifier.clusterScoped("namespaces", "shop-copy"))).isEmpty();

    assertThat(
            cli.run(
                "restore",
                "create",
                "copy",
                "--from-backup",
                "monday",
                "--namespace-mappings",
                "shop:shop-copy",
                "--kubeconfig",
                kubeconfig,
                "--location",
                location))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).contains("Restore 'copy' Completed");
    assertThat(fake.get(ResourceIdentifier.of("configmaps", "shop-copy", "prices"))).isPresent();

    assertThat(cli.run("restore", "get", "--location", location)).isZero();
    assertThat(cli.out()).contains("copy").contains("monday");
    assertThat(cli.run("restore", "describe", "copy", "--location", location)).isZero();
    assertThat(cli.out()).contains("Completed");
    assertThat(cli.run("restore", "logs", "copy", "--location", location)).isZero();
    assertThat(cli.out()).contains("restore=velero/copy");
  }

  @Test
  void backup_ofNamespaceThatIsNotThere_exitsWith2() {
    assertThat(backUp("monday", "nowhere")).isEqualTo(2);
    assertThat(cli.out()).contains("PartiallyFailed").contains("nowhere");
  }

  @Test
  void backup_underNameThatExists_isRefusedWithOneLine() {
    backUp("monday", "shop");

    assertThat(backUp("monday", "shop")).isEqualTo(1);
    assertThat(cli.err().lines()).hasSize(1).allMatch(line -> line.contains("monday"));
  }

  @Test
  void backup_ofClusterThatRefusesEverything_exitsWith1() {
    fake.inject("GET", "/**", RequestFault.status(401).always());
    fake.inject("GET", "/*", RequestFault.status(401).always());

    assertThat(backUp("monday", "shop")).isEqualTo(1);
    assertThat(cli.out() + cli.err()).contains("401");
    assertThat(folder.resolve("backups/backups/monday")).doesNotExist();
  }

  @Test
  void demo_onItsOwnCluster_endsEqual() {
    assertThat(cli.run("demo")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("EQUAL").contains("A disaster");
  }

  @Test
  void demo_onAGivenCluster_writesOnlyInsideItsOwnNamespaceAndRemovesIt() {
    fake.forgetRequests();

    assertThat(cli.run("demo", "--kubeconfig", kubeconfig)).as(cli.err()).isZero();

    assertThat(cli.out()).contains("EQUAL");
    assertThat(fake.requests())
        .filteredOn(request -> !request.method().equals("GET"))
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.path())
                    .matches(
                        "/api/v1/namespaces(/oadp-demo-[0-9a-f]+)?"
                            + "|/apis?/.*/namespaces/oadp-demo-[0-9a-f]+(/.*)?"));
    assertThat(fake.requests())
        .filteredOn(request -> request.method().equals("GET"))
        .allSatisfy(
            request ->
                assertThat(request.path())
                    .matches(
                        "/(api|apis|version)"
                            + "|/api/v1/namespaces/kube-system"
                            // what the items refer to: bindings of accounts, CRDs by name
                            + "|/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"
                            + "|/apis/apiextensions.k8s.io/v1/customresourcedefinitions/[^/]+"
                            + "|/apis?/.*namespaces/oadp-demo-[0-9a-f]+(/.*)?"));
    assertThat(fake.list("namespaces", ""))
        .noneMatch(namespace -> namespace.name().startsWith("oadp-demo-"));
    assertThat(fake.get(ResourceIdentifier.of("configmaps", "shop", "prices"))).isPresent();
  }
}
