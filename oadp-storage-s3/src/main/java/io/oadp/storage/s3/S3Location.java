// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.CredentialSource;
import java.net.URI;

/**
 * Builds a {@link BackupStorageLocation} of provider {@code aws} with typed settings, under the
 * names of Velero's AWS plugin. Not thread-safe.
 *
 * <pre>{@code
 * BackupStorageLocation location =
 *     S3Location.builder("primary", "backups")
 *         .s3Url(URI.create("https://minio.example.com:9000"))
 *         .s3ForcePathStyle(true)
 *         .credentials(S3Credentials.ofProfileFile(Path.of("cloud")))
 *         .build();
 * }</pre>
 */
public final class S3Location {
  private final BackupStorageLocation.Builder location;

  private S3Location(BackupStorageLocation.Builder location) {
    this.location = location;
  }

  /**
   * Begins a location.
   *
   * @param name name of the location
   * @param bucket name of the bucket, which must be there
   * @return a builder
   */
  public static S3Location builder(String name, String bucket) {
    return new S3Location(BackupStorageLocation.builder(name).provider("aws").bucket(bucket));
  }

  /**
   * Sets the directory in the bucket under which everything is stored; none by default. Replaces.
   *
   * @param prefix slash-separated
   * @return this builder
   */
  public S3Location prefix(String prefix) {
    location.prefix(prefix);
    return this;
  }

  /**
   * Sets the bucket's region. By default Amazon is asked; with {@link #s3Url} it is {@code
   * us-east-1}. Replaces.
   *
   * @param region such as {@code eu-central-1}
   * @return this builder
   */
  public S3Location region(String region) {
    location.config("region", region);
    return this;
  }

  /**
   * Sets the address of a store that is not Amazon's. Replaces.
   *
   * @param url http or https, without a path
   * @return this builder
   */
  public S3Location s3Url(URI url) {
    location.config("s3Url", url.toString());
    return this;
  }

  /**
   * Sets the address that signed URLs begin with, where clients reach the store by another one than
   * this process. Replaces.
   *
   * @param url http or https, without a path
   * @return this builder
   */
  public S3Location publicUrl(URI url) {
    location.config("publicUrl", url.toString());
    return this;
  }

  /**
   * Sets whether the bucket stands in the path, not the host name; false by default. Most stores
   * that are not Amazon's want it. Replaces.
   *
   * @param force whether it does
   * @return this builder
   */
  public S3Location s3ForcePathStyle(boolean force) {
    location.config("s3ForcePathStyle", String.valueOf(force));
    return this;
  }

  /**
   * Sets whether any certificate is accepted, which lets others on the network read and change the
   * backups; false by default. {@link #caCert} is the better way. Replaces.
   *
   * @param insecure whether it is
   * @return this builder
   */
  public S3Location insecureSkipTLSVerify(boolean insecure) {
    location.config("insecureSkipTLSVerify", String.valueOf(insecure));
    return this;
  }

  /**
   * Sets certificates to trust besides those of the Java runtime. Replaces.
   *
   * @param pem one or more certificates in PEM
   * @return this builder
   */
  public S3Location caCert(String pem) {
    location.caCert(pem);
    return this;
  }

  /**
   * Sets which profile of the credentials counts; {@code default} by default. Replaces.
   *
   * @param profile its name
   * @return this builder
   */
  public S3Location profile(String profile) {
    location.config("profile", profile);
    return this;
  }

  /**
   * Sets the credentials, see {@link S3Credentials}; by default AWS's default chain is asked.
   * Replaces.
   *
   * @param source where they come from
   * @return this builder
   */
  public S3Location credentials(CredentialSource source) {
    location.credentials(source);
    return this;
  }

  /**
   * Builds the location.
   *
   * @return the location; its {@code toBuilder} has the fields that are not S3's own
   * @throws io.oadp.api.InvalidSpecException with all violations, if there are any
   */
  public BackupStorageLocation build() {
    return location.build();
  }
}
