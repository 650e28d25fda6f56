// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import io.oadp.api.ConfigurationException;
import io.oadp.spi.storage.ObjectStoreContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys from the text of an AWS credentials file, one profile of it; read again when a key was
 * refused. Without any text the SDK's default chain is asked. Messages name profiles and settings,
 * never their values.
 */
final class ProfileCredentials implements AWSCredentialsProvider {
  private final ObjectStoreContext context;
  private final String location;
  private final String profile;
  private @Nullable AWSCredentials current;
  private @Nullable AWSCredentialsProvider chain;

  ProfileCredentials(ObjectStoreContext context, S3Settings settings) throws IOException {
    this.context = context;
    this.location = settings.location();
    this.profile = settings.profile();
    load();
  }

  @Override
  public synchronized AWSCredentials getCredentials() {
    if (current != null) {
      return current;
    }
    return Objects.requireNonNull(chain).getCredentials();
  }

  @Override
  public synchronized void refresh() {
    if (chain != null) {
      chain.refresh();
    }
  }

  /** Reads the keys anew; true if they are others than before, so that trying again makes sense. */
  synchronized boolean renew() throws IOException {
    AWSCredentials before = current;
    load();
    refresh();
    AWSCredentials after = current;
    return before == null
        || after == null
        || !before.getAWSAccessKeyId().equals(after.getAWSAccessKeyId())
        || !before.getAWSSecretKey().equals(after.getAWSSecretKey())
        || !token(before).equals(token(after));
  }

  private synchronized void load() throws IOException {
    String text = new String(context.credentials(), StandardCharsets.UTF_8);
    if (text.isBlank()) {
      current = null;
      chain = new DefaultAWSCredentialsProviderChain();
      return;
    }
    Map<String, String> keys = section(text);
    String id = keys.getOrDefault("aws_access_key_id", "");
    String secret = keys.getOrDefault("aws_secret_access_key", "");
    if (id.isEmpty() || secret.isEmpty()) {
      String other = keys.isEmpty() ? "nothing" : String.join(", ", keys.keySet());
      throw wrong(
          "profile '"
              + profile
              + "' must have aws_access_key_id and aws_secret_access_key; it has "
              + other
              + ". Roles and processes are served by the default chain only: leave the credentials"
              + " away and set them up in the environment");
    }
    String token = keys.getOrDefault("aws_session_token", "");
    chain = null;
    current =
        token.isEmpty()
            ? new BasicAWSCredentials(id, secret)
            : new BasicSessionCredentials(id, secret, token);
  }

  private Map<String, String> section(String text) {
    Map<String, String> keys = new LinkedHashMap<>();
    boolean found = false;
    boolean inside = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).strip();
        name = name.startsWith("profile ") ? name.substring("profile ".length()).strip() : name;
        inside = name.equals(profile);
        found |= inside;
      } else if (inside && line.indexOf('=') > 0) {
        int equals = line.indexOf('=');
        keys.put(
            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            line.substring(equals + 1).strip());
      }
    }
    if (!found) {
      throw wrong(
          "there is no profile ["
              + profile
              + "] in them; they must be the text of an AWS credentials file");
    }
    return keys;
  }

  private ConfigurationException wrong(String what) {
    return new ConfigurationException(
        "credentials of backup storage location '" + location + "': " + what);
  }

  private static String token(AWSCredentials credentials) {
    return credentials instanceof BasicSessionCredentials session ? session.getSessionToken() : "";
  }

  @Override
  public String toString() {
    return "ProfileCredentials (redacted)";
  }
}
