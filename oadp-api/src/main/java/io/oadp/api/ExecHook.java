// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One command of a {@link HookSpec}. Immutable. */
public final class ExecHook {
  private final Fields fields;

  private ExecHook(Fields fields) {
    this.fields = fields;
  }

  /**
   * Begins a command.
   *
   * @param command program and arguments, run without a shell
   * @return a builder
   */
  public static Builder builder(String... command) {
    return builder(List.of(command));
  }

  /**
   * Begins a command.
   *
   * @param command program and arguments, run without a shell
   * @return a builder
   */
  public static Builder builder(List<String> command) {
    Fields.Editor fields = Fields.NONE.edit();
    fields.setList("command", command);
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
   * Returns the program and its arguments.
   *
   * @return the command
   */
  public List<String> command() {
    return fields.list("command");
  }

  /**
   * Returns the container to run in. Unset, it is the first one of the pod.
   *
   * @return the text; empty if unset
   */
  public Optional<String> container() {
    return fields.text("container");
  }

  /**
   * Returns what to do if the command fails. Unset, Velero goes on.
   *
   * @return the value; empty if unset
   */
  public Optional<HookErrorMode> onError() {
    return fields.value("onError", HookErrorMode.class);
  }

  /**
   * Returns how long the command may take. Unset, it is 30 seconds; a negative one means no limit.
   *
   * @return the duration; empty if unset or zero
   */
  public Optional<Duration> timeout() {
    return fields.duration("timeout");
  }

  void check(String path, SpecRules rules) {
    rules.command(path, command());
    rules.storable(path + ".timeout", timeout());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExecHook that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** Returns what is set; of the command, which may hold secrets, the number of words. */
  @Override
  public String toString() {
    return "ExecHook " + fields.describe("command");
  }

  /** Builds a ExecHook. Not thread-safe. */
  public static final class Builder {
    private final Fields.Editor fields;

    private Builder(Fields.Editor fields) {
      this.fields = fields;
    }

    /**
     * Sets the container to run in; the first one of the pod if this is never called. Replaces.
     *
     * @param name its name
     * @return this builder
     */
    public Builder container(String name) {
      fields.set("container", name);
      return this;
    }

    /**
     * Sets what to do if the command fails. Replaces.
     *
     * @param mode the mode
     * @return this builder
     */
    public Builder onError(HookErrorMode mode) {
      fields.set("onError", mode);
      return this;
    }

    /**
     * Sets how long the command may take; 30 seconds if this is never called. Replaces.
     *
     * @param timeout the limit; negative means none
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
    public ExecHook build() {
      return new ExecHook(fields.build());
    }
  }
}
