// SPDX-License-Identifier: Apache-2.0
package io.oadp.storage.s3.internal;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one location, read by the rules of Velero's AWS plugin; all that is wrong is
 * reported at once. What that plugin knows and we do not serve is refused by name, for ignoring it
 * (encryption, tags) would change what is stored.
 */
public final class S3Settings {
  private static final Set<String> SERVED =
      Set.of(
          "region",
          "s3Url",
          "publicUrl",
          "s3ForcePathStyle",
          "insecureSkipTLSVerify",
          "caCert",
          "profile",
          "enableSharedConfig",
          "signatureVersion",
          "checksumAlgorithm",
          "bucket",
          "prefix",
          "resticRepoPrefix");

  private static final Map<String, String> NOT_SERVED =
      Map.of(
          "kmsKeyId", "set the key as the bucket's default encryption",
          "serverSideEncryption", "set it as the bucket's default encryption",
          "customerKeyEncryptionFile", "objects with a key of yours cannot be written yet",
          "customerKeyEncryptionSecret", "objects with a key of yours cannot be written yet",
          "tagging", "objects cannot be tagged yet",
          "credentialsFile", "give the location its credentials, or AWS_SHARED_CREDENTIALS_FILE");

  private final String location;
  private final String bucket;
  private final String prefix;
  private final Map<String, String> config;
  private final String caCert;
  private final List<String> problems = new ArrayList<>();
  private final boolean pathStyle;
  private final boolean insecure;
  private final @Nullable URI s3Url;
  private final @Nullable URI publicUrl;

  private S3Settings(BackupStorageLocation from) {
    location = from.name();
    bucket = from.bucket();
    prefix = stripSlashes(from.prefix().orElse(""));
    config = from.config();
    config.forEach(this::checkKey);
    pathStyle = flag("s3ForcePathStyle");
    insecure = flag("insecureSkipTLSVerify");
    if (flag("enableSharedConfig")) {
      problems.add(
          "enableSharedConfig: is not served yet; put the keys into the location's credentials");
    }
    if (!Set.of("", "4").contains(text("signatureVersion"))) {
      problems.add("signatureVersion: only version 4 is served, remove it");
    }
    s3Url = url("s3Url");
    publicUrl = url("publicUrl");
    caCert = from.caCert().orElse(text("caCert"));
    if (bucket.contains("/")) {
      problems.add(
          "objectStorage.bucket: must be the name of a bucket, without slashes, was "
              + bucket
              + "; directories go into objectStorage.prefix");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "backup storage location '" + location + "': " + String.join("; ", problems));
    }
  }

  /**
   * Reads a location's settings.
   *
   * @param location the location
   * @return what it says
   * @throws ConfigurationException with all that is wrong
   */
  public static S3Settings of(BackupStorageLocation location) {
    return new S3Settings(location);
  }

  String location() {
    return location;
  }

  String bucket() {
    return bucket;
  }

  /** What each object's name in the bucket begins with: empty, or ends with a slash. */
  String prefix() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  /** Empty if it is to be asked for. */
  String region() {
    return text("region");
  }

  Optional<URI> s3Url() {
    return Optional.ofNullable(s3Url);
  }

  Optional<URI> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  boolean pathStyle() {
    return pathStyle;
  }

  boolean insecure() {
    return insecure;
  }

  /** Certificates in PEM; empty if there are none. */
  String caCert() {
    return caCert;
  }

  String profile() {
    return text("profile").isEmpty() ? "default" : text("profile");
  }

  /** Where requests go, for messages. */
  String endpoint() {
    return s3Url != null
        ? s3Url.toString()
        : "Amazon S3" + (region().isEmpty() ? "" : " in " + region());
  }

  private String text(String key) {
    return config.getOrDefault(key, "").strip();
  }

  private void checkKey(String key, String value) {
    String instead = NOT_SERVED.get(key);
    if (instead != null && !value.isBlank()) {
      problems.add(key + ": is not served yet; remove it, and " + instead);
    } else if (instead == null && !SERVED.contains(key)) {
      problems.add("config has no setting '" + key + "'; the nearest is '" + nearest(key) + "'");
    }
  }

  /** Velero reads its booleans as Go's strconv.ParseBool does. */
  private boolean flag(String key) {
    return switch (text(key)) {
      case "", "0", "f", "F", "false", "False", "FALSE" -> false;
      case "1", "t", "T", "true", "True", "TRUE" -> true;
      default -> {
        problems.add(key + ": must be \"true\" or \"false\", was \"" + text(key) + "\"");
        yield false;
      }
    };
  }

  private @Nullable URI url(String key) {
    String value = text(key);
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI url = new URI(value);
      String scheme = String.valueOf(url.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (!web || url.getHost() == null) {
        problems.add(
            key
                + ": must be like https://host:port"
                + (url.getUserInfo() == null ? ", was " + value : ""));
        return null;
      }
      if (url.getUserInfo() != null) {
        problems.add(key + ": must hold no user or password; use the location's credentials");
        return null;
      }
      return url;
    } catch (URISyntaxException e) {
      problems.add(key + ": is no URL: " + e.getReason());
      return null;
    }
  }

  private static String stripSlashes(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '/') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '/') {
      to--;
    }
    return text.substring(from, to);
  }

  private static String nearest(String key) {
    List<String> known = new ArrayList<>(SERVED);
    known.addAll(NOT_SERVED.keySet());
    known.sort(null);
    String best = known.get(0);
    for (String each : known) {
      if (distance(key, each) < distance(key, best)) {
        best = each;
      }
    }
    return best;
  }

  /** Levenshtein's distance, letters counted alike in either case. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        char x = Character.toLowerCase(a.charAt(i - 1));
        int replaced = diagonal + (x == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  @Override
  public String toString() {
    return "S3Settings[" + location + ", " + bucket + "/" + prefix + " at " + endpoint() + "]";
  }
}
