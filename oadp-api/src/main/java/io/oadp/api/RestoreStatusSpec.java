// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Collection;
import java.util.List;

/**
 * Names the resources whose status is restored. Set on a {@link RestoreSpec} and empty, it means
 * all resources. Immutable.
 */
public final class RestoreStatusSpec {
  private final Fields fields;

  private RestoreStatusSpec(Fields fields) {
    this.fields = fields;
  }

  /**
   * Begins a selection; empty, it selects all resources.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder(Fields.NONE.edit());
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
   * Returns the resources whose status is restored; empty means all.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> includedResources() {
    return fields.list("includedResources");
  }

  /**
   * Returns the resources whose status is not restored.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> excludedResources() {
    return fields.list("excludedResources");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RestoreStatusSpec that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "RestoreStatusSpec " + fields.describe();
  }

  /** Builds a RestoreStatusSpec. Not thread-safe. */
  public static final class Builder {
    private final Fields.Editor fields;

    private Builder(Fields.Editor fields) {
      this.fields = fields;
    }

    /**
     * Selects resources; all of them if this is never called. Appends.
     *
     * @param names the names to add
     * @return this builder
     */
    public Builder includeResources(String... names) {
      return includeResources(List.of(names));
    }

    /**
     * Selects resources; all of them if this is never called. Appends.
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
     * Builds it.
     *
     * @return the value
     */
    public RestoreStatusSpec build() {
      return new RestoreStatusSpec(fields.build());
    }
  }
}
