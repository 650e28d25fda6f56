// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Init containers to put into a restored pod, part of a {@link RestoreHookSpec}. Immutable. */
public final class InitRestoreHook {
  private final Fields fields;

  private InitRestoreHook(Fields fields) {
    this.fields = fields;
  }

  /**
   * Begins a hook.
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
   * Returns the init containers, each one a Kubernetes Container in JSON; fields that are not known
   * here are kept.
   *
   * @return the containers in the order they are to run
   */
  public List<String> initContainers() {
    return fields.list("initContainers");
  }

  /**
   * Returns the timeout. Velero declares this field and never reads it.
   *
   * @return the duration; empty if unset or zero
   */
  public Optional<Duration> timeout() {
    return fields.duration("timeout");
  }

  void check(String path, String hookName, SpecRules rules) {
    for (int at = 0; at < initContainers().size(); at++) {
      String field = path + ".initContainers[" + at + "]";
      InitContainerRule.violation(initContainers().get(at))
          .ifPresent(
              text ->
                  rules.add(
                      field,
                      Violation.Code.INVALID,
                      "invalid init container in restore hook \"" + hookName + "\": " + text));
    }
    rules.storable(path + ".timeout", timeout());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InitRestoreHook that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** Returns what is set; of the containers, which may hold secrets, a count. */
  @Override
  public String toString() {
    return "InitRestoreHook " + fields.describe("initContainers");
  }

  /** Builds a InitRestoreHook. Not thread-safe. */
  public static final class Builder {
    private final Fields.Editor fields;

    private Builder(Fields.Editor fields) {
      this.fields = fields;
    }

    /**
     * Adds an init container. Appends.
     *
     * @param json a Kubernetes Container in JSON, with at least name, image and command
     * @return this builder
     */
    public Builder addInitContainer(String json) {
      fields.append("initContainers", List.of(json));
      return this;
    }

    /**
     * Sets the timeout, which Velero declares and never reads. Replaces.
     *
     * @param timeout the limit
     * @return this builder
     */
    public Builder timeout(Duration timeout) {
      fields.set("timeout", timeout);
      return this;
    }

    /**
     * Builds it. It is checked as part of the spec that it is used in.
     *
     * @return the value
     */
    public InitRestoreHook build() {
      return new InitRestoreHook(fields.build());
    }
  }
}
