// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.s3.model.ListMultipartUploadsRequest;
import io.oadp.api.CredentialSource;
import io.oadp.spi.storage.NotAppliedException;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectWriter;
import io.oadp.spi.storage.SupportsPutIfAbsent;
import io.oadp.spi.storage.WriteOptions;
import io.oadp.storage.s3.S3Credentials;
import io.oadp.storage.s3.S3Location;
import io.oadp.storage.s3.S3Store;
import io.oadp.testkit.contract.ObjectStoreContract;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Holds the S3 store to the contract, on MinIO, and to the errors that a real server gives. */
@RequiresPeers(Peer.MINIO)
class S3StoreContractIT extends ObjectStoreContract {
  private final Minio minio = Peers.get().minio();
  private String bucket = "";

  @Override
  protected ObjectStore openEmpty() throws IOException {
    bucket = minio.newBucket("contract");
    return S3Store.open(location().build());
  }

  @Override
  protected boolean supportsSignedUrls() {
    return true;
  }

  /** MinIO stores both and lists one. */
  @Override
  protected KeyBelowObject keyBelowObject() {
    return KeyBelowObject.UNDEFINED;
  }

  /** MinIO answers 403 to a PUT that meets the removal of the directory it emptied. */
  @Override
  protected boolean losesRacesInEmptiedDirectories() {
    return true;
  }

  private S3Location location() {
    return S3Location.builder("minio", bucket)
        .prefix("some/prefix/")
        .s3Url(URI.create(minio.endpoint()))
        .s3ForcePathStyle(true)
        .credentials(S3Credentials.ofKeys(minio.accessKey(), minio.secretKey()));
  }

  @Test
  void objects_lieBelowThePrefix() throws Exception {
    put("backups/a/x", "1");
    assertThat(minio.s3().doesObjectExist(bucket, "some/prefix/backups/a/x")).isTrue();
  }

  @Test
  void close_withoutCommit_abortsTheUpload() throws Exception {
    try (ObjectWriter writer = store().create("a/x", WriteOptions.defaults())) {
      for (int i = 0; i < 12; i++) {
        writer.write(ByteBuffer.allocate(1 << 20));
      }
    }
    assertThat(
            minio
                .s3()
                .listMultipartUploads(new ListMultipartUploadsRequest(bucket))
                .getMultipartUploads())
        .isEmpty();
  }

  @Test
  void call_withUnknownAccessKey_namesTheCredentials() throws Exception {
    assertFails(
        location().credentials(S3Credentials.ofKeys("NOSUCHKEY", "very-secret-text")),
        "does not know the access key");
  }

  @Test
  void call_withWrongSecretKey_namesTheCredentials() throws Exception {
    assertFails(
        location().credentials(S3Credentials.ofKeys(minio.accessKey(), "very-secret-text")),
        "the secret key is wrong");
  }

  @Test
  void call_whenKeyWasRenewed_goesOnWithTheNewOne() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    String good =
        "[default]\naws_access_key_id="
            + minio.accessKey()
            + "\naws_secret_access_key="
            + minio.secretKey()
            + "\n";
    CredentialSource rotating =
        CredentialSource.of(
            () ->
                (reads.getAndIncrement() == 0 ? good.replace(minio.secretKey(), "old") : good)
                    .getBytes(StandardCharsets.UTF_8));
    try (ObjectStore rotated = S3Store.open(location().credentials(rotating).build())) {
      assertThat(rotated.stat("a/x")).isEmpty();
      assertThat(((SupportsPutIfAbsent) rotated).putIfAbsent("a/x", new byte[1])).isTrue();
    }
    assertThat(reads).hasValue(2);
  }

  @Test
  void call_onMissingBucket_namesIt() throws Exception {
    bucket = "no-such-bucket-" + bucket;
    assertFails(location(), "there is no such bucket");
  }

  private static void assertFails(S3Location location, String advice) throws IOException {
    try (ObjectStore broken = S3Store.open(location.build())) {
      assertThatThrownBy(() -> broken.stat("a/x"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot look for object a/x")
          .hasMessageContaining("'minio'")
          .hasMessageContaining(advice)
          .hasMessageNotContaining("very-secret-text");
      assertThatThrownBy(() -> broken.list("").close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(advice);
      assertThatThrownBy(() -> broken.read("a/x", 0, -1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(advice);
      assertThatThrownBy(() -> broken.delete("a/x"))
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining(advice);
      assertThatThrownBy(
              () -> {
                try (ObjectWriter writer = broken.create("a/x", WriteOptions.defaults())) {
                  writer.commit();
                }
              })
          .isInstanceOf(NotAppliedException.class)
          .hasMessageContaining(advice)
          .hasMessageNotContaining("very-secret-text");
      assertThat(broken.toString()).doesNotContain("very-secret-text");
    }
  }
}
