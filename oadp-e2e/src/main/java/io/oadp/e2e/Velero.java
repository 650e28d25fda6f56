// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Velero itself: its server outside the cluster, its command line, and its records.
 *
 * <p>The server reads discovery every 5 minutes only. A suite creates its kinds first and starts
 * the server, anew if need be, after them.
 */
public final class Velero {
  private static final String API = "/apis/velero.io/v1/namespaces/";
  private static final Set<String> ENDED =
      Set.of("Completed", "PartiallyFailed", "Failed", "FailedValidation");

  private final Lab lab;
  private final KubeApi kube;
  private final String program;

  /**
   * @param program {@code velero}, or {@code velero-1.14} for the older release; the lab runs one
   *     of them at a time
   */
  Velero(Lab lab, KubeApi kube, String program) {
    this.lab = lab;
    this.kube = kube;
    this.program = program;
  }

  /** Returns the namespace in which Velero keeps its records. */
  public String namespace() {
    return "velero";
  }

  /**
   * Starts the server, anew if it runs, with these options, and returns once its default location
   * (bucket {@code velero}, prefix {@code v1}) is validated.
   *
   * @param options of {@code velero server}, for example {@code "--client-qps", "5000"}
   */
  public void start(String... options) {
    stop();
    // The phase an earlier server left would be taken for this one's, and put off its validation.
    kube.find(path("backupstoragelocations", "default"))
        .ifPresent(
            location -> {
              JsonObject noStatus = new JsonObject();
              noStatus.add("status", JsonNull.INSTANCE);
              kube.mergePatch(path("backupstoragelocations", "default"), noStatus);
            });
    lab.run(program, options).orThrow();
    waitUntilAvailable("default");
  }

  /** Ends the server. */
  public void stop() {
    lab.run("stop", "velero").orThrow();
  }

  /** Runs the command line in Velero's namespace. */
  public CommandResult cli(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(lab.program(program).toString());
    command.addAll(Arrays.asList(arguments));
    command.add("--kubeconfig=" + lab.kubeconfig());
    command.add("--namespace=" + namespace());
    // Its settings file would be read from, and written to, the user's home.
    return Command.of(command).environment("HOME", lab.folder().toString()).run();
  }

  /** Creates a location on the lab's MinIO and returns once the server has validated it. */
  public void createLocation(String name, String bucket, String prefix) {
    JsonObject location = record("BackupStorageLocation", name);
    JsonObject spec = new JsonObject();
    spec.addProperty("provider", "aws");
    JsonObject storage = new JsonObject();
    storage.addProperty("bucket", bucket);
    storage.addProperty("prefix", prefix);
    spec.add("objectStorage", storage);
    JsonObject config = new JsonObject();
    config.addProperty("region", "us-east-1");
    config.addProperty("s3ForcePathStyle", "true");
    config.addProperty("s3Url", lab.require("minio.endpoint"));
    spec.add("config", config);
    JsonObject credential = new JsonObject();
    credential.addProperty("name", "cloud-credentials");
    credential.addProperty("key", "cloud");
    spec.add("credential", credential);
    location.add("spec", spec);
    forget(path("backupstoragelocations", name)); // of an earlier run on the same lab
    kube.post(API + namespace() + "/backupstoragelocations", location);
    waitUntilAvailable(name);
  }

  /**
   * Removes a location's record and the records of its backups and of their restores. The bucket
   * stays as it is.
   */
  public void deleteLocation(String name) {
    Set<String> backups = new HashSet<>();
    for (JsonObject backup : kube.list(kube.kind("velero.io/v1", "Backup"), namespace())) {
      if (text(backup, "storageLocation").equals(name)) {
        backups.add(backup.getAsJsonObject("metadata").get("name").getAsString());
      }
    }
    for (JsonObject restore : kube.list(kube.kind("velero.io/v1", "Restore"), namespace())) {
      if (backups.contains(text(restore, "backupName"))) {
        forget(kube.pathOf(restore));
      }
    }
    backups.forEach(backup -> forget(path("backups", backup)));
    forget(path("backupstoragelocations", name));
  }

  /** Removes a record alone: without its finalizer the server removes nothing else with it. */
  private void forget(String path) {
    if (kube.find(path).isPresent()) {
      JsonObject metadata = new JsonObject();
      metadata.add("finalizers", JsonNull.INSTANCE);
      JsonObject patch = new JsonObject();
      patch.add("metadata", metadata);
      kube.mergePatch(path, patch);
      kube.deleteAndWait(path);
    }
  }

  private static String text(JsonObject record, String field) {
    JsonElement value = record.getAsJsonObject("spec").get(field);
    return value == null ? "" : value.getAsString();
  }

