// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage and snapshot locations, and where their credentials come from. */
class LocationsTest {
  @Test
  void storageLocation_everyField_readsBack() {
    BackupStorageLocation location =
        BackupStorageLocation.builder("vault")
            .provider("aws")
            .bucket("b")
            .prefix("p/q")
            .config("region", "eu")
            .credential(SecretKeyRef.of("cloud", "creds").withOptional(false))
            .caCert("-----BEGIN CERTIFICATE-----")
            .isDefault(true)
            .accessMode(AccessMode.READ_ONLY)
            .backupSyncPeriod(Duration.ZERO)
            .validationFrequency(Duration.ofMinutes(5))
            .build();

    assertThat(location.provider()).isEqualTo("aws");
    assertThat(location.bucket()).isEqualTo("b");
    assertThat(location.prefix()).contains("p/q");
    assertThat(location.config()).containsEntry("region", "eu");
    assertThat(location.credential().map(SecretKeyRef::key)).contains("creds");
    assertThat(location.caCert()).isPresent();
    assertThat(location.isDefault()).isTrue();
    assertThat(location.accessMode()).isEqualTo(AccessMode.READ_ONLY);
    assertThat(location.backupSyncPeriod()).as("zero means never").contains(Duration.ZERO);
    assertThat(location.validationFrequency()).contains(Duration.ofMinutes(5));
    assertThat(location.toBuilder().build()).isEqualTo(location);
  }

  @Test
  void storageLocation_unset_hasVelerosDefaults() {
    BackupStorageLocation location =
        BackupStorageLocation.builder("v").provider("aws").bucket("b").build();

    assertThat(location.accessMode()).isEqualTo(AccessMode.READ_WRITE);
    assertThat(location.isDefault()).isFalse();
    assertThat(location.backupSyncPeriod()).isEmpty();
    assertThat(location.prefix()).isEmpty();
  }

  @Test
  void storageLocation_faults_areToldTogether() {
    assertThatThrownBy(
            () ->
                BackupStorageLocation.builder("V")
                    .caCert("x")
                    .caCertRef(SecretKeyRef.of("s", "k"))
                    .build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("name: ")
        .hasMessageContaining("provider: must not be empty")
        .hasMessageContaining("objectStorage.bucket: must not be empty")
        .hasMessageContaining("cannot specify both caCert and caCertRef in objectStorage");
  }

  @Test
  void locations_printNoSettingsAndNoCredentials() {
    BackupStorageLocation storage =
        BackupStorageLocation.builder("v")
            .provider("aws")
            .bucket("b")
            .config("token", "s3cret")
            .credentials(CredentialSource.ofText("s3cret"))
            .build();
    VolumeSnapshotLocation snapshots =
        VolumeSnapshotLocation.builder("v")
            .provider("aws")
            .config("token", "s3cret")
            .credentials(() -> "s3cret".getBytes(UTF_8))
            .build();

    assertThat(storage.toString()).doesNotContain("s3cret").contains("bucket=b");
    assertThat(snapshots.toString()).doesNotContain("s3cret").contains("provider=aws");
    assertThat(CredentialSource.of(CredentialSource.ofText("s3cret")).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void credentials_fromFile_areReadAnew(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("credentials");
    Files.writeString(file, "one");
    CredentialSource source = CredentialSource.ofFile(file);
    assertThat(source.read()).isEqualTo("one".getBytes(UTF_8));

    Files.writeString(file, "two");

    assertThat(source.read()).isEqualTo("two".getBytes(UTF_8));
  }

  @Test
  void credentials_fromText_cannotBeChangedByAReader() throws IOException {
    CredentialSource source = CredentialSource.ofText("one");
    source.read()[0] = 'x';

    assertThat(source.read()).isEqualTo("one".getBytes(UTF_8));
  }
}
