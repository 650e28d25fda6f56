// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupSpec;
import io.oadp.api.ConfigMapRef;
import io.oadp.core.SpecYaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code velero backup create} that say what to back up, and {@code -f}. */
final class BackupFlags {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A Backup in YAML or JSON, - for the standard input; flags add to it.")
  private String file = "";

  @Option(
      names = "--include-namespaces",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAMESPACE,…",
      description = "Namespaces to back up, * for all (default: *).")
  private List<String> includeNamespaces = new ArrayList<>();

  @Option(
      names = "--exclude-namespaces",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAMESPACE,…",
      description = "Namespaces to leave out.")
  private List<String> excludeNamespaces = new ArrayList<>();

  @Option(
      names = "--include-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Resources to back up, such as deployments.apps, * for all.")
  private List<String> includeResources = new ArrayList<>();

  @Option(
      names = "--exclude-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Resources to leave out.")
  private List<String> excludeResources = new ArrayList<>();

  @Option(
      names = "--include-cluster-resources",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to back up cluster-scoped resources.")
  private @Nullable Boolean includeClusterResources;

  @Option(
      names = "--include-cluster-scoped-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Cluster-scoped resources to back up.")
  private List<String> includeClusterScoped = new ArrayList<>();

  @Option(
      names = "--exclude-cluster-scoped-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Cluster-scoped resources to leave out.")
  private List<String> excludeClusterScoped = new ArrayList<>();

  @Option(
      names = "--include-namespace-scoped-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Namespaced resources to back up.")
  private List<String> includeNamespaceScoped = new ArrayList<>();

  @Option(
      names = "--exclude-namespace-scoped-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Namespaced resources to leave out.")
  private List<String> excludeNamespaceScoped = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Back up only what has these labels, such as app=shop,tier!=cache.")
  private String selector = "";

  @Option(
      names = "--or-selector",
      paramLabel = "SELECTORS",
      description = "Back up what matches one of several selectors: 'app=a or app=b'.")
  private String orSelector = "";

  @Option(
      names = "--ordered-resources",
      paramLabel = "ORDER",
      description = "What comes first: 'pods=ns1/pod1,ns1/pod2;persistentvolumes=pv1'.")
  private String orderedResources = "";

  @Option(
      names = "--labels",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "KEY=VALUE,…",
      description = "Labels of the backup.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--annotations",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "KEY=VALUE,…",
      description = "Annotations of the backup.")
  private Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      converter = GoDuration.class,
      description =
          "How long the backup is kept (default: 720h). Then any Velero that watches"
              + " the location deletes it, in the second it sees that the time has"
              + " passed; oadp itself deletes nothing.")
  private @Nullable Duration ttl;

  @Option(
      names = "--storage-location",
      paramLabel = "NAME",
      description = "The name of the location.")
  private String storageLocation = "";

  @Option(
      names = "--item-operation-timeout",
      paramLabel = "DURATION",
      converter = GoDuration.class,
      description = "How long operations of plugins may take.")
  private @Nullable Duration itemOperationTimeout;

  @Option(
      names = "--csi-snapshot-timeout",
      paramLabel = "DURATION",
      converter = GoDuration.class,
      description = "How long creating a CSI snapshot may take.")
  private @Nullable Duration csiSnapshotTimeout;

