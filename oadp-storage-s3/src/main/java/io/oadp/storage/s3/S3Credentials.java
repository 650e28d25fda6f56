// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3;

import io.oadp.api.CredentialSource;
import java.nio.file.Path;

/**
 * Ways to give an S3 location its credentials. All end as the text of an AWS credentials file, the
 * form that Velero's Secret {@code cloud-credentials} has under its key {@code cloud}; a source of
 * one's own returns the same.
 */
public final class S3Credentials {
  private S3Credentials() {}

  /**
   * A key that does not change.
   *
   * @param accessKeyId the key's public part
   * @param secretAccessKey its secret part
   * @return the source, which prints nothing of it
   */
  public static CredentialSource ofKeys(String accessKeyId, String secretAccessKey) {
    return CredentialSource.ofText(
        "[default]\naws_access_key_id="
            + checked("accessKeyId", accessKeyId)
            + "\naws_secret_access_key="
            + checked("secretAccessKey", secretAccessKey)
            + "\n");
  }

  /**
   * A temporary key. To renew it in time, use a {@link CredentialSource} of your own.
   *
   * @param accessKeyId the key's public part
   * @param secretAccessKey its secret part
   * @param sessionToken the token it came with
   * @return the source, which prints nothing of it
   */
  public static CredentialSource ofSession(
      String accessKeyId, String secretAccessKey, String sessionToken) {
    return CredentialSource.ofText(
        "[default]\naws_access_key_id="
            + checked("accessKeyId", accessKeyId)
            + "\naws_secret_access_key="
            + checked("secretAccessKey", secretAccessKey)
            + "\naws_session_token="
            + checked("sessionToken", sessionToken)
            + "\n");
  }

  /**
   * The text of a credentials file in AWS's INI form; which of its profiles counts is the
   * location's setting {@code profile}.
   *
   * @param text the text
   * @return the source, which prints nothing of it
   */
  public static CredentialSource ofProfileText(String text) {
    return CredentialSource.ofText(text);
  }

  /**
   * A credentials file in AWS's INI form, read again when a key was refused.
   *
   * @param file the file
   * @return the source
   */
  public static CredentialSource ofProfileFile(Path file) {
    return CredentialSource.ofFile(file);
  }

  /**
   * The AWS SDK's default chain: environment, system properties, web identity token, profile files,
   * container and instance roles. A location without credentials uses it too.
   *
   * @return the source
   */
  public static CredentialSource defaultChain() {
    return CredentialSource.ofText("");
  }

  private static String checked(String name, String value) {
    if (value.isBlank() || value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(name + ": must be one line and not blank");
    }
    return value.strip();
  }
}
