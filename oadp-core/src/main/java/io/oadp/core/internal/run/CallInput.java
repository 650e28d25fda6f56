// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.run;

import io.oadp.api.CancellationToken;
import io.oadp.api.Problem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ActionInput;
import io.oadp.spi.RunScope;
import java.util.Map;

/**
 * What every item action sees in one call: its run and its item, and where it can say something.
 */
public abstract class CallInput implements ActionInput {
  private final Facts facts;
  private final String action;
  private final Map<String, String> settings;
  private final ResourceIdentifier id;

  /**
   * What is the same in all calls of a run.
   *
   * @param scope the run as plugins see it
   * @param token of the run
   * @param log of the run
   * @param problems of the run
   */
  public record Facts(RunScope scope, CancellationToken token, RunLog log, Problems problems) {}

  /**
   * Makes the input of one call.
   *
   * @param action its registered name
   * @param settings of the action
   * @param id of the item
   */
  protected CallInput(
      Facts facts, String action, Map<String, String> settings, ResourceIdentifier id) {
    this.facts = facts;
    this.action = action;
    this.settings = settings;
    this.id = id;
  }

  @Override
  public final RunScope run() {
    return facts.scope();
  }

  @Override
  public final Map<String, String> settings() {
    return settings;
  }

  @Override
  public final CancellationToken cancellation() {
    return facts.token();
  }

  @Override
  public final ResourceIdentifier id() {
    return id;
  }

  @Override
  public final void info(String line) {
    facts
        .log()
        .info(
            line,
            "action",
            action,
            "name",
            id.name(),
            "namespace",
            id.namespace(),
            "resource",
            id.groupResource());
  }

  @Override
  public final void warn(String text) {
    facts
        .problems()
        .add(Problem.ofItem(Problem.Severity.WARNING, reported(), text).withAction(action));
  }

  /** The item that a warning is about: where it goes, in a restore. */
  protected ResourceIdentifier reported() {
    return id;
  }
}
