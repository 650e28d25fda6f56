// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Oadp;
import io.oadp.api.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the golden archives anew: one population backed up by Velero 1.18.3, by Velero 1.14.0 and
 * by us, and beside them what the API server answered for each object at that time. Archives that
 * earlier builds wrote are worth more than new ones, so this runs when a writer joins them, not at
 * every build.
 *
 * <p>Usage: {@code OADP_LAB=DIR java … io.oadp.e2e.GoldenArchives DIRECTORY}
 */
public final class GoldenArchives {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String LOCATION = "golden";
  private static final String NAMESPACE = "golden";
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private final Peers peers = Peers.get();
  private final KubeApi kube = peers.kube();
  private final Path directory;
  private final String bucket = peers.minio().newBucket("golden");

  private GoldenArchives(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes them into the directory given.
   *
   * @param arguments the directory, created when missing
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    new GoldenArchives(Path.of(arguments[0])).write();
  }

  private void write() throws IOException {
    List<JsonObject> population = load();
    population.forEach(this::create);
    Await.until("the claim to be bound", LIMIT, () -> claimPhase().equals("Bound"));
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("expected.json"), GSON.toJson(live(population)) + "\n");
    byVelero("velero-1.18.3", peers.velero());
    byVelero("velero-1.14.0", peers.olderVelero());
    byUs();
    peers.minio().deleteBucket(bucket);
    kube.deleteAndWait("/api/v1/namespaces/golden");
    population.stream()
        .filter(object -> !object.getAsJsonObject("metadata").has("namespace"))
        .map(kube::pathOf)
        .forEach(kube::deleteAndWait);
  }

  private void create(JsonObject object) {
    kube.create(object);
    if (object.get("kind").getAsString().equals("CustomResourceDefinition")) {
      Await.until(
          "the gems to be served",
          LIMIT,
          () ->
              kube.find("/apis/golden.example.com/v1/gems").isPresent()
                  && kube.find("/apis/golden.example.com/v1beta1/gems").isPresent()
                  && kube.kinds().stream()
                      .anyMatch(k -> k.groupResource().equals("gems.golden.example.com")));
    }
  }

  private String claimPhase() {
    JsonObject claim = kube.get("/api/v1/namespaces/golden/persistentvolumeclaims/data");
    JsonElement phase = claim.getAsJsonObject("status").get("phase");
    return phase == null ? "" : phase.getAsString();
  }

  private JsonArray live(List<JsonObject> population) {
    JsonArray objects = new JsonArray();
    population.forEach(object -> objects.add(kube.get(kube.pathOf(object))));
    objects.add(kube.get("/api/v1/namespaces/golden/serviceaccounts/default"));
    objects.add(kube.get("/api/v1/namespaces/golden/configmaps/kube-root-ca.crt"));
    return objects;
  }

  private void byVelero(String name, Velero velero) throws IOException {
    velero.start();
    velero.createLocation(LOCATION, bucket, name);
    JsonObject spec = Velero.specForNamespaces(NAMESPACE);
    JsonArray excluded = new JsonArray();
    List.of("events", "events.events.k8s.io").forEach(excluded::add);
    spec.add("excludedResources", excluded);
    spec.addProperty("storageLocation", LOCATION);
    JsonObject backup = velero.runBackup(name, spec, LIMIT);
    require(Velero.phase(backup).equals("Completed"), peers.lab().logTail("velero", 30));
    velero.deleteLocation(LOCATION);
    velero.stop();
    save(name);
  }

  private void byUs() throws IOException {
    String name = "oadp-0.1.0";
    try (Oadp oadp = peers.engine(peers.minio().location(LOCATION, bucket).prefix(name).build())) {
      BackupResult result =
          oadp.backup(
              BackupSpec.builder(name)
                  .includeNamespaces(NAMESPACE)
                  .excludeResources("events", "events.events.k8s.io")
                  .build());
      require(result.phase() == Phase.COMPLETED, result.describe());
    }
    save(name);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }

  /** Copies a backup's objects; the record loses its expiration, lest a later reader expires it. */
  private void save(String name) throws IOException {
    String prefix = name + "/backups/" + name + "/";
    Path target = directory.resolve("backups").resolve(name);
    Files.createDirectories(target);
    for (String key : peers.minio().keys(bucket, prefix)) {
      byte[] content = peers.minio().read(bucket, key);
      if (key.endsWith("/velero-backup.json")) {
        content = withoutExpiration(content);
      } else if (key.endsWith("-logs.gz")) {
        content = withoutPaths(peers.minio().readGzip(bucket, key));
      }
      Files.write(target.resolve(key.substring(prefix.length())), content);
    }
  }

  /** Where this machine keeps the peers is nobody's business. */
  private byte[] withoutPaths(byte[] log) throws IOException {
    String text =
        new String(log, StandardCharsets.UTF_8).replace(peers.lab().require("bin"), "/peers/bin");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] withoutExpiration(byte[] content) {
    JsonObject record =
        JsonParser.parseString(new String(content, StandardCharsets.UTF_8)).getAsJsonObject();
    record.getAsJsonObject("status").remove("expiration");
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<JsonObject> load() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenArchives.class.getResourceAsStream("population-golden.json"))) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${longName}", "long-".repeat(50).substring(0, 249) + "x");
      List<JsonObject> objects = new ArrayList<>();
      JsonParser.parseString(text).getAsJsonArray().forEach(e -> objects.add(e.getAsJsonObject()));
      return objects;
    }
  }
}
