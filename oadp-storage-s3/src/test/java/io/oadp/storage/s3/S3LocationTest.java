// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import io.oadp.api.CredentialSource;
import io.oadp.spi.PluginProvider;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of an S3 location, by the rules and names of Velero's AWS plugin. */
class S3LocationTest {
  private static final String SECRET = "very-secret-text";

  @Test
  void build_withEverySetting_usesVelerosNames() {
    BackupStorageLocation location =
        builder()
            .prefix("p")
            .region("eu-central-1")
            .s3Url(URI.create("https://s3.example.com"))
            .publicUrl(URI.create("https://public.example.com"))
            .s3ForcePathStyle(true)
            .insecureSkipTLSVerify(false)
            .profile("other")
            .caCert("pem")
            .build();
    assertThat(location.provider()).isEqualTo("aws");
    assertThat(location.bucket()).isEqualTo("bucket");
    assertThat(location.prefix()).contains("p");
    assertThat(location.caCert()).contains("pem");
    assertThat(location.config())
        .isEqualTo(
            Map.of(
                "region", "eu-central-1",
                "s3Url", "https://s3.example.com",
                "publicUrl", "https://public.example.com",
                "s3ForcePathStyle", "true",
                "insecureSkipTLSVerify", "false",
                "profile", "other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1", "t", "T", "true", "True", "TRUE", "0", "f", "F", "false", "False", "FALSE"
      })
  void open_withBooleanAsGoWritesIt_accepts(String value) {
    assertThatCode(
            () ->
                S3Store.open(
                        with("insecureSkipTLSVerify", value).toBuilder()
                            .config("s3ForcePathStyle", value)
                            .build())
                    .close())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TrUe", "2", "on"})
  void open_withOtherBoolean_namesSettingAndValue(String value) {
    assertRefused(
        with("insecureSkipTLSVerify", value),
        "insecureSkipTLSVerify: must be \"true\" or \"false\", was \"" + value + "\"");
  }

  @Test
  void open_withUnknownSetting_namesTheNearest() {
    assertRefused(with("s3URI", "x"), "no setting 's3URI'", "nearest is 's3Url'");
    assertRefused(
        with("forcePathStyle", "true"), "no setting 'forcePathStyle'", "'s3ForcePathStyle'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kmsKeyId",
        "serverSideEncryption",
        "customerKeyEncryptionFile",
        "customerKeyEncryptionSecret",
        "tagging",
        "credentialsFile"
      })
  void open_withSettingNotServed_refusesItByNameUnlessEmpty(String key) throws Exception {
    assertRefused(with(key, "x"), key + ": is not served yet");
    S3Store.open(with(key, "")).close();
  }

  @Test
  void open_withSettingsWithoutEffect_accepts() throws Exception {
    S3Store.open(with("checksumAlgorithm", "CRC32")).close();
    S3Store.open(with("signatureVersion", "4")).close();
    S3Store.open(with("enableSharedConfig", "false")).close();
    assertRefused(with("signatureVersion", "1"), "signatureVersion");
    assertRefused(with("enableSharedConfig", "true"), "enableSharedConfig");
  }

  @Test
  void open_withSeveralProblems_reportsAll() {
    assertRefused(
        with("s3Url", "not a url").toBuilder().bucket("a/b").config("region2", "x").build(),
        "'lab'",
        "s3Url: is no URL",
        "objectStorage.bucket",
        "no setting 'region2'");
  }

  @Test
  void open_withPasswordInUrl_refusesWithoutPrintingIt() {
    assertThatThrownBy(() -> S3Store.open(with("s3Url", "https://user:" + SECRET + "@host")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("s3Url: must hold no user or password")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void open_withCaCertThatIsNone_namesIt() {
    assertThatThrownBy(() -> S3Store.open(builder().caCert("no pem").build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("caCert");
  }

  @Test
  void open_withCredentialsThatCannotWork_saysWhyWithoutPrintingThem() {
    assertRefused(
        credentials(S3Credentials.ofProfileText("aws_secret_access_key=" + SECRET)),
        "no profile [default]");
    assertRefused(
        credentials(S3Credentials.ofProfileText("[default]\naws_secret_access_key=" + SECRET)),
        "must have aws_access_key_id and aws_secret_access_key",
        "it has aws_secret_access_key");
    assertRefused(
        credentials(S3Credentials.ofProfileText("[default]\nrole_arn = arn:x\n")),
        "it has role_arn");
  }

  @Test
  void open_withProfile_readsThatOne() throws Exception {
    CredentialSource two =
        S3Credentials.ofProfileText(
            """
            # comment
            [default]
            region=x

            [ backup ]
            AWS_ACCESS_KEY_ID = a
            aws_secret_access_key = b=c
            """);
    S3Store.open(builder().credentials(two).profile("backup").build()).close();
    assertRefused(builder().credentials(two).build(), "profile 'default'");
  }

  @Test
  void texts_ofWhatHoldsSecrets_doNotShowThem() throws Exception {
    CredentialSource keys = S3Credentials.ofSession("id", SECRET, SECRET);
    assertThat(keys.toString()).doesNotContain(SECRET);
    BackupStorageLocation location = credentials(keys);
    assertThat(location.toString()).doesNotContain(SECRET);
    try (var store = S3Store.open(location)) {
      assertThat(store.toString()).contains("bucket").doesNotContain(SECRET);
    }
    assertThatThrownBy(() -> S3Credentials.ofKeys("id", SECRET + "\nx=y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void discovery_findsTheProvider() {
    assertThat(ServiceLoader.load(PluginProvider.class))
        .anySatisfy(provider -> assertThat(provider).isInstanceOf(S3Store.class));
  }

  private static S3Location builder() {
    return S3Location.builder("lab", "bucket").credentials(S3Credentials.ofKeys("id", SECRET));
  }

  private static BackupStorageLocation credentials(CredentialSource source) {
    return builder().credentials(source).build();
  }

  private static BackupStorageLocation with(String key, String value) {
    return builder().build().toBuilder().config(key, value).build();
  }

  private static void assertRefused(BackupStorageLocation location, String... parts) {
    assertThatThrownBy(() -> S3Store.open(location))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining(SECRET);
  }
}
