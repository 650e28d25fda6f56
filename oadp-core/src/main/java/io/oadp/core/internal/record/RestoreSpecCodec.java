// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.oadp.api.ExecRestoreHook;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.InitRestoreHook;
import io.oadp.api.PostRestoreHook;
import io.oadp.api.RestoreHookSpec;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code Restore.spec} as JSON, fields in Velero's order. */
final class RestoreSpecCodec {
  private RestoreSpecCodec() {}

  static void read(FieldReader reader, RestoreSpec.Builder spec) {
    reader.text("backupName").ifPresent(spec::backupName);
    reader.text("scheduleName").ifPresent(spec::scheduleName);
    texts(reader, "includedNamespaces", spec::includeNamespaces);
    texts(reader, "excludedNamespaces", spec::excludeNamespaces);
    texts(reader, "includedResources", spec::includeResources);
    texts(reader, "excludedResources", spec::excludeResources);
    reader.map("namespaceMapping").forEach(spec::mapNamespace);
    SharedCodec.labelSelector(reader, "labelSelector").ifPresent(spec::labelSelector);
    SharedCodec.labelSelectors(reader, "orLabelSelectors").forEach(spec::orLabelSelector);
    reader.flag("restorePVs").ifPresent(spec::restorePVs);
    reader
        .object("restoreStatus")
        .ifPresent(
            status -> {
              RestoreStatusSpec.Builder builder = RestoreStatusSpec.builder();
              texts(status, "includedResources", builder::includeResources);
              texts(status, "excludedResources", builder::excludeResources);
              status.end();
              spec.restoreStatus(builder.build());
            });
    reader.flag("preserveNodePorts").ifPresent(spec::preserveNodePorts);
    reader.flag("includeClusterResources").ifPresent(spec::includeClusterResources);
    reader.object("hooks").ifPresent(hooks -> hooks(hooks, spec));
    reader
        .word(
            "existingResourcePolicy",
            ExistingResourcePolicy::parse,
            "Invalid ExistingResourcePolicy: ")
        .ifPresent(spec::existingResourcePolicy);
    reader.duration("itemOperationTimeout").ifPresent(spec::itemOperationTimeout);
    SharedCodec.configMap(reader, "resourceModifier").ifPresent(spec::resourceModifier);
    SharedCodec.configMap(reader, "resourcePolicy").ifPresent(spec::resourcePolicy);
    reader
        .object("uploaderConfig")
        .ifPresent(
            config -> {
              config.flag("writeSparseFiles").ifPresent(spec::writeSparseFiles);
              config.number("parallelFilesDownload").ifPresent(spec::parallelFilesDownload);
              config.end();
            });
    reader.end();
  }

  private static void texts(
      FieldReader reader, String name, Consumer<? super Collection<String>> take) {
    take.accept(reader.texts(name));
  }

  private static void hooks(FieldReader reader, RestoreSpec.Builder spec) {
    for (FieldReader hook : reader.objects("resources")) {
      RestoreHookSpec.Builder builder = RestoreHookSpec.builder(hook.text("name").orElse(""));
      texts(hook, "includedNamespaces", builder::includeNamespaces);
      texts(hook, "excludedNamespaces", builder::excludeNamespaces);
      texts(hook, "includedResources", builder::includeResources);
      texts(hook, "excludedResources", builder::excludeResources);
      SharedCodec.labelSelector(hook, "labelSelector").ifPresent(builder::labelSelector);
      for (FieldReader post : hook.objects("postHooks")) {
        postHook(post).ifPresent(builder::addPostHook);
      }
      hook.end();
      spec.addHook(builder.build());
    }
    reader.end();
  }

  /** Neither of the two does nothing, in Velero as well. */
  private static Optional<PostRestoreHook> postHook(FieldReader reader) {
    Optional<ExecRestoreHook> exec = reader.object("exec").map(RestoreSpecCodec::exec);
    Optional<InitRestoreHook> init = reader.object("init").map(RestoreSpecCodec::init);
    reader.end();
    if (exec.isPresent() && init.isPresent()) {
      return Optional.of(PostRestoreHook.of(exec.get(), init.get()));
    }
    return exec.map(PostRestoreHook::of).or(() -> init.map(PostRestoreHook::of));
  }

  private static ExecRestoreHook exec(FieldReader reader) {
    ExecRestoreHook.Builder builder = ExecRestoreHook.builder(reader.texts("command"));
    reader.text("container").ifPresent(builder::container);
    SharedCodec.onError(reader).ifPresent(builder::onError);
    reader.duration("execTimeout").ifPresent(builder::execTimeout);
    reader.duration("waitTimeout").ifPresent(builder::waitTimeout);
    reader.flag("waitForReady").ifPresent(builder::waitForReady);
    reader.end();
    return builder.build();
  }

  private static InitRestoreHook init(FieldReader reader) {
    InitRestoreHook.Builder builder = InitRestoreHook.builder();
    for (JsonObject container : reader.trees("initContainers")) {
      builder.addInitContainer(Json.PLAIN.toJson(container));
    }
    reader.duration("timeout").ifPresent(builder::timeout);
    reader.end();
    return builder.build();
  }

