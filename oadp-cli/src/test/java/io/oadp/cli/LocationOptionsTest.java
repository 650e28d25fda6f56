// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupStorageLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationOptionsTest {
  private final CliRunner cli = new CliRunner(new ScriptedOadp());

  @TempDir private Path directory;

  private BackupStorageLocation resolve(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "backup";
    arguments[1] = "get";
    System.arraycopy(options, 0, arguments, 2, options.length);
    assertThat(cli.run(arguments)).as(cli.err()).isZero();
    return cli.locations.get(cli.locations.size() - 1);
  }

  @Test
  void file_isADirectoryOfProviderFile() {
    BackupStorageLocation location = resolve("--location", "file:" + directory);

    assertThat(location.provider()).isEqualTo("file");
    assertThat(location.bucket()).isEqualTo(directory.toString());
    assertThat(location.name()).isEqualTo("default");
    assertThat(resolve("--location=file://" + directory).bucket()).isEqualTo(directory.toString());
  }

  @Test
  void variable_isTheDefault() {
    cli.variables.put("OADP_LOCATION", "file:" + directory);

    assertThat(resolve().bucket()).isEqualTo(directory.toString());
    assertThat(resolve("--location=s3://other").bucket()).isEqualTo("other");
  }

  @Test
  void s3_takesBucketPrefixAndOptions() throws IOException {
    Path credentials = Files.writeString(directory.resolve("cloud"), "[default]\n");
    Path ca = Files.writeString(directory.resolve("ca.pem"), "PEM");

    BackupStorageLocation location =
        resolve(
            "--location=s3://bucket/some/where/",
            "--s3-url=http://localhost:9000",
            "--s3-region=r",
            "--s3-force-path-style",
            "--s3-profile=p",
            "--s3-credentials-file=" + credentials,
            "--s3-ca-cert=" + ca,
            "--s3-insecure-skip-tls-verify=false");

    assertThat(location.provider()).isEqualTo("aws");
    assertThat(location.bucket()).isEqualTo("bucket");
    assertThat(location.prefix()).contains("some/where");
    assertThat(location.config())
        .containsEntry("s3Url", "http://localhost:9000")
        .containsEntry("region", "r")
        .containsEntry("s3ForcePathStyle", "true")
        .containsEntry("profile", "p")
        .containsEntry("insecureSkipTLSVerify", "false");
    assertThat(location.caCert()).contains("PEM");
    assertThat(location.credentials().orElseThrow().read()).asString().isEqualTo("[default]\n");
    assertThat(resolve("--location=s3://bucket").prefix()).isEmpty();
  }

  @Test
  void yamlFile_thatNamesASecret_usesTheDefaultChain() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("location.yaml"),
            """
            apiVersion: velero.io/v1
            kind: BackupStorageLocation
            metadata:
              name: primary
              namespace: velero
            spec:
              provider: aws
              objectStorage:
                bucket: bucket
              config:
                region: eu-central-1
              credential:
                name: cloud-credentials
                key: cloud
            """);

    BackupStorageLocation location = resolve("--location=" + file, "--s3-region=other");

    assertThat(location.name()).isEqualTo("primary");
    assertThat(location.config()).containsEntry("region", "other");
    assertThat(location.credentials().orElseThrow().read()).isEmpty();
    assertThat(cli.err()).contains("names the Secret 'cloud-credentials'");
    assertThat(cli.run("backup", "create", "b", "--location=" + file, "--storage-location=else"))
        .isEqualTo(64);
  }
}
