// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private final ScriptedOadp oadp = new ScriptedOadp();
  private final CliRunner cli = new CliRunner(oadp);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "backup",
        "restore",
        "backup nonsense",
        "backup create",
        "backup create b",
        "backup create b c --location file:x",
        "backup create b --location file:",
        "backup create b --location s3://",
        "backup create b --location no-such-file.yaml",
        "backup create b --location file:x --s3-region r",
        "backup create b --location s3://b --s3-ca-cert no-such-file",
        "backup create b --location file:x --include-namespace a",
        "backup create b --location file:x --ttl 30d",
        "backup create b --location file:x --ttl 1h --never-expires",
        "backup create b --location file:x --labels a",
        "backup create b --location file:x --selector a=b=c",
        "backup create b --location file:x --ordered-resources pods",
        "backup create b --location file:x -o xml",
        "backup create b --location file:x --snapshot-volumes=perhaps",
        "backup get",
        "backup describe --location file:x",
        "backup logs --location file:x",
        "restore create",
        "restore create r --location file:x",
        "restore create --from-backup b",
        "restore create --from-backup b --location file:x --namespace-mappings a",
        "restore create --from-backup b --location file:x --namespace-mappings a:b,a:c",
        "restore create --from-backup b --location file:x --existing-resource-policy replace",
        "restore plan",
        "restore logs --location file:x",
      })
  void wrongUsage_exits64AndSaysWhy(String arguments) {
    int code = cli.run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(code).isEqualTo(64);
    assertThat(cli.err()).startsWith("oadp: ").doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
    assertThat(oadp.backedUp).isEmpty();
    assertThat(oadp.restored).isEmpty();
  }

  @Test
  void misspeltOption_isAnsweredWithTheRightOne() {
    cli.run("backup", "create", "b", "--include-namespace=a");

    assertThat(cli.err()).contains("--include-namespaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "backup --help",
        "backup create --help",
        "backup get --help",
        "backup describe -h",
        "backup logs -h",
        "restore create --help",
        "restore plan --help",
        "restore get --help",
        "restore describe --help",
        "restore logs --help"
      })
  void help_isPrinted(String arguments) {
    assertThat(cli.run(arguments.split(" "))).isZero();
    assertThat(cli.out()).contains("Usage: oadp");
  }

  @Test
  void helpOfCreate_saysWhoDeletes() {
    cli.run("backup", "create", "--help");

    assertThat(cli.out().replaceAll("\\s+", " "))
        .contains("any Velero that watches the location deletes it")
        .contains("oadp itself deletes nothing");
  }
}
