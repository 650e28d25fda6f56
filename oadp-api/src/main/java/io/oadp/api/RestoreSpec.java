// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.LabelSelector;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says what to restore: the fields of Velero's Restore, one to one. How it is run is in the run
 * options. Immutable.
 */
public final class RestoreSpec {
  /** What Velero never restores and refuses to include by these very names. */
  private static final List<String> NON_RESTORABLE =
      List.of(
          "nodes",
          "events",
          "events.events.k8s.io",
          "backups.velero.io",
          "restores.velero.io",
          "resticrepositories.velero.io",
          "csinodes.storage.k8s.io",
          "volumeattachments.storage.k8s.io",
          "backuprepositories.velero.io");

  private final String name;
  private final Fields fields;

  private RestoreSpec(String name, Fields fields) {
    this.name = name;
    this.fields = fields;
  }

  /**
   * Begins a spec.
   *
   * @param name name of the restore, a DNS-1123 subdomain of at most 253 characters
   * @return a builder
   */
  public static Builder builder(String name) {
    return new Builder(Objects.requireNonNull(name, "name"), Fields.NONE.edit());
  }

  /**
   * Begins a changed copy of this spec.
   *
   * @return a builder that holds the values of this spec
   */
  public Builder toBuilder() {
    return new Builder(name, fields.edit());
  }

  /**
   * Returns this spec under another name, as for the next run of a schedule.
   *
   * @param newName the name of the copy
   * @return the copy
   * @throws InvalidSpecException if the name is not valid
   */
  public RestoreSpec withName(String newName) {
    return new Builder(Objects.requireNonNull(newName, "newName"), fields.edit()).build();
  }

  /**
   * Returns the name of the restore.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the labels of the stored Restore object ({@code metadata.labels}).
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> labels() {
    return fields.map("labels");
  }

  /**
   * Returns the annotations of the stored Restore object ({@code metadata.annotations}).
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> annotations() {
    return fields.map("annotations");
  }

  /**
   * Returns the name of the backup to restore. Either this or {@link #scheduleName} is set.
   *
   * @return the text; empty if unset
   */
  public Optional<String> backupName() {
    return fields.text("backupName");
  }

  /**
   * Returns the name of the schedule whose newest completed backup is restored.
   *
   * @return the text; empty if unset
   */
  public Optional<String> scheduleName() {
    return fields.text("scheduleName");
  }

  /**
   * Returns the namespaces of the backup to restore: names or globs. Empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedNamespaces() {
    return fields.list("includedNamespaces");
  }

  /**
   * Returns the namespaces of the backup to leave out: names or globs.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedNamespaces() {
    return fields.list("excludedNamespaces");
  }

  /**
   * Returns the resources to restore, in any spelling that discovery knows, such as {@code
   * deployments.apps}. Empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedResources() {
    return fields.list("includedResources");
  }

  /**
   * Returns the resources to leave out, in any spelling that discovery knows.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedResources() {
    return fields.list("excludedResources");
  }

  /**
   * Says whether to restore cluster-scoped objects. Unset, only those that go with the selected
   * namespaced ones are, or all where all namespaces are selected.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> includeClusterResources() {
    return fields.flag("includeClusterResources");
  }

  /**
   * Returns the selector that objects must match to be restored.
   *
   * @return the value; empty if unset
   */
  public Optional<LabelSelector> labelSelector() {
    return fields.value("labelSelector", LabelSelector.class);
  }

  /**
   * Returns the selectors of which an object must match at least one.
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<LabelSelector> orLabelSelectors() {
    return fields.list("orLabelSelectors");
  }

  /**
   * Returns the namespaces to restore under another name, by their names in the backup.
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> namespaceMapping() {
    return fields.map("namespaceMapping");
  }

  /**
   * Returns what to do with objects that are already in the cluster and differ. Unset, they stay as
   * they are.
   *
   * @return the value; empty if unset
   */
  public Optional<ExistingResourcePolicy> existingResourcePolicy() {
    return fields.value("existingResourcePolicy", ExistingResourcePolicy.class);
  }

