// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.oadp.api.BackupSpec;
import io.oadp.api.ExecHook;
import io.oadp.api.HookSpec;
import io.oadp.api.Violation.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code Backup.spec} as JSON, fields in Velero's order. */
final class BackupSpecCodec {
  private BackupSpecCodec() {}

  static void read(FieldReader reader, BackupSpec.Builder spec) {
    reader
        .object("metadata")
        .ifPresent(
            metadata -> {
              metadata.map("labels").forEach(spec::templateLabel);
              metadata.end();
            });
    texts(reader, "includedNamespaces", spec::includeNamespaces);
    texts(reader, "excludedNamespaces", spec::excludeNamespaces);
    texts(reader, "includedResources", spec::includeResources);
    texts(reader, "excludedResources", spec::excludeResources);
    texts(reader, "includedClusterScopedResources", spec::includeClusterScopedResources);
    texts(reader, "excludedClusterScopedResources", spec::excludeClusterScopedResources);
    texts(reader, "includedNamespaceScopedResources", spec::includeNamespaceScopedResources);
    texts(reader, "excludedNamespaceScopedResources", spec::excludeNamespaceScopedResources);
    SharedCodec.labelSelector(reader, "labelSelector").ifPresent(spec::labelSelector);
    SharedCodec.labelSelectors(reader, "orLabelSelectors").forEach(spec::orLabelSelector);
    reader.flag("snapshotVolumes").ifPresent(spec::snapshotVolumes);
    reader.duration("ttl").ifPresent(spec::ttl);
    reader.text("volumeGroupSnapshotLabelKey").ifPresent(spec::volumeGroupSnapshotLabelKey);
    reader.flag("includeClusterResources").ifPresent(spec::includeClusterResources);
    reader.object("hooks").ifPresent(hooks -> hooks(hooks, spec));
    reader.text("storageLocation").ifPresent(spec::storageLocation);
    texts(reader, "volumeSnapshotLocations", spec::volumeSnapshotLocations);
    reader.flag("defaultVolumesToFsBackup").ifPresent(spec::defaultVolumesToFsBackup);
    // The old name; a true one wins over the new name, a false one means nothing, as in Velero.
    reader
        .flag("defaultVolumesToRestic")
        .filter(restic -> restic)
        .ifPresent(spec::defaultVolumesToFsBackup);
    reader
        .map("orderedResources")
        .forEach((kind, names) -> spec.orderedResources(kind, Arrays.asList(names.split(",", -1))));
    reader.duration("csiSnapshotTimeout").ifPresent(spec::csiSnapshotTimeout);
    reader.duration("itemOperationTimeout").ifPresent(spec::itemOperationTimeout);
    SharedCodec.configMap(reader, "resourcePolicy").ifPresent(spec::resourcePolicy);
    reader.flag("snapshotMoveData").ifPresent(spec::snapshotMoveData);
    reader.text("datamover").ifPresent(spec::datamover);
    reader
        .object("uploaderConfig")
        .ifPresent(
            config -> {
              config.number("parallelFilesUpload").ifPresent(spec::parallelFilesUpload);
              config.end();
            });
    reader.end();
  }

  private static void texts(
      FieldReader reader, String name, Consumer<? super Collection<String>> take) {
    take.accept(reader.texts(name));
  }

  private static void hooks(FieldReader reader, BackupSpec.Builder spec) {
    for (FieldReader hook : reader.objects("resources")) {
      HookSpec.Builder builder = HookSpec.builder(hook.text("name").orElse(""));
      texts(hook, "includedNamespaces", builder::includeNamespaces);
      texts(hook, "excludedNamespaces", builder::excludeNamespaces);
      texts(hook, "includedResources", builder::includeResources);
      texts(hook, "excludedResources", builder::excludeResources);
      SharedCodec.labelSelector(hook, "labelSelector").ifPresent(builder::labelSelector);
      hook.objects("pre").forEach(pre -> exec(pre).ifPresent(builder::addPre));
      hook.objects("post").forEach(post -> exec(post).ifPresent(builder::addPost));
      hook.end();
      spec.addHook(builder.build());
    }
    reader.end();
  }

  private static Optional<ExecHook> exec(FieldReader reader) {
    Optional<ExecHook> hook =
        reader
            .object("exec")
            .map(
                exec -> {
                  ExecHook.Builder builder = ExecHook.builder(exec.texts("command"));
                  exec.text("container").ifPresent(builder::container);
                  SharedCodec.onError(exec).ifPresent(builder::onError);
                  exec.duration("timeout").ifPresent(builder::timeout);
                  exec.end();
                  return builder.build();
                });
    if (!reader.has("exec")) {
      reader.violation("exec", Code.REQUIRED, "must be there");
    }
    reader.end();
    return hook;
  }

