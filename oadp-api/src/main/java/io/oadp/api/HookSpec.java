// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.LabelSelector;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says which commands to run in which pods while they are backed up: an entry of {@code
 * spec.hooks.resources} of Velero's Backup. Immutable.
 */
public final class HookSpec {
  private final Fields fields;

  private HookSpec(Fields fields) {
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
   * Returns the namespaces of the pods the hook runs in: names or globs. Empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedNamespaces() {
    return fields.list("includedNamespaces");
  }

  /**
   * Returns the namespaces whose pods the hook does not run in: names or globs.
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
   * Returns the commands to run before the pod is backed up ({@code pre[].exec}).
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<ExecHook> pre() {
    return fields.list("pre");
  }

  /**
   * Returns the commands to run after the pod and its volumes are backed up ({@code post[].exec}).
   *
   * @return the entries in the order given; empty if there are none
   */
  public List<ExecHook> post() {
    return fields.list("post");
  }

  void check(String path, SpecRules rules) {
    rules.required(path + ".name", name());
    for (int at = 0; at < pre().size(); at++) {
      pre().get(at).check(path + ".pre[" + at + "].exec", rules);
    }
    for (int at = 0; at < post().size(); at++) {
      post().get(at).check(path + ".post[" + at + "].exec", rules);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HookSpec that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** Returns what is set; of the commands, which may hold secrets, a count. */
  @Override
  public String toString() {
    return "HookSpec " + fields.describe("pre", "post");
  }

  /** Builds a HookSpec. Not thread-safe. */
  public static final class Builder {
    private final Fields.Editor fields;

    private Builder(Fields.Editor fields) {
      this.fields = fields;
    }

    /**
     * Selects namespaces of pods, as names or globs; all of them if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(String... names) {
      return includeNamespaces(List.of(names));
    }

    /**
     * Selects namespaces of pods, as names or globs; all of them if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeNamespaces(Collection<String> names) {
      fields.append("includedNamespaces", names);
      return this;
    }

    /**
     * Leaves out namespaces of pods, as names or globs. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder excludeNamespaces(String... names) {
      return excludeNamespaces(List.of(names));
    }

    /**
     * Leaves out namespaces of pods, as names or globs. Appends.
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
     * Adds a command to run before the pod is backed up. Appends.
     *
     * @param hook the command
     * @return this builder
     */
    public Builder addPre(ExecHook hook) {
      fields.append("pre", List.of(hook));
      return this;
    }

    /**
     * Adds a command to run after the pod and its volumes are backed up. Appends.
     *
     * @param hook the command
     * @return this builder
     */
    public Builder addPost(ExecHook hook) {
      fields.append("post", List.of(hook));
      return this;
    }

    /**
     * Builds it. It is checked as part of the spec that it is used in.
     *
     * @return the value
     */
    public HookSpec build() {
      return new HookSpec(fields.build());
    }
  }
}