  /**
   * Returns the resources whose status is restored. Unset, no status is.
   *
   * @return the value; empty if unset
   */
  public Optional<RestoreStatusSpec> restoreStatus() {
    return fields.value("restoreStatus", RestoreStatusSpec.class);
  }

  /**
   * Says whether Services keep their node ports. Unset, they do not.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> preserveNodePorts() {
    return fields.flag("preserveNodePorts");
  }

  /**
   * Says whether volumes are restored from their snapshots. Unset, they are.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> restorePVs() {
    return fields.flag("restorePVs");
  }

  /**
   * Returns how long asynchronous item operations may take. Unset, it is 4 hours.
   *
   * @return the duration; empty if unset or zero
   */
  public Optional<Duration> itemOperationTimeout() {
    return fields.duration("itemOperationTimeout");
  }

  /**
   * Returns the hooks to run in restored pods ({@code hooks.resources}).
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<RestoreHookSpec> hooks() {
    return fields.list("hooks");
  }

  /**
   * Returns the ConfigMap with the changes to make to objects while they are restored.
   *
   * @return the value; empty if unset
   */
  public Optional<ConfigMapRef> resourceModifier() {
    return fields.value("resourceModifier", ConfigMapRef.class);
  }

  /**
   * Returns the ConfigMap with the filter policies to follow.
   *
   * @return the value; empty if unset
   */
  public Optional<ConfigMapRef> resourcePolicy() {
    return fields.value("resourcePolicy", ConfigMapRef.class);
  }

  /**
   * Says whether files are written sparsely ({@code uploaderConfig.writeSparseFiles}). Unset, they
   * are not.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> writeSparseFiles() {
    return fields.flag("writeSparseFiles");
  }

  /**
   * Returns how many files are downloaded at a time ({@code uploaderConfig.parallelFilesDownload}).
   * Unset or zero, the number of CPUs decides.
   *
   * @return the number; empty if unset
   */
  public OptionalInt parallelFilesDownload() {
    return fields.number("parallelFilesDownload");
  }

  /**
   * Checks this spec by the rules of Velero and of Kubernetes. A spec from {@link Builder#build}
   * has no violations; one that another program stored may.
   *
   * @return all that is wrong; empty if nothing is
   */
  public List<Violation> violations() {
    SpecRules rules = new SpecRules();
    rules.name(name);
    rules.labels("labels", labels());
    rules.annotations(annotations());
    for (String resource : NON_RESTORABLE) {
      if (includedResources().contains(resource)) {
        rules.add(
            "includedResources",
            Violation.Code.INVALID,
            resource + " are non-restorable resources");
      }
    }
    rules.lists(
        "includedResources",
        "excludedResources",
        "Invalid included/excluded resource lists: ",
        fields);
    rules.lists(
        "includedNamespaces",
        "excludedNamespaces",
        "Invalid included/excluded namespace lists: ",
        fields);
    rules.namespaceMapping(namespaceMapping());
    rules.selectors("restore", fields);
    if (fields.has("backupName") == fields.has("scheduleName")) {
      rules.add(
          "backupName",
          fields.has("backupName") ? Violation.Code.CONFLICT : Violation.Code.REQUIRED,
          "Either a backup or schedule must be specified as a source for the restore, but not"
              + " both");
    }
    rules.notNegative(fields, "itemOperationTimeout");
    rules.configMap("resourceModifier", fields);
    rules.configMap("resourcePolicy", fields);
    rules.count("uploaderConfig.parallelFilesDownload", "parallelFilesDownload", fields);
    for (int at = 0; at < hooks().size(); at++) {
      hooks().get(at).check("hooks.resources[" + at + "]", rules);
    }
    return rules.found();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RestoreSpec spec
        && name.equals(spec.name)
        && fields.equals(spec.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, fields);
  }

  /**
   * Returns the name and what is set; of annotations and hooks, which may hold secrets, a count.
   */
  @Override
  public String toString() {
    return "RestoreSpec '" + name + "' " + fields.describe("annotations", "hooks");
  }