  /**
   * Writes a spec.
   *
   * @param stored whether it goes into a stored document, where Velero writes some empty values too
   */
  static JsonObject write(BackupSpec spec, boolean stored) {
    JsonObject tree = new JsonObject();
    JsonObject metadata = new JsonObject();
    Json.map(metadata, "labels", spec.templateLabels());
    always(tree, "metadata", metadata, stored);
    Json.texts(tree, "includedNamespaces", spec.includedNamespaces());
    Json.texts(tree, "excludedNamespaces", spec.excludedNamespaces());
    Json.texts(tree, "includedResources", spec.includedResources());
    Json.texts(tree, "excludedResources", spec.excludedResources());
    Json.texts(tree, "includedClusterScopedResources", spec.includedClusterScopedResources());
    Json.texts(tree, "excludedClusterScopedResources", spec.excludedClusterScopedResources());
    Json.texts(tree, "includedNamespaceScopedResources", spec.includedNamespaceScopedResources());
    Json.texts(tree, "excludedNamespaceScopedResources", spec.excludedNamespaceScopedResources());
    Json.value(tree, "labelSelector", spec.labelSelector(), SharedCodec::labelSelector);
    Json.objects(tree, "orLabelSelectors", spec.orLabelSelectors(), SharedCodec::labelSelector);
    Json.flag(tree, "snapshotVolumes", spec.snapshotVolumes());
    alwaysDuration(tree, "ttl", spec.ttl(), stored);
    Json.text(tree, "volumeGroupSnapshotLabelKey", spec.volumeGroupSnapshotLabelKey());
    Json.flag(tree, "includeClusterResources", spec.includeClusterResources());
    JsonObject hooks = new JsonObject();
    Json.objects(hooks, "resources", spec.hooks(), hook -> hook(hook, stored));
    always(tree, "hooks", hooks, stored);
    Json.text(tree, "storageLocation", spec.storageLocation());
    Json.texts(tree, "volumeSnapshotLocations", spec.volumeSnapshotLocations());
    Json.flag(tree, "defaultVolumesToFsBackup", spec.defaultVolumesToFsBackup());
    JsonObject ordered = new JsonObject();
    for (Map.Entry<String, ? extends Collection<String>> entry :
        new TreeMap<>(spec.orderedResources()).entrySet()) {
      ordered.addProperty(entry.getKey(), String.join(",", entry.getValue()));
    }
    Json.object(tree, "orderedResources", ordered);
    alwaysDuration(tree, "csiSnapshotTimeout", spec.csiSnapshotTimeout(), stored);
    alwaysDuration(tree, "itemOperationTimeout", spec.itemOperationTimeout(), stored);
    Json.value(tree, "resourcePolicy", spec.resourcePolicy(), SharedCodec::configMap);
    Json.flag(tree, "snapshotMoveData", spec.snapshotMoveData());
    Json.text(tree, "datamover", spec.datamover());
    JsonObject uploader = new JsonObject();
    spec.parallelFilesUpload()
        .ifPresent(files -> uploader.add("parallelFilesUpload", new JsonPrimitive(files)));
    Json.object(tree, "uploaderConfig", uploader);
    return tree;
  }

  /** A struct of Go, which has no empty form: stored even when there is nothing in it. */
  static void always(JsonObject tree, String name, JsonObject value, boolean stored) {
    if (stored || !value.isEmpty()) {
      tree.add(name, value);
    }
  }

  /** Also a struct in Go, stored as {@code 0s} when it is unset. */
  static void alwaysDuration(
      JsonObject tree, String name, Optional<Duration> value, boolean stored) {
    Json.duration(tree, name, stored ? value.or(() -> Optional.of(Duration.ZERO)) : value);
  }

  private static JsonObject hook(HookSpec hook, boolean stored) {
    JsonObject tree = new JsonObject();
    tree.addProperty("name", hook.name());
    Json.texts(tree, "includedNamespaces", hook.includedNamespaces());
    Json.texts(tree, "excludedNamespaces", hook.excludedNamespaces());
    Json.texts(tree, "includedResources", hook.includedResources());
    Json.texts(tree, "excludedResources", hook.excludedResources());
    Json.value(tree, "labelSelector", hook.labelSelector(), SharedCodec::labelSelector);
    Json.objects(tree, "pre", hook.pre(), exec -> exec(exec, stored));
    Json.objects(tree, "post", hook.post(), exec -> exec(exec, stored));
    return tree;
  }

  private static JsonObject exec(ExecHook hook, boolean stored) {
    JsonObject exec = new JsonObject();
    Json.text(exec, "container", hook.container());
    exec.add("command", Json.array(hook.command(), JsonPrimitive::new));
    Json.text(exec, "onError", hook.onError().map(mode -> mode.velero()));
    alwaysDuration(exec, "timeout", hook.timeout(), stored);
    JsonObject tree = new JsonObject();
    tree.add("exec", exec);
    return tree;
  }
}
