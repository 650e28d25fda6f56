// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.LabelSelector;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says what to run in which pods once they are restored: an entry of {@code spec.hooks.resources}
 * of Velero's Restore. Immutable.
 */
public final class RestoreHookSpec {
  private final Fields fields;

  private RestoreHookSpec(Fields fields) {
    this.fields = fields;
  }

  /**
   * Begins a hook.
   *
   * @param name name of the hook, for logs
   * @return a builder
   */
  public static Builder builder(String name) {
    Fields.Editor fields = Fields.NONE.edit();
    fields.set("name", name);
    return new Builder(fields);
  }

  /**
   * Begins a changed copy.
   *
   * @return a builder that holds the values of this one
   */
  public Builder toBuilder() {
    return new Builder(fields.edit());
  }

  /**
   * Returns the name of the hook.
   *
   * @return the name; empty if a stored one has none
   */
  public String name() {
    return fields.text("name").orElse("");
  }

  /**
   * Returns the namespaces of the pods the hook runs in, as they are called in the cluster: names
   * or globs. Empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedNamespaces() {
    return fields.list("includedNamespaces");
  }

  /**
   * Returns the namespaces whose pods the hook does not run in, as they are called in the cluster:
   * names or globs.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedNamespaces() {
    return fields.list("excludedNamespaces");
  }

  /**
   * Returns the resources the hook is meant for. Hooks run in pods only, so anything but pods has
   * no effect.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedResources() {
    return fields.list("includedResources");
  }

  /**
   * Returns the resources the hook is not meant for.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedResources() {
    return fields.list("excludedResources");
  }

  /**
   * Returns the selector that pods must match.
   *
   * @return the value; empty if unset
   */
  public Optional<LabelSelector> labelSelector() {
    return fields.value("labelSelector", LabelSelector.class);
  }

  /**
   * Returns what to run ({@code postHooks}).
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<PostRestoreHook> postHooks() {
    return fields.list("postHooks");
  }

  void check(String path, SpecRules rules) {
    rules.required(path + ".name", name());
    for (int at = 0; at < postHooks().size(); at++) {
      postHooks().get(at).check(path + ".postHooks[" + at + "]", name(), rules);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RestoreHookSpec that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** Returns what is set; of the hooks, which may hold secrets, a count. */
  @Override
  public String toString() {
    return "RestoreHookSpec " + fields.describe("postHooks");
  }

  /** Builds a RestoreHookSpec. Not thread-safe. */
  public static final class Builder {
    private final Fields.Editor fields;

    private Builder(Fields.Editor fields) {
      this.fields = fields;
    }

    /**
     * Selects namespaces of pods, as they are called in the cluster, as names or globs; all of them
     * if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(String... names) {
      return includeNamespaces(List.of(names));
    }

    /**
     * Selects namespaces of pods, as they are called in the cluster, as names or globs; all of them
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
     * Leaves out namespaces of pods, as they are called in the cluster, as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(String... names) {
      return excludeNamespaces(List.of(names));
    }

    /**
     * Leaves out namespaces of pods, as they are called in the cluster, as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(Collection<String> names) {
      fields.append("excludedNamespaces", names);
      return this;
    }

    /**
     * Selects resources; only pods have an effect. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeResources(String... names) {
      return includeResources(List.of(names));
    }

    /**
     * Selects resources; only pods have an effect. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeResources(Collection<String> names) {
      fields.append("includedResources", names);
      return this;
    }

    /**
     * Leaves out resources. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeResources(String... names) {
      return excludeResources(List.of(names));
    }

    /**
     * Leaves out resources. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeResources(Collection<String> names) {
      fields.append("excludedResources", names);
      return this;
    }

    /**
     * Sets the selector that pods must match. Replaces.
     *
     * @param selector the selector
     * @return this builder
     */
    public Builder labelSelector(LabelSelector selector) {
      fields.set("labelSelector", selector);
      return this;
    }

    /**
     * Adds something to run. Appends.
     *
     * @param hook the hook
     * @return this builder
     */
    public Builder addPostHook(PostRestoreHook hook) {
      fields.append("postHooks", List.of(hook));
      return this;
    }

    /**
     * Adds a command to run in the restored pod. Appends.
     *
     * @param hook the command
     * @return this builder
     */
    public Builder addExec(ExecRestoreHook hook) {
      return addPostHook(PostRestoreHook.of(hook));
    }

    /**
     * Adds init containers to put into the restored pod. Appends.
     *
     * @param hook the init containers
     * @return this builder
     */
    public Builder addInit(InitRestoreHook hook) {
      return addPostHook(PostRestoreHook.of(hook));
    }

    /**
     * Builds it. It is checked as part of the spec that it is used in.
     *
     * @return the value
     */
    public RestoreHookSpec build() {
      return new RestoreHookSpec(fields.build());
    }
  }
}
