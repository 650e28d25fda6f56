// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.Problem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.OperationStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What comes of one call of {@link ActionTester}: the items that are in, the problems, the
 * operations. Thread-safe.
 */
final class TesterVisit {
  private final Set<ResourceIdentifier> claimed = new HashSet<>(); // guarded by this, as all below
  private final Map<ResourceIdentifier, KubernetesItem> stored = new LinkedHashMap<>();
  private final List<KubernetesItem> restored = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<TesterOperation, Consumer<TesterOperation>> operations = new LinkedHashMap<>();
  private final Set<TesterOperation> settled = new HashSet<>();

  /** Takes the place of an item; false if it is taken. */
  synchronized boolean claim(ResourceIdentifier id) {
    return claimed.add(id);
  }

  synchronized boolean isFree(ResourceIdentifier id) {
    return !claimed.contains(id);
  }

  synchronized void store(ResourceIdentifier id, KubernetesItem item) {
    stored.put(id, item);
  }

  synchronized void restore(KubernetesItem item) {
    restored.add(item);
  }

  synchronized void add(Problem problem) {
    problems.add(problem);
  }

  /** Starts an operation; {@code atEnd} is called once it has ended. */
  void begin(TesterOperation operation, Consumer<TesterOperation> atEnd) {
    synchronized (this) {
      operations.put(operation, atEnd);
    }
    operation.start();
  }

  synchronized List<KubernetesItem> stored() {
    return List.copyOf(stored.values());
  }

  synchronized List<KubernetesItem> restored() {
    return List.copyOf(restored);
  }

  synchronized List<Problem> problems() {
    return List.copyOf(problems);
  }

  synchronized OperationStatus poll() {
    if (operations.isEmpty()) {
      throw new IllegalStateException(
          "there is no operation to poll: the action called withOperation for none of these items");
    }
    Optional<OperationStatus> failed = Optional.empty();
    Optional<OperationStatus> running = Optional.empty();
    for (Map.Entry<TesterOperation, Consumer<TesterOperation>> entry : operations.entrySet()) {
      TesterOperation operation = entry.getKey();
      OperationStatus status = operation.poll();
      if (operation.hasEnded() && settled.add(operation)) {
        entry.getValue().accept(operation);
      }
      if (status.isFailed()) {
        failed = failed.or(() -> Optional.of(status));
      } else if (!status.isCompleted()) {
        running = running.or(() -> Optional.of(status));
      }
    }
    return failed.orElse(running.orElseGet(OperationStatus::completed));
  }
}
