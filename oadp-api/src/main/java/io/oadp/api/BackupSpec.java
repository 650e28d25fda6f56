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
 * Says what to back up: the fields of Velero's Backup, one to one. How it is run is in the run
 * options. Immutable.
 */
public final class BackupSpec {
  private static final String MIXED_FILTERS =
      """
      include-resources, exclude-resources and include-cluster-resources are old filter parameters.
      include-cluster-scoped-resources, exclude-cluster-scoped-resources, \
      include-namespace-scoped-resources and exclude-namespace-scoped-resources \
      are new filter parameters.
      They cannot be used together""";

  private final String name;
  private final Fields fields;

  private BackupSpec(String name, Fields fields) {
    this.name = name;
    this.fields = fields;
  }

  /**
   * Begins a spec.
   *
   * @param name name of the backup, a DNS-1123 subdomain of at most 253 characters
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
  public BackupSpec withName(String newName) {
    return new Builder(Objects.requireNonNull(newName, "newName"), fields.edit()).build();
  }

  /**
   * Returns the name of the backup.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the labels of the stored Backup object ({@code metadata.labels}).
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> labels() {
    return fields.map("labels");
  }

  /**
   * Returns the annotations of the stored Backup object ({@code metadata.annotations}).
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> annotations() {
    return fields.map("annotations");
  }

  /**
   * Returns the labels that a schedule gives to the backups it creates ({@code
   * spec.metadata.labels}); without a meaning for a single backup.
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, String> templateLabels() {
    return fields.map("metadata.labels");
  }

  /**
   * Returns the namespaces to back up: names or globs. Empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedNamespaces() {
    return fields.list("includedNamespaces");
  }

  /**
   * Returns the namespaces to leave out: names or globs.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedNamespaces() {
    return fields.list("excludedNamespaces");
  }

  /**
   * Returns the resources to back up, in any spelling that discovery knows, such as {@code
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
   * Says whether to back up cluster-scoped objects. Unset, only those that go with the selected
   * namespaced ones are, or all where all namespaces are selected.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> includeClusterResources() {
    return fields.flag("includeClusterResources");
  }

  /**
   * Returns the selector that objects must match to be backed up.
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
   * Returns the cluster-scoped resources to back up; {@code *} means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedClusterScopedResources() {
    return fields.list("includedClusterScopedResources");
  }

  /**
   * Returns the cluster-scoped resources to leave out; {@code *} means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedClusterScopedResources() {
    return fields.list("excludedClusterScopedResources");
  }

  /**
   * Returns the namespaced resources to back up; empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedNamespaceScopedResources() {
    return fields.list("includedNamespaceScopedResources");
  }

  /**
   * Returns the namespaced resources to leave out; {@code *} means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedNamespaceScopedResources() {
    return fields.list("excludedNamespaceScopedResources");
  }

  /**
   * Returns, by plural resource name, objects to back up first and in this order: {@code
   * namespace/name}, or {@code name} of a cluster-scoped one.
   *
   * @return the entries in the order given; empty if unset
   */
  public Map<String, List<String>> orderedResources() {
    return fields.map("orderedResources");
  }

  /**
   * Returns how long the backup is kept. Unset, it is 720 hours. Any Velero that watches the
   * location deletes the backup once that time has passed.
   *
   * @return the duration; empty if unset or zero
   */
  public Optional<Duration> ttl() {
    return fields.duration("ttl");
  }

  /**
   * Returns the name of the BackupStorageLocation to write to. Unset, it is the default one.
   *
   * @return the text; empty if unset
   */
  public Optional<String> storageLocation() {
    return fields.text("storageLocation");
  }

  /**
   * Returns the names of the VolumeSnapshotLocations to use, at most one for each provider.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> volumeSnapshotLocations() {
    return fields.list("volumeSnapshotLocations");
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
   * Returns how long a CSI snapshot may take to be cut. Unset, it is 10 minutes.
   *
   * @return the duration; empty if unset or zero
   */
  public Optional<Duration> csiSnapshotTimeout() {
    return fields.duration("csiSnapshotTimeout");
  }

