// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.ResourceIdentifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A warning or an error of a run. Its scope is that of Velero's results: the run itself, the
 * cluster, or one namespace. Immutable.
 */
public final class Problem {
  /** How bad it is. */
  public enum Severity {
    /** Worth knowing; the run can still end {@link Phase#COMPLETED}. */
    WARNING,
    /** Something was not done; the run ends {@link Phase#PARTIALLY_FAILED} at best. */
    ERROR
  }

  /** What it belongs to. */
  public enum Scope {
    /** The run itself; Velero's {@code velero} list. */
    RUN,
    /** Cluster-scoped items. */
    CLUSTER,
    /** One namespace. */
    NAMESPACE
  }

  private final Severity severity;
  private final Scope scope;
  private final String namespace;
  private final @Nullable ResourceIdentifier item;
  private final String action;
  private final String text;

  private Problem(
      Severity severity,
      Scope scope,
      String namespace,
      @Nullable ResourceIdentifier item,
      String action,
      String text) {
    this.severity = severity;
    this.scope = scope;
    this.namespace = namespace;
    this.item = item;
    this.action = action;
    this.text = text;
  }

  /**
   * A problem of the run itself.
   *
   * @param severity how bad
   * @param text what happened
   * @return the problem
   */
  public static Problem ofRun(Severity severity, String text) {
    return new Problem(severity, Scope.RUN, "", null, "", text);
  }

  /**
   * A problem of one namespace, or of the cluster-scoped items.
   *
   * @param severity how bad
   * @param namespace the namespace; empty for the cluster
   * @param text what happened
   * @return the problem
   */
  public static Problem ofNamespace(Severity severity, String namespace, String text) {
    return new Problem(
        severity, namespace.isEmpty() ? Scope.CLUSTER : Scope.NAMESPACE, namespace, null, "", text);
  }

  /**
   * A problem of one item.
   *
   * @param severity how bad
   * @param item the item; its namespace gives the scope
   * @param text what happened
   * @return the problem
   */
  public static Problem ofItem(Severity severity, ResourceIdentifier item, String text) {
    Problem scoped = ofNamespace(severity, item.namespace(), text);
    return new Problem(severity, scoped.scope, scoped.namespace, item, "", text);
  }

  /**
   * Names the action that it came from.
   *
   * @param name the action's registered name
   * @return this problem with the action
   */
  public Problem withAction(String name) {
    return new Problem(severity, scope, namespace, item, name, text);
  }

  /**
   * How bad it is.
   *
   * @return the severity
   */
  public Severity severity() {
    return severity;
  }

  /**
   * What it belongs to.
   *
   * @return the scope
   */
  public Scope scope() {
    return scope;
  }

  /**
   * The namespace it belongs to.
   *
   * @return empty unless the scope is {@link Scope#NAMESPACE}
   */
  public String namespace() {
    return namespace;
  }

  /**
   * The item it belongs to.
   *
   * @return empty if it is about no single item
   */
  public Optional<ResourceIdentifier> item() {
    return Optional.ofNullable(item);
  }

  /**
   * The action it came from.
   *
   * @return its registered name; empty if it came from no action
   */
  public String action() {
    return action;
  }

  /**
   * What happened.
   *
   * @return for people; never secret
   */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return (severity == Severity.ERROR ? "error: " : "warning: ")
        + (item == null ? namespace.isEmpty() ? "" : namespace + ": " : item + ": ")
        + text
        + (action.isEmpty() ? "" : " (" + action + ")");
  }
}