  /**
   * Writes a spec.
   *
   * @param stored whether it goes into a stored document, where Velero writes some empty values too
   */
  static JsonObject write(RestoreSpec spec, boolean stored) {
    JsonObject tree = new JsonObject();
    Json.text(tree, "backupName", spec.backupName());
    Json.text(tree, "scheduleName", spec.scheduleName());
    Json.texts(tree, "includedNamespaces", spec.includedNamespaces());
    Json.texts(tree, "excludedNamespaces", spec.excludedNamespaces());
    Json.texts(tree, "includedResources", spec.includedResources());
    Json.texts(tree, "excludedResources", spec.excludedResources());
    Json.map(tree, "namespaceMapping", spec.namespaceMapping());
    Json.value(tree, "labelSelector", spec.labelSelector(), SharedCodec::labelSelector);
    Json.objects(tree, "orLabelSelectors", spec.orLabelSelectors(), SharedCodec::labelSelector);
    Json.flag(tree, "restorePVs", spec.restorePVs());
    Json.value(tree, "restoreStatus", spec.restoreStatus(), RestoreSpecCodec::restoreStatus);
    Json.flag(tree, "preserveNodePorts", spec.preserveNodePorts());
    Json.flag(tree, "includeClusterResources", spec.includeClusterResources());
    JsonObject hooks = new JsonObject();
    Json.objects(hooks, "resources", spec.hooks(), hook -> hook(hook, stored));
    BackupSpecCodec.always(tree, "hooks", hooks, stored);
    Json.text(
        tree,
        "existingResourcePolicy",
        spec.existingResourcePolicy().map(policy -> policy.velero()));
    BackupSpecCodec.alwaysDuration(
        tree, "itemOperationTimeout", spec.itemOperationTimeout(), stored);
    Json.value(tree, "resourceModifier", spec.resourceModifier(), SharedCodec::configMap);
    Json.value(tree, "resourcePolicy", spec.resourcePolicy(), SharedCodec::configMap);
    JsonObject uploader = new JsonObject();
    Json.flag(uploader, "writeSparseFiles", spec.writeSparseFiles());
    spec.parallelFilesDownload()
        .ifPresent(files -> uploader.add("parallelFilesDownload", new JsonPrimitive(files)));
    Json.object(tree, "uploaderConfig", uploader);
    return tree;
  }

  private static JsonObject restoreStatus(RestoreStatusSpec status) {
    JsonObject tree = new JsonObject();
    Json.texts(tree, "includedResources", status.includedResources());
    Json.texts(tree, "excludedResources", status.excludedResources());
    return tree;
  }

  private static JsonObject hook(RestoreHookSpec hook, boolean stored) {
    JsonObject tree = new JsonObject();
    tree.addProperty("name", hook.name());
    Json.texts(tree, "includedNamespaces", hook.includedNamespaces());
    Json.texts(tree, "excludedNamespaces", hook.excludedNamespaces());
    Json.texts(tree, "includedResources", hook.includedResources());
    Json.texts(tree, "excludedResources", hook.excludedResources());
    Json.value(tree, "labelSelector", hook.labelSelector(), SharedCodec::labelSelector);
    Json.objects(tree, "postHooks", hook.postHooks(), post -> postHook(post, stored));
    return tree;
  }

  private static JsonObject postHook(PostRestoreHook hook, boolean stored) {
    JsonObject tree = new JsonObject();
    Json.value(tree, "exec", hook.exec(), exec -> exec(exec, stored));
    Json.value(tree, "init", hook.init(), init -> init(init, stored));
    return tree;
  }

  private static JsonObject exec(ExecRestoreHook hook, boolean stored) {
    JsonObject tree = new JsonObject();
    Json.text(tree, "container", hook.container());
    tree.add("command", Json.array(hook.command(), JsonPrimitive::new));
    Json.text(tree, "onError", hook.onError().map(mode -> mode.velero()));
    BackupSpecCodec.alwaysDuration(tree, "execTimeout", hook.execTimeout(), stored);
    BackupSpecCodec.alwaysDuration(tree, "waitTimeout", hook.waitTimeout(), stored);
    Json.flag(tree, "waitForReady", hook.waitForReady());
    return tree;
  }

  private static JsonObject init(InitRestoreHook hook, boolean stored) {
    JsonObject tree = new JsonObject();
    tree.add("initContainers", Json.array(hook.initContainers(), RestoreSpecCodec::container));
    BackupSpecCodec.alwaysDuration(tree, "timeout", hook.timeout(), stored);
    return tree;
  }

  /** Only a spec that was never checked can hold text that is no JSON; it is kept as text. */
  private static JsonElement container(String json) {
    try {
      return JsonParser.parseString(json);
    } catch (JsonParseException e) {
      return new JsonPrimitive(json);
    }
  }
}