  /**
   * Returns the hooks to run in pods ({@code hooks.resources}).
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<HookSpec> hooks() {
    return fields.list("hooks");
  }

  /**
   * Returns the ConfigMap with the resource policies to follow.
   *
   * @return the value; empty if unset
   */
  public Optional<ConfigMapRef> resourcePolicy() {
    return fields.value("resourcePolicy", ConfigMapRef.class);
  }

  /**
   * Says whether volumes are snapshotted. Unset, they are.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> snapshotVolumes() {
    return fields.flag("snapshotVolumes");
  }

  /**
   * Returns the key of the label by which PersistentVolumeClaims are snapshotted together. Unset,
   * it is {@code velero.io/volume-group}.
   *
   * @return the text; empty if unset
   */
  public Optional<String> volumeGroupSnapshotLabelKey() {
    return fields.text("volumeGroupSnapshotLabelKey");
  }

  /**
   * Says whether pod volumes are backed up from their file system unless a pod opts out. Unset,
   * they are not. A true {@code defaultVolumesToRestic}, the old name, reads as a true here.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> defaultVolumesToFsBackup() {
    return fields.flag("defaultVolumesToFsBackup");
  }

  /**
   * Says whether the data of CSI snapshots is moved to the storage location. Unset, it is not.
   *
   * @return the flag; empty if unset
   */
  public Optional<Boolean> snapshotMoveData() {
    return fields.flag("snapshotMoveData");
  }

  /**
   * Returns the id of the data mover. Unset, it is the built-in one.
   *
   * @return the text; empty if unset
   */
  public Optional<String> datamover() {
    return fields.text("datamover");
  }

  /**
   * Returns how many files are uploaded at a time ({@code uploaderConfig.parallelFilesUpload}).
   * Unset or zero, the number of CPUs decides.
   *
   * @return the number; empty if unset
   */
  public OptionalInt parallelFilesUpload() {
    return fields.number("parallelFilesUpload");
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
    rules.labels("metadata.labels", templateLabels());
    resourceLists(rules);
    String title = "Invalid included/excluded namespace lists: ";
    rules.lists("includedNamespaces", "excludedNamespaces", title, fields);
    rules.namespaceSyntax("includedNamespaces", title, fields);
    rules.namespaceSyntax("excludedNamespaces", title, fields);
    rules.selectors("backup", fields);
    rules.notNegative(fields, "ttl");
    rules.notNegative(fields, "csiSnapshotTimeout");
    rules.notNegative(fields, "itemOperationTimeout");
    rules.configMap("resourcePolicy", fields);
    rules.count("uploaderConfig.parallelFilesUpload", "parallelFilesUpload", fields);
    for (int at = 0; at < hooks().size(); at++) {
      hooks().get(at).check("hooks.resources[" + at + "]", rules);
    }
    return rules.found();
  }

  /** Velero checks only one family of lists, but mixing them is told beside what else is wrong. */
  private void resourceLists(SpecRules rules) {
    boolean old =
        fields.has("includeClusterResources")
            || fields.has("includedResources")
            || fields.has("excludedResources");
    boolean scoped =
        fields.has("includedClusterScopedResources")
            || fields.has("excludedClusterScopedResources")
            || fields.has("includedNamespaceScopedResources")
            || fields.has("excludedNamespaceScopedResources");
    if (old && scoped) {
      rules.add("includedResources", Violation.Code.CONFLICT, MIXED_FILTERS);
    }
    rules.lists(
        "includedResources",
        "excludedResources",
        "Invalid included/excluded resource lists: ",
        fields);
    rules.scopedLists(
        "includedClusterScopedResources",
        "excludedClusterScopedResources",
        "Invalid cluster-scoped included/excluded resource lists: ",
        fields);
    rules.scopedLists(
        "includedNamespaceScopedResources",
        "excludedNamespaceScopedResources",
        "Invalid namespace-scoped included/excluded resource lists: ",
        fields);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackupSpec spec && name.equals(spec.name) && fields.equals(spec.fields);
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
    return "BackupSpec '" + name + "' " + fields.describe("annotations", "hooks");
  }

  /** Builds a BackupSpec. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Fields.Editor fields;

    private Builder(String name, Fields.Editor fields) {
      this.name = name;
      this.fields = fields;
    }

    /**
     * Sets a label of the stored Backup object; replaces an earlier value of the same key.
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
     * Sets all labels of the stored Backup object. Replaces.
     *
     * @param labels keys and values
     * @return this builder
     */
    public Builder labels(Map<String, String> labels) {
      fields.setMap("labels", labels);
      return this;
    }