  @Option(
      names = "--snapshot-volumes",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to take snapshots of volumes.")
  private @Nullable Boolean snapshotVolumes;

  @Option(
      names = "--snapshot-move-data",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to move the data of snapshots.")
  private @Nullable Boolean snapshotMoveData;

  @Option(
      names = "--default-volumes-to-fs-backup",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to back up volumes by their files.")
  private @Nullable Boolean fsBackup;

  @Option(names = "--data-mover", paramLabel = "NAME", description = "The data mover.")
  private String dataMover = "";

  @Option(
      names = "--volume-snapshot-locations",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAME,…",
      description = "Where provider snapshots go.")
  private List<String> snapshotLocations = new ArrayList<>();

  @Option(
      names = "--resource-policies-configmap",
      paramLabel = "NAME",
      description = "The ConfigMap with resource policies.")
  private String resourcePolicies = "";

  @Option(
      names = "--parallel-files-upload",
      paramLabel = "N",
      description = "Files uploaded at once.")
  private @Nullable Integer parallelFilesUpload;

  /**
   * The spec that the name, the file and the flags ask for. Not checked by the engine's rules yet.
   */
  BackupSpec spec(Environment environment, String name) {
    BackupSpec.Builder builder;
    if (file.isEmpty()) {
      if (name.isEmpty()) {
        throw new UsageException("a name is missing: oadp backup create NAME, or -f FILE");
      }
      builder = BackupSpec.builder(name);
    } else {
      BackupSpec read = SpecYaml.readBackup(SpecFile.read(environment, file));
      refuseSecondFilters(read);
      builder = (name.isEmpty() ? read : read.withName(name)).toBuilder();
    }
    addFilters(builder);
    addSettings(builder);
    return builder.build();
  }

  private void addFilters(BackupSpec.Builder builder) {
    builder
        .includeNamespaces(includeNamespaces)
        .excludeNamespaces(excludeNamespaces)
        .includeResources(includeResources)
        .excludeResources(excludeResources)
        .includeClusterScopedResources(includeClusterScoped)
        .excludeClusterScopedResources(excludeClusterScoped)
        .includeNamespaceScopedResources(includeNamespaceScoped)
        .excludeNamespaceScopedResources(excludeNamespaceScoped);
    if (includeClusterResources != null) {
      builder.includeClusterResources(includeClusterResources);
    }
    if (!selector.isEmpty()) {
      builder.labelSelector(Selectors.selector("--selector", selector));
    }
    if (!orSelector.isEmpty()) {
      Selectors.orSelectors(orSelector).forEach(builder::orLabelSelector);
    }
    if (!orderedResources.isEmpty()) {
      Selectors.orderedResources(orderedResources).forEach(builder::orderedResources);
    }
  }

  private void addSettings(BackupSpec.Builder builder) {
    labels.forEach(builder::label);
    annotations.forEach(builder::annotation);
    if (ttl != null) {
      builder.ttl(ttl);
    }
    if (!storageLocation.isEmpty()) {
      builder.storageLocation(storageLocation);
    }
    if (itemOperationTimeout != null) {
      builder.itemOperationTimeout(itemOperationTimeout);
    }
    if (csiSnapshotTimeout != null) {
      builder.csiSnapshotTimeout(csiSnapshotTimeout);
    }
    if (snapshotVolumes != null) {
      builder.snapshotVolumes(snapshotVolumes);
    }
    if (snapshotMoveData != null) {
      builder.snapshotMoveData(snapshotMoveData);
    }
    if (fsBackup != null) {
      builder.defaultVolumesToFsBackup(fsBackup);
    }
    if (!dataMover.isEmpty()) {
      builder.datamover(dataMover);
    }
    if (!snapshotLocations.isEmpty()) {
      builder.volumeSnapshotLocations(snapshotLocations);
    }
    if (!resourcePolicies.isEmpty()) {
      builder.resourcePolicy(ConfigMapRef.of(resourcePolicies));
    }
    if (parallelFilesUpload != null) {
      builder.parallelFilesUpload(parallelFilesUpload);
    }
  }

  private void refuseSecondFilters(BackupSpec read) {
    refuse(
        read.includedNamespaces(),
        includeNamespaces,
        "--include-namespaces",
        "spec.includedNamespaces");
    refuse(
        read.excludedNamespaces(),
        excludeNamespaces,
        "--exclude-namespaces",
        "spec.excludedNamespaces");
    refuse(
        read.includedResources(),
        includeResources,
        "--include-resources",
        "spec.includedResources");
    refuse(
        read.excludedResources(),
        excludeResources,
        "--exclude-resources",
        "spec.excludedResources");
    refuse(
        read.includedClusterScopedResources(),
        includeClusterScoped,
        "--include-cluster-scoped-resources",
        "spec.includedClusterScopedResources");
    refuse(
        read.excludedClusterScopedResources(),
        excludeClusterScoped,
        "--exclude-cluster-scoped-resources",
        "spec.excludedClusterScopedResources");
    refuse(
        read.includedNamespaceScopedResources(),
        includeNamespaceScoped,
        "--include-namespace-scoped-resources",
        "spec.includedNamespaceScopedResources");
    refuse(
        read.excludedNamespaceScopedResources(),
        excludeNamespaceScoped,
        "--exclude-namespace-scoped-resources",
        "spec.excludedNamespaceScopedResources");
    SpecFile.refuseBoth(
        read.labelSelector().isPresent(), !selector.isEmpty(), "--selector", "spec.labelSelector");
    SpecFile.refuseBoth(
        !read.orLabelSelectors().isEmpty(),
        !orSelector.isEmpty(),
        "--or-selector",
        "spec.orLabelSelectors");
    SpecFile.refuseBoth(
        !read.orderedResources().isEmpty(),
        !orderedResources.isEmpty(),
        "--ordered-resources",
        "spec.orderedResources");
  }

  private static void refuse(List<String> inFile, List<String> flag, String option, String field) {
    SpecFile.refuseBoth(!inFile.isEmpty(), !flag.isEmpty(), option, field);
  }
}