  /** Builds a RestoreSpec. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Fields.Editor fields;

    private Builder(String name, Fields.Editor fields) {
      this.name = name;
      this.fields = fields;
    }

    /**
     * Sets a label of the stored Restore object; replaces an earlier value of the same key.
     *
     * @param key the label's key
     * @param value its value
     * @return this builder
     */
    public Builder label(String key, String value) {
      fields.putEntry("labels", key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets all labels of the stored Restore object. Replaces.
     *
     * @param labels keys and values
     * @return this builder
     */
    public Builder labels(Map<String, String> labels) {
      fields.setMap("labels", labels);
      return this;
    }

    /**
     * Sets an annotation of the stored Restore object; replaces an earlier value of the same key.
     *
     * @param key the annotation's key
     * @param value its value
     * @return this builder
     */
    public Builder annotation(String key, String value) {
      fields.putEntry("annotations", key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets all annotations of the stored Restore object. Replaces.
     *
     * @param annotations keys and values
     * @return this builder
     */
    public Builder annotations(Map<String, String> annotations) {
      fields.setMap("annotations", annotations);
      return this;
    }

    /**
     * Sets the backup to restore. Excludes {@link #scheduleName}. Replaces.
     *
     * @param backup its name
     * @return this builder
     */
    public Builder backupName(String backup) {
      fields.set("backupName", backup);
      return this;
    }

    /**
     * Sets the schedule whose newest completed backup is restored. Excludes {@link #backupName}.
     * Replaces.
     *
     * @param schedule its name
     * @return this builder
     */
    public Builder scheduleName(String schedule) {
      fields.set("scheduleName", schedule);
      return this;
    }

    /**
     * Selects namespaces of the backup ({@code includedNamespaces}), as names or globs; all of them
     * if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(String... names) {
      return includeNamespaces(List.of(names));
    }

    /**
     * Selects namespaces of the backup ({@code includedNamespaces}), as names or globs; all of them
     * if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(Collection<String> names) {
      fields.append("includedNamespaces", names);
      return this;
    }

    /**
     * Leaves out namespaces of the backup ({@code excludedNamespaces}), as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(String... names) {
      return excludeNamespaces(List.of(names));
    }

    /**
     * Leaves out namespaces of the backup ({@code excludedNamespaces}), as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(Collection<String> names) {
      fields.append("excludedNamespaces", names);
      return this;
    }

    /**
     * Selects resources ({@code includedResources}), in any spelling that discovery knows; all of
     * them if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeResources(String... names) {
      return includeResources(List.of(names));
    }

    /**
     * Selects resources ({@code includedResources}), in any spelling that discovery knows; all of
     * them if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeResources(Collection<String> names) {
      fields.append("includedResources", names);
      return this;
    }

    /**
     * Leaves out resources ({@code excludedResources}). Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeResources(String... names) {
      return excludeResources(List.of(names));
    }

    /**
     * Leaves out resources ({@code excludedResources}). Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeResources(Collection<String> names) {
      fields.append("excludedResources", names);
      return this;
    }

    /**
     * Selects or leaves out all cluster-scoped objects. Replaces.
     *
     * @param include whether they are included
     * @return this builder
     */
    public Builder includeClusterResources(boolean include) {
      fields.set("includeClusterResources", include);
      return this;
    }

    /**
     * Sets the selector that objects must match. Replaces; excludes {@link #orLabelSelector}.
     *
     * @param selector the selector
     * @return this builder
     */
    public Builder labelSelector(LabelSelector selector) {
      fields.set("labelSelector", selector);
      return this;
    }

    /**
     * Adds one of several selectors, of which an object must match at least one ({@code
     * orLabelSelectors}). Appends; excludes {@link #labelSelector}.
     *
     * @param selector the selector to add
     * @return this builder
     */
    public Builder orLabelSelector(LabelSelector selector) {
      fields.append("orLabelSelectors", List.of(selector));
      return this;
    }

    /**
     * Restores a namespace under another name ({@code namespaceMapping}); replaces an earlier
     * target of the same namespace.
     *
     * @param from its name in the backup
     * @param to its name in the cluster
     * @return this builder
     */
    public Builder mapNamespace(String from, String to) {
      fields.putEntry("namespaceMapping", from, Objects.requireNonNull(to, "to"));
      return this;
    }

    /**
     * Sets what to do with objects that are already in the cluster and differ; they stay as they
     * are if this is never called. Replaces.
     *
     * @param policy the policy
     * @return this builder
     */
    public Builder existingResourcePolicy(ExistingResourcePolicy policy) {
      fields.set("existingResourcePolicy", policy);
      return this;
    }

    /**
     * Sets the resources whose status is restored; none if this is never called. Replaces.
     *
     * @param status the resources; set and empty means all
     * @return this builder
     */
    public Builder restoreStatus(RestoreStatusSpec status) {
      fields.set("restoreStatus", status);
      return this;
    }

    /**
     * Sets whether Services keep their node ports; they do not if this is never called. Replaces.
     *
     * @param preserve whether they do
     * @return this builder
     */
    public Builder preserveNodePorts(boolean preserve) {
      fields.set("preserveNodePorts", preserve);
      return this;
    }

    /**
     * Sets whether volumes are restored from their snapshots; they are if this is never called.
     * Replaces.
     *
     * @param restore whether they are
     * @return this builder
     */
    public Builder restorePVs(boolean restore) {
      fields.set("restorePVs", restore);
      return this;
    }

    /**
     * Sets how long asynchronous item operations may take; 4 hours if this is never called.
     * Replaces.
     *
     * @param timeout the limit; zero means the default
     * @return this builder
     */
    public Builder itemOperationTimeout(Duration timeout) {
      fields.set("itemOperationTimeout", timeout);
      return this;
    }

    /**
     * Adds a hook to run in restored pods ({@code hooks.resources}). Appends.
     *
     * @param hook the hook to add
     * @return this builder
     */
    public Builder addHook(RestoreHookSpec hook) {
      fields.append("hooks", List.of(hook));
      return this;
    }

    /**
     * Sets the changes to make to objects while they are restored. Replaces.
     *
     * @param configMap the ConfigMap that holds them
     * @return this builder
     */
    public Builder resourceModifier(ConfigMapRef configMap) {
      fields.set("resourceModifier", configMap);
      return this;
    }

    /**
     * Sets the filter policies to follow. Replaces.
     *
     * @param configMap the ConfigMap that holds them
     * @return this builder
     */
    public Builder resourcePolicy(ConfigMapRef configMap) {
      fields.set("resourcePolicy", configMap);
      return this;
    }

    /**
     * Sets whether files are written sparsely ({@code uploaderConfig.writeSparseFiles}); they are
     * not if this is never called. Replaces.
     *
     * @param sparse whether they are
     * @return this builder
     */
    public Builder writeSparseFiles(boolean sparse) {
      fields.set("writeSparseFiles", sparse);
      return this;
    }

    /**
     * Sets how many files are downloaded at a time ({@code uploaderConfig.parallelFilesDownload});
     * the number of CPUs decides if this is never called. Replaces.
     *
     * @param files the number, not negative; zero means the default
     * @return this builder
     */
    public Builder parallelFilesDownload(int files) {
      fields.set("parallelFilesDownload", files);
      return this;
    }

    /**
     * Builds the spec.
     *
     * @return the spec
     * @throws InvalidSpecException with all violations, if there are any
     */
    public RestoreSpec build() {
      RestoreSpec spec = buildUnchecked();
      List<Violation> violations = spec.violations();
      if (!violations.isEmpty()) {
        throw new InvalidSpecException("RestoreSpec '" + name + "'", violations);
      }
      return spec;
    }

    /**
     * Builds the spec without checking it, to show what another program has stored. An engine
     * refuses a spec that has {@link RestoreSpec#violations}.
     *
     * @return the spec
     */
    public RestoreSpec buildUnchecked() {
      return new RestoreSpec(name, fields.build());
    }
  }
}
