// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.ConfigMapRef;
import io.oadp.api.ExistingResourcePolicy;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RestoreStatusSpec;
import io.oadp.core.SpecYaml;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code velero restore create} that say what to restore, and {@code -f}. */
final class RestoreFlags {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A Restore in YAML or JSON, - for the standard input; flags add to it.")
  private String file = "";

  @Option(
      names = "--from-backup",
      paramLabel = "BACKUP",
      description = "The backup to restore from.")
  private String fromBackup = "";

  @Option(
      names = "--from-schedule",
      paramLabel = "SCHEDULE",
      description = "Restore from the newest completed backup of a schedule.")
  private String fromSchedule = "";

  @Option(
      names = "--include-namespaces",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAMESPACE,…",
      description = "Namespaces to restore, as named in the backup (default: *).")
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
      description = "Resources to restore, such as deployments.apps, * for all.")
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
      description = "Whether to restore cluster-scoped resources.")
  private @Nullable Boolean includeClusterResources;

  @Option(
      names = "--namespace-mappings",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "FROM:TO,…",
      description = "Where namespaces go that are not to keep their name.")
  private List<String> namespaceMappings = new ArrayList<>();

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Restore only what has these labels.")
  private String selector = "";

  @Option(
      names = "--or-selector",
      paramLabel = "SELECTORS",
      description = "Restore what matches one of several selectors: 'app=a or app=b'.")
  private String orSelector = "";

  @Option(
      names = "--existing-resource-policy",
      paramLabel = "none|update",
      description = "What to do with objects that are there already (default: none).")
  private String existingResourcePolicy = "";

  @Option(
      names = "--labels",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "KEY=VALUE,…",
      description = "Labels of the restore.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--annotations",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "KEY=VALUE,…",
      description = "Annotations of the restore.")
  private Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--preserve-nodeports",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether Services keep their node ports.")
  private @Nullable Boolean preserveNodePorts;

  @Option(
      names = "--restore-volumes",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to restore volumes from snapshots.")
  private @Nullable Boolean restoreVolumes;

  @Option(
      names = "--status-include-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Resources whose status is restored.")
  private List<String> statusInclude = new ArrayList<>();

  @Option(
      names = "--status-exclude-resources",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "RESOURCE,…",
      description = "Resources whose status is not restored.")
  private List<String> statusExclude = new ArrayList<>();

  @Option(
      names = "--item-operation-timeout",
      paramLabel = "DURATION",
      converter = GoDuration.class,
      description = "How long operations of plugins may take.")
  private @Nullable Duration itemOperationTimeout;

  @Option(
      names = "--resource-modifier-configmap",
      paramLabel = "NAME",
      description = "The ConfigMap with resource modifiers.")
  private String resourceModifier = "";

  @Option(
      names = "--resource-policies-configmap",
      paramLabel = "NAME",
      description = "The ConfigMap with filter policies.")
  private String resourcePolicies = "";

  @Option(
      names = "--write-sparse-files",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Whether to write sparse files.")
  private @Nullable Boolean writeSparseFiles;

  @Option(
      names = "--parallel-files-download",
      paramLabel = "N",
      description = "Files downloaded at once.")
  private @Nullable Integer parallelFilesDownload;

  /** The spec that the name, the file and the flags ask for. */
  RestoreSpec spec(Environment environment, String name) {
    RestoreSpec.Builder builder;
    if (file.isEmpty()) {
      String source = fromBackup.isEmpty() ? fromSchedule : fromBackup;
      if (source.isEmpty()) {
        throw new UsageException("say what to restore from: --from-backup BACKUP, or -f FILE");
      }
      String stamp = STAMP.format(environment.clock().instant());
      builder = RestoreSpec.builder(name.isEmpty() ? source + "-" + stamp : name);
    } else {
      RestoreSpec read = SpecYaml.readRestore(SpecFile.read(environment, file));
      refuseSecondFilters(read);
      builder = (name.isEmpty() ? read : read.withName(name)).toBuilder();
    }
    addFilters(builder);
    addSettings(builder);
    return builder.build();
  }

  private void addFilters(RestoreSpec.Builder builder) {
    if (!fromBackup.isEmpty()) {
      builder.backupName(fromBackup);
    }
    if (!fromSchedule.isEmpty()) {
      builder.scheduleName(fromSchedule);
    }
    builder
        .includeNamespaces(includeNamespaces)
        .excludeNamespaces(excludeNamespaces)
        .includeResources(includeResources)
        .excludeResources(excludeResources);
    if (includeClusterResources != null) {
      builder.includeClusterResources(includeClusterResources);
    }
    Selectors.mappings(namespaceMappings).forEach(builder::mapNamespace);
    if (!selector.isEmpty()) {
      builder.labelSelector(Selectors.selector("--selector", selector));
    }
    if (!orSelector.isEmpty()) {
      Selectors.orSelectors(orSelector).forEach(builder::orLabelSelector);
    }
  }

  private void addSettings(RestoreSpec.Builder builder) {
    labels.forEach(builder::label);
    annotations.forEach(builder::annotation);
    if (!existingResourcePolicy.isEmpty()) {
      builder.existingResourcePolicy(
          ExistingResourcePolicy.parse(existingResourcePolicy)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--existing-resource-policy: expected none or update, was '"
                              + existingResourcePolicy
                              + "'")));
    }
    if (preserveNodePorts != null) {
      builder.preserveNodePorts(preserveNodePorts);
    }
    if (restoreVolumes != null) {
      builder.restorePVs(restoreVolumes);
    }
    if (!statusInclude.isEmpty() || !statusExclude.isEmpty()) {
      builder.restoreStatus(
          RestoreStatusSpec.builder()
              .includeResources(statusInclude)
              .excludeResources(statusExclude)
              .build());
    }
    if (itemOperationTimeout != null) {
      builder.itemOperationTimeout(itemOperationTimeout);
    }
    if (!resourceModifier.isEmpty()) {
      builder.resourceModifier(ConfigMapRef.of(resourceModifier));
    }
    if (!resourcePolicies.isEmpty()) {
      builder.resourcePolicy(ConfigMapRef.of(resourcePolicies));
    }
    if (writeSparseFiles != null) {
      builder.writeSparseFiles(writeSparseFiles);
    }
    if (parallelFilesDownload != null) {
      builder.parallelFilesDownload(parallelFilesDownload);
    }
  }

  private void refuseSecondFilters(RestoreSpec read) {
    SpecFile.refuseBoth(
        read.backupName().isPresent(), !fromBackup.isEmpty(), "--from-backup", "spec.backupName");
    SpecFile.refuseBoth(
        read.scheduleName().isPresent(),
        !fromSchedule.isEmpty(),
        "--from-schedule",
        "spec.scheduleName");
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
    SpecFile.refuseBoth(
        !read.namespaceMapping().isEmpty(),
        !namespaceMappings.isEmpty(),
        "--namespace-mappings",
        "spec.namespaceMapping");
    SpecFile.refuseBoth(
        read.labelSelector().isPresent(), !selector.isEmpty(), "--selector", "spec.labelSelector");
    SpecFile.refuseBoth(
        !read.orLabelSelectors().isEmpty(),
        !orSelector.isEmpty(),
        "--or-selector",
        "spec.orLabelSelectors");
    SpecFile.refuseBoth(
        read.restoreStatus().isPresent(),
        !statusInclude.isEmpty() || !statusExclude.isEmpty(),
        "--status-…-resources",
        "spec.restoreStatus");
  }

  private static void refuse(List<String> inFile, List<String> flag, String option, String field) {
    SpecFile.refuseBoth(!inFile.isEmpty(), !flag.isEmpty(), option, field);
  }
}
