// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.CredentialSource;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.FileSystemStore;
import io.oadp.core.SpecYaml;
import io.oadp.storage.s3.S3Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where backups are: a directory, a bucket, or what a BackupStorageLocation file says. */
final class LocationOptions {
  static final String VARIABLE = "OADP_LOCATION";
  private static final String DEFAULT_NAME = "default";
  private static final String FILE = "file:";
  private static final String S3 = "s3://";

  @Option(
      names = "--location",
      paramLabel = "LOCATION",
      description =
          "Where backups are: file:DIR, s3://BUCKET/PREFIX, or a file with a"
              + " BackupStorageLocation in YAML (default: $"
              + VARIABLE
              + ").")
  private String location = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      defaultValue = "velero",
      description = "The namespace that records are written for (default: ${DEFAULT-VALUE}).")
  private String home = "velero";

  @Option(names = "--s3-url", paramLabel = "URL", description = "S3: the server, if not AWS.")
  private String url = "";

  @Option(names = "--s3-region", paramLabel = "REGION", description = "S3: the bucket's region.")
  private String region = "";

  @Option(
      names = "--s3-force-path-style",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      description = "S3: put the bucket into the path, not into the host's name.")
  private @Nullable Boolean pathStyle;

  @Option(
      names = "--s3-profile",
      paramLabel = "NAME",
      description = "S3: the profile in the credentials file.")
  private String profile = "";

  @Option(
      names = "--s3-credentials-file",
      paramLabel = "FILE",
      description = "S3: a credentials file (default: the usual chain of the AWS SDK).")
  private @Nullable Path credentials;

  @Option(
      names = "--s3-ca-cert",
      paramLabel = "FILE",
      description = "S3: the certificates to trust, in PEM.")
  private @Nullable Path caCert;

  @Option(
      names = "--s3-insecure-skip-tls-verify",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      description = "S3: do not check the server's certificate.")
  private @Nullable Boolean skipVerify;

  /** Opens an engine on a cluster and on the location. */
  Oadp open(Environment environment, Cluster cluster, String storageLocation) {
    return environment.engines().open(cluster, resolve(environment, storageLocation), home);
  }

  /** As above, in {@code directory} unless that is null. */
  Oadp open(
      Environment environment, Cluster cluster, String storageLocation, @Nullable Path directory) {
    BackupStorageLocation chosen =
        directory == null
            ? resolve(environment, storageLocation)
            : FileSystemStore.location(DEFAULT_NAME, directory);
    return environment.engines().open(cluster, chosen, home);
  }

  /** Opens what needs no cluster. */
  Oadp openCatalog(Environment environment) {
    return environment.engines().openCatalog(resolve(environment, ""), home);
  }

  boolean isGiven(Environment environment) {
    return !text(environment).isEmpty();
  }

  /**
   * Finds out which location is meant.
   *
   * @param storageLocation the name that a spec asks for: a directory or bucket has no name of its
   *     own and takes that one; a file must agree. Empty for no wish
   */
  BackupStorageLocation resolve(Environment environment, String storageLocation) {
    String text = text(environment);
    String name = storageLocation.isEmpty() ? DEFAULT_NAME : storageLocation;
    if (text.isEmpty()) {
      throw new UsageException(
          "no location: say where backups are with --location or $"
              + VARIABLE
              + ", such as --location file:backups");
    }
    BackupStorageLocation result;
    if (text.startsWith(FILE)) {
      refuseS3Options(text);
      result = FileSystemStore.location(name, path(text, text.substring(FILE.length())));
    } else if (text.startsWith(S3)) {
      result = withS3Options(bucket(name, text)).build();
    } else {
      result = ofFile(environment, text, storageLocation);
    }
    return result;
  }

  private String text(Environment environment) {
    return location.isEmpty() ? environment.variables().getOrDefault(VARIABLE, "") : location;
  }

  private static Path path(String location, String text) {
    String path = text.startsWith("///") ? text.substring(2) : text;
    if (path.isEmpty() || path.startsWith("//")) {
      throw new UsageException("location '" + location + "': write file: and a directory");
    }
    try {
      return Path.of(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageException("location '" + location + "': " + e.getMessage(), e);
    }
  }

  private static BackupStorageLocation.Builder bucket(String name, String location) {
    String rest = location.substring(S3.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String prefix = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
    if (bucket.isEmpty()) {
      throw new UsageException("location '" + location + "': write s3:// and a bucket");
    }
    BackupStorageLocation.Builder builder =
        BackupStorageLocation.builder(name).provider("aws").bucket(bucket);
    return prefix.isEmpty() ? builder : builder.prefix(prefix);
  }

  private BackupStorageLocation ofFile(
      Environment environment, String text, String storageLocation) {
    String content;
    try {
      content = Files.readString(Path.of(text));
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(
          "location '"
              + text
              + "' is neither file:DIR nor s3://BUCKET/PREFIX nor a file that can be read",
          e);
    }
    BackupStorageLocation read = SpecYaml.readLocation(content);
    if (!storageLocation.isEmpty() && !storageLocation.equals(read.name())) {
      throw new UsageException(
          "storage location '"
              + storageLocation
              + "' is asked for, but "
              + text
              + " describes '"
              + read.name()
              + "'");
    }
    if (!read.provider().equals("aws") && !read.provider().equals("velero.io/aws")) {
      refuseS3Options(text);
      return read;
    }
    BackupStorageLocation.Builder builder = withS3Options(read.toBuilder());
    if (credentials == null && read.credential().isPresent()) {
      environment
          .console()
          .note(
              "location '"
                  + read.name()
                  + "' names the Secret '"
                  + read.credential().get().name()
                  + "'; this program uses your own AWS credentials instead");
      builder.credentials(S3Credentials.defaultChain());
    }
    return builder.build();
  }

  private BackupStorageLocation.Builder withS3Options(BackupStorageLocation.Builder builder) {
    setConfig(builder, "region", region);
    setConfig(builder, "s3Url", url);
    setConfig(builder, "profile", profile);
    setConfig(builder, "s3ForcePathStyle", pathStyle == null ? "" : pathStyle.toString());
    setConfig(builder, "insecureSkipTLSVerify", skipVerify == null ? "" : skipVerify.toString());
    if (credentials != null) {
      builder.credentials(CredentialSource.ofFile(readable(credentials, "--s3-credentials-file")));
    }
    if (caCert != null) {
      try {
        builder.caCert(Files.readString(caCert, StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UsageException("--s3-ca-cert: " + caCert + " cannot be read", e);
      }
    }
    return builder;
  }

  private static void setConfig(BackupStorageLocation.Builder builder, String key, String value) {
    if (!value.isEmpty()) {
      builder.config(key, value);
    }
  }

  private static Path readable(Path file, String option) {
    if (!Files.isReadable(file)) {
      throw new UsageException(option + ": " + file + " cannot be read");
    }
    return file;
  }

  private void refuseS3Options(String location) {
    boolean given =
        !url.isEmpty()
            || !region.isEmpty()
            || !profile.isEmpty()
            || pathStyle != null
            || credentials != null
            || caCert != null
            || skipVerify != null;
    if (given) {
      throw new UsageException("--s3-… options do not go with the location '" + location + "'");
    }
  }
}
