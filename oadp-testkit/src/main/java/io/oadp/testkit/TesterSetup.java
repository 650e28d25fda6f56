// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemOperations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tester was told, as one call sees it.
 *
 * @param action the action under test
 * @param name the name that it is registered under
 * @param run the run
 * @param live the cluster
 * @param inBackup what the backup holds
 * @param settings of the plugin
 * @param finalizing whether backup items are visited again
 * @param planning whether a plan is made
 */
record TesterSetup(
    ItemAction action,
    String name,
    TesterRun run,
    LiveItems live,
    Map<ResourceIdentifier, KubernetesItem> inBackup,
    Map<String, String> settings,
    boolean finalizing,
    boolean planning) {

  TesterInput input(
      ResourceIdentifier id, KubernetesItem item, KubernetesItem stored, TesterVisit visit) {
    return new TesterInput(this, id, item, stored, visit);
  }

  boolean wants(TesterInput input) {
    return SelectorMatch.matches(action.appliesTo(), input, live);
  }

  TesterSetup whenFinalizing() {
    return new TesterSetup(action, name, run, live, inBackup, settings, true, planning);
  }

  Problem problem(Problem.Severity severity, ResourceIdentifier id, String text) {
    return Problem.ofItem(severity, id, text).withAction(name);
  }

  /** What an action gives back; one that gives nothing is told so. */
  <R> R given(@Nullable R result) {
    if (result == null) {
      throw new IllegalStateException(
          "action " + name + " returned null; an action that changes nothing says so");
    }
    return result;
  }

  /** The operation that an action names, on record. */
  TesterOperation operation(
      String operationId, ResourceIdentifier id, List<ResourceIdentifier> readAgain) {
    if (!(action instanceof ItemOperations operations)) {
      throw new IllegalStateException(
          name + " names an operation for " + id + ", but does not implement ItemOperations");
    }
    if (finalizing) {
      throw new IllegalStateException(
          name + " names an operation for " + id + " on the second visit, where none may begin");
    }
    readAgain.forEach(again -> live.serve(again.groupResource()));
    TesterOperation operation =
        new TesterOperation(operationId, id, readAgain, live, operations, run);
    run.record(operation);
    return operation;
  }

  static String text(Exception e) {
    return e.getMessage() == null || e.getMessage().isEmpty() ? e.toString() : e.getMessage();
  }
}