    /**
     * Sets an annotation of the stored Backup object; replaces an earlier value of the same key.
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
     * Sets all annotations of the stored Backup object. Replaces.
     *
     * @param annotations keys and values
     * @return this builder
     */
    public Builder annotations(Map<String, String> annotations) {
      fields.setMap("annotations", annotations);
      return this;
    }

    /**
     * Sets a label that a schedule gives to the backups it creates ({@code spec.metadata.labels});
     * replaces an earlier value of the same key.
     *
     * @param key the label's key
     * @param value its value
     * @return this builder
     */
    public Builder templateLabel(String key, String value) {
      fields.putEntry("metadata.labels", key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Selects namespaces ({@code includedNamespaces}), as names or globs; all of them if this is
     * never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(String... names) {
      return includeNamespaces(List.of(names));
    }

    /**
     * Selects namespaces ({@code includedNamespaces}), as names or globs; all of them if this is
     * never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(Collection<String> names) {
      fields.append("includedNamespaces", names);
      return this;
    }

    /**
     * Leaves out namespaces ({@code excludedNamespaces}), as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(String... names) {
      return excludeNamespaces(List.of(names));
    }

    /**
     * Leaves out namespaces ({@code excludedNamespaces}), as names or globs. Appends.
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
     * Selects cluster-scoped resources ({@code includedClusterScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeClusterScopedResources(String... names) {
      return includeClusterScopedResources(List.of(names));
    }

    /**
     * Selects cluster-scoped resources ({@code includedClusterScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeClusterScopedResources(Collection<String> names) {
      fields.append("includedClusterScopedResources", names);
      return this;
    }

    /**
     * Leaves out cluster-scoped resources ({@code excludedClusterScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeClusterScopedResources(String... names) {
      return excludeClusterScopedResources(List.of(names));
    }

    /**
     * Leaves out cluster-scoped resources ({@code excludedClusterScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeClusterScopedResources(Collection<String> names) {
      fields.append("excludedClusterScopedResources", names);
      return this;
    }

    /**
     * Selects namespaced resources ({@code includedNamespaceScopedResources}). Excludes the methods
     * without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaceScopedResources(String... names) {
      return includeNamespaceScopedResources(List.of(names));
    }

    /**
     * Selects namespaced resources ({@code includedNamespaceScopedResources}). Excludes the methods
     * without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaceScopedResources(Collection<String> names) {
      fields.append("includedNamespaceScopedResources", names);
      return this;
    }

    /**
     * Leaves out namespaced resources ({@code excludedNamespaceScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaceScopedResources(String... names) {
      return excludeNamespaceScopedResources(List.of(names));
    }

    /**
     * Leaves out namespaced resources ({@code excludedNamespaceScopedResources}). Excludes the
     * methods without a scope in their names. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaceScopedResources(Collection<String> names) {
      fields.append("excludedNamespaceScopedResources", names);
      return this;
    }

    /**
     * Names objects of one resource to back up first and in this order. Replaces those of the same
     * resource.
     *
     * @param resource plural name of the resource, such as {@code pods}
     * @param names each as {@code namespace/object}, or {@code object} if cluster-scoped
     * @return this builder
     */
    public Builder orderedResources(String resource, String... names) {
      return orderedResources(resource, List.of(names));
    }

    /**
     * Names objects of one resource to back up first and in this order. Replaces those of the same
     * resource.
     *
     * @param resource plural name of the resource, such as {@code pods}
     * @param names each as {@code namespace/object}, or {@code object} if cluster-scoped
     * @return this builder
     */
    public Builder orderedResources(String resource, Collection<String> names) {
      fields.putEntry("orderedResources", resource, List.copyOf(names));
      return this;
    }

    /**
     * Sets how long the backup is kept; 720 hours if this is never called. Any Velero that watches
     * the location deletes the backup once that time has passed. Replaces.
     *
     * @param ttl the time from the start of the backup; zero means the default
     * @return this builder
     */
    public Builder ttl(Duration ttl) {
      fields.set("ttl", ttl);
      return this;
    }

    /**
     * Sets the BackupStorageLocation to write to; the default one if this is never called.
     * Replaces.
     *
     * @param location its name
     * @return this builder
     */
    public Builder storageLocation(String location) {
      fields.set("storageLocation", location);
      return this;
    }

    /**
     * Sets the VolumeSnapshotLocations to use, at most one for each provider. Replaces.
     *
     * @param names their names
     * @return this builder
     */
    public Builder volumeSnapshotLocations(String... names) {
      fields.setList("volumeSnapshotLocations", List.of(names));
      return this;
    }

    /**
     * Sets the VolumeSnapshotLocations to use, at most one for each provider. Replaces.
     *
     * @param names their names
     * @return this builder
     */
    public Builder volumeSnapshotLocations(Collection<String> names) {
      fields.setList("volumeSnapshotLocations", names);
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
     * Sets how long a CSI snapshot may take to be cut; 10 minutes if this is never called.
     * Replaces.
     *
     * @param timeout the limit; zero means the default
     * @return this builder
     */
    public Builder csiSnapshotTimeout(Duration timeout) {
      fields.set("csiSnapshotTimeout", timeout);
      return this;
    }

    /**
     * Adds a hook to run in pods ({@code hooks.resources}). Appends.
     *
     * @param hook the hook to add
     * @return this builder
     */
    public Builder addHook(HookSpec hook) {
      fields.append("hooks", List.of(hook));
      return this;
    }

    /**
     * Sets the resource policies to follow. Replaces.
     *
     * @param configMap the ConfigMap that holds them
     * @return this builder
     */
    public Builder resourcePolicy(ConfigMapRef configMap) {
      fields.set("resourcePolicy", configMap);
      return this;
    }

    /**
     * Sets whether volumes are snapshotted; they are if this is never called. Replaces.
     *
     * @param snapshot whether they are
     * @return this builder
     */
    public Builder snapshotVolumes(boolean snapshot) {
      fields.set("snapshotVolumes", snapshot);
      return this;
    }

    /**
     * Sets the label by which PersistentVolumeClaims are snapshotted together; {@code
     * velero.io/volume-group} if this is never called. Replaces.
     *
     * @param key the label's key
     * @return this builder
     */
    public Builder volumeGroupSnapshotLabelKey(String key) {
      fields.set("volumeGroupSnapshotLabelKey", key);
      return this;
    }

    /**
     * Sets whether pod volumes are backed up from their file system unless a pod opts out; they are
     * not if this is never called. Replaces.
     *
     * @param fileSystem whether they are
     * @return this builder
     */
    public Builder defaultVolumesToFsBackup(boolean fileSystem) {
      fields.set("defaultVolumesToFsBackup", fileSystem);
      return this;
    }

    /**
     * Sets whether the data of CSI snapshots is moved to the storage location; it is not if this is
     * never called. Replaces.
     *
     * @param move whether it is
     * @return this builder
     */
    public Builder snapshotMoveData(boolean move) {
      fields.set("snapshotMoveData", move);
      return this;
    }

    /**
     * Sets the data mover; the built-in one if this is never called. Replaces.
     *
     * @param id its id
     * @return this builder
     */
    public Builder datamover(String id) {
      fields.set("datamover", id);
      return this;
    }

    /**
     * Sets how many files are uploaded at a time ({@code uploaderConfig.parallelFilesUpload}); the
     * number of CPUs decides if this is never called. Replaces.
     *
     * @param files the number, not negative; zero means the default
     * @return this builder
     */
    public Builder parallelFilesUpload(int files) {
      fields.set("parallelFilesUpload", files);
      return this;
    }

    /**
     * Builds the spec.
     *
     * @return the spec
     * @throws InvalidSpecException with all violations, if there are any
     */
    public BackupSpec build() {
      BackupSpec spec = buildUnchecked();
      List<Violation> violations = spec.violations();
      if (!violations.isEmpty()) {
        throw new InvalidSpecException("BackupSpec '" + name + "'", violations);
      }
      return spec;
    }

    /**
     * Builds the spec without checking it, to show what another program has stored. An engine
     * refuses a spec that has {@link BackupSpec#violations}.
     *
     * @return the spec
     */
    public BackupSpec buildUnchecked() {
      return new BackupSpec(name, fields.build());
    }
  }
}
