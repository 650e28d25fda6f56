// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;

/**
 * What a {@link RestoreHookSpec} runs: a command in the restored pod, init containers put into it,
 * or both. Immutable.
 */
public final class PostRestoreHook {
  private final Fields fields;

  private PostRestoreHook(Fields fields) {
    this.fields = fields;
  }

  /**
   * Returns a hook that runs a command.
   *
   * @param exec the command
   * @return the hook
   */
  public static PostRestoreHook of(ExecRestoreHook exec) {
    return new PostRestoreHook(with(Fields.NONE, "exec", exec));
  }

  /**
   * Returns a hook that adds init containers.
   *
   * @param init the init containers
   * @return the hook
   */
  public static PostRestoreHook of(InitRestoreHook init) {
    return new PostRestoreHook(with(Fields.NONE, "init", init));
  }

  /**
   * Returns a hook that does both.
   *
   * @param exec the command
   * @param init the init containers
   * @return the hook
   */
  public static PostRestoreHook of(ExecRestoreHook exec, InitRestoreHook init) {
    return new PostRestoreHook(with(with(Fields.NONE, "exec", exec), "init", init));
  }

  /**
   * Returns the command to run.
   *
   * @return the command; empty if there is none
   */
  public Optional<ExecRestoreHook> exec() {
    return fields.value("exec", ExecRestoreHook.class);
  }

  /**
   * Returns the init containers to add.
   *
   * @return the init containers; empty if there are none
   */
  public Optional<InitRestoreHook> init() {
    return fields.value("init", InitRestoreHook.class);
  }

  void check(String path, String hookName, SpecRules rules) {
    exec().ifPresent(hook -> hook.check(path + ".exec", rules));
    init().ifPresent(hook -> hook.check(path + ".init", hookName, rules));
  }

  private static Fields with(Fields fields, String name, Object value) {
    Fields.Editor editor = fields.edit();
    editor.set(name, value);
    return editor.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PostRestoreHook that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "PostRestoreHook " + fields.describe();
  }
}