  private void waitUntilAvailable(String location) {
    waitFor(
        "location " + location + " to be Available",
        Duration.ofMinutes(3),
        () ->
            kube.find(path("backupstoragelocations", location)).filter(l -> isIn(l, "Available")));
  }

  /** Returns a backup's record, or empty if the cluster has none of that name. */
  public Optional<JsonObject> backup(String name) {
    return kube.find(path("backups", name));
  }

  /** Returns a restore's record, or empty if the cluster has none of that name. */
  public Optional<JsonObject> restore(String name) {
    return kube.find(path("restores", name));
  }

  /** Lets the server make a backup, and returns its record once it has ended, in any phase. */
  public JsonObject runBackup(String name, JsonObject spec, Duration limit) {
    JsonObject backup = record("Backup", name);
    backup.add("spec", spec);
    forget(path("backups", name)); // of an earlier run on the same lab
    kube.post(API + namespace() + "/backups", backup);
    return waitForEnd("backups", name, limit);
  }

  /** Lets the server make a restore, and returns its record once it has ended, in any phase. */
  public JsonObject runRestore(String name, JsonObject spec, Duration limit) {
    JsonObject restore = record("Restore", name);
    restore.add("spec", spec);
    forget(path("restores", name)); // of an earlier run on the same lab
    kube.post(API + namespace() + "/restores", restore);
    return waitForEnd("restores", name, limit);
  }

  /**
   * Makes a stored backup known to the server at once, without its sync, by creating the record
   * from the document {@code velero-backup.json}.
   *
   * @param location the name of the location that holds the backup
   */
  public JsonObject importBackup(JsonObject document, String location) {
    JsonObject backup = document.deepCopy();
    JsonObject metadata = backup.getAsJsonObject("metadata");
    List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "ownerReferences")
        .forEach(metadata::remove);
    metadata.addProperty("namespace", namespace());
    object(metadata, "labels").addProperty("velero.io/storage-location", location);
    object(backup, "spec").addProperty("storageLocation", location);
    return kube.post(API + namespace() + "/backups", backup);
  }

  /**
   * Waits, 150 s at most, until the server's sync has found a stored backup; returns its record.
   */
  public JsonObject waitUntilSynced(String name) {
    return waitFor("the sync of backup " + name, Duration.ofSeconds(150), () -> backup(name));
  }

  /** Deletes a backup as users do, by the command line, and waits until its record is gone. */
  public void deleteBackup(String name) {
    cli("backup", "delete", name, "--confirm").orThrow();
    waitFor(
        "the end of backup " + name,
        Duration.ofMinutes(2),
        () -> backup(name).isEmpty() ? Optional.of(true) : Optional.empty());
  }

  /** Returns the phase of a record, or an empty text if it has none yet. */
  public static String phase(JsonObject record) {
    JsonElement status = record.get("status");
    JsonElement phase = status == null ? null : status.getAsJsonObject().get("phase");
    return phase == null ? "" : phase.getAsString();
  }

  /** Returns a spec with {@code includedNamespaces}, the usual beginning. */
  public static JsonObject specForNamespaces(String... namespaces) {
    JsonObject spec = new JsonObject();
    JsonArray included = new JsonArray();
    Arrays.stream(namespaces).forEach(included::add);
    spec.add("includedNamespaces", included);
    return spec;
  }

  /** Returns a spec that restores a backup, one of its namespaces under another name. */
  public static JsonObject specForCopy(String backup, String from, String to) {
    JsonObject mapping = new JsonObject();
    mapping.addProperty(from, to);
    JsonObject spec = new JsonObject();
    spec.addProperty("backupName", backup);
    spec.add("namespaceMapping", mapping);
    return spec;
  }

  private JsonObject waitForEnd(String resource, String name, Duration limit) {
    return waitFor(
        resource + "/" + name + " to end",
        limit,
        () -> kube.find(path(resource, name)).filter(r -> ENDED.contains(phase(r))));
  }

  private <T> T waitFor(String what, Duration limit, Supplier<Optional<T>> probe) {
    try {
      return Await.value(what, limit, probe);
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage() + "; Velero's log ends:\n" + lab.logTail("velero", 15), e);
    }
  }

  private static boolean isIn(JsonObject record, String phase) {
    return phase(record).equals(phase);
  }

  private String path(String resource, String name) {
    return API + namespace() + "/" + resource + "/" + name;
  }

  private JsonObject record(String kind, String name) {
    JsonObject record = new JsonObject();
    record.addProperty("apiVersion", "velero.io/v1");
    record.addProperty("kind", kind);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", name);
    metadata.addProperty("namespace", namespace());
    record.add("metadata", metadata);
    return record;
  }

  private static JsonObject object(JsonObject parent, String name) {
    if (!parent.has(name) || parent.get(name).isJsonNull()) {
      parent.add(name, new JsonObject());
    }
    return parent.getAsJsonObject(name);
  }
}
