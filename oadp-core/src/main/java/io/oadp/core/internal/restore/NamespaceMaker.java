// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ClusterException;
import io.oadp.api.Decision;
import io.oadp.api.ItemReport;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.OutcomeUnknownException;
import io.oadp.api.item.GroupVersionKind;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Sees to it that target namespaces are there: one that exists stays as it is, one that is on its
 * way out is waited for, a missing one is created as the backup has it. Once for each namespace;
 * thread-safe.
 */
final class NamespaceMaker {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final RestoreParts parts;
  private final StoredNamespaces stored;
  private final Approval approval;
  private final Consumer<ItemReport> reports;
  private final Map<String, FutureTask<Boolean>> made = new ConcurrentHashMap<>();

  NamespaceMaker(
      RestoreParts parts,
      StoredNamespaces stored,
      Approval approval,
      Consumer<ItemReport> reports) {
    this.parts = parts;
    this.stored = stored;
    this.approval = approval;
    this.reports = reports;
  }

  /**
   * Waits until a namespace is there.
   *
   * @throws ItemDropped if it cannot be had; the first one who asks has reported why
   */
  void need(String source, String target) throws InterruptedException {
    FutureTask<Boolean> mine = new FutureTask<>(() -> make(source, target));
    FutureTask<Boolean> first = made.putIfAbsent(target, mine);
    if (first == null) {
      mine.run();
      first = mine;
    }
    try {
      if (!first.get()) {
        throw new ItemDropped("namespace " + target + " could not be had");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationCanceledException) {
        throw new OperationCanceledException();
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException();
      }
      throw new ItemDropped("namespace " + target + " could not be had: " + e.getCause());
    }
  }

  private boolean make(String source, String target) throws InterruptedException {
    ResourceIdentifier id = ResourceIdentifier.clusterScoped("namespaces", target);
    long end = System.nanoTime() + parts.resourceTimeout().toNanos();
    while (true) {
      try {
        Optional<KubernetesItem> live = parts.cluster().get(id);
        if (live.isEmpty() && !approval.of(id).equals(Optional.of(Decision.CREATE))) {
          parts.problems().error(id, id + " is gone since the plan was made; plan again");
          return false;
        }
        if (live.isEmpty()) {
          return create(source, target, id);
        }
        if (!isTerminating(live.get())) {
          return true;
        }
      } catch (ClusterException e) {
        if (e.status() == 403) {
          // Who may work in one namespace often may not read the Namespace itself.
          parts.log().info("Namespace may not be read, and is taken to exist", "name", target);
          return true;
        }
        parts.problems().error("error getting namespace " + target + ": " + e.getMessage());
        return false;
      }
      if (System.nanoTime() - end > 0) {
        parts
            .problems()
            .error(
                "timed out waiting for terminating namespace "
                    + target
                    + " to disappear before restoring: it is still there after "
                    + parts.resourceTimeout().toSeconds()
                    + " s");
        return false;
      }
      parts.token().sleep(POLL);
    }
  }

  private static boolean isTerminating(KubernetesItem namespace) {
    return namespace.isBeingDeleted()
        || namespace.text("/status/phase").equals(Optional.of("Terminating"));
  }

  private boolean create(String source, String target, ResourceIdentifier id) {
    KubernetesItem namespace = stored.forTarget(source, target);
    try {
      parts.cluster().create(namespace);
    } catch (OutcomeUnknownException e) {
      if (parts.cluster().get(id).isEmpty()) {
        parts.problems().error("error creating namespace " + target + ": " + e.getMessage());
        return false;
      }
    } catch (ClusterException e) {
      if (!e.reason().equals("AlreadyExists")) {
        parts.problems().error("error creating namespace " + target + ": " + e.getMessage());
        return false;
      }
      return true;
    }
    reports.accept(
        new ItemReport(id, GroupVersionKind.of("v1", "Namespace"), ItemReport.Outcome.CREATED, ""));
    return true;
  }
}
