// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.ClusterException;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Waits until CRDs that a restore created are served, so that their custom resources can follow.
 */
final class CrdWait {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final RestoreParts parts;

  CrdWait(RestoreParts parts) {
    this.parts = parts;
  }

  /** Waits for all of them; one that does not come up is an error, and the restore goes on. */
  void await(Collection<String> crds) throws InterruptedException {
    long end = System.nanoTime() + parts.resourceTimeout().toNanos();
    for (String name : crds) {
      ResourceIdentifier id = ResourceIdentifier.clusterScoped(Priorities.CRDS, name);
      try {
        await(id, end);
      } catch (ClusterException e) {
        parts
            .problems()
            .error(id, "error verifying the CRD " + name + " is ready to use: " + e.getMessage());
      }
    }
    if (!crds.isEmpty()) {
      awaitDiscovery(crds, end);
    }
  }

  private void await(ResourceIdentifier id, long end) throws InterruptedException {
    Duration pause = FIRST;
    while (!parts.cluster().get(id).map(CrdWait::isReady).orElse(false)) {
      if (System.nanoTime() - end > 0) {
        parts
            .problems()
            .error(id, "the CRD " + id.name() + " is not available to use for custom resources");
        return;
      }
      parts.token().sleep(pause);
      pause = longer(pause);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  private static boolean isReady(KubernetesItem crd) {
    return isTrue(crd, "Established") && isTrue(crd, "NamesAccepted");
  }

  private static boolean isTrue(KubernetesItem crd, String condition) {
    return crd.find("/status/conditions/*").stream()
        .anyMatch(
            c ->
                crd.text(c + "/type").equals(Optional.of(condition))
                    && crd.text(c + "/status").equals(Optional.of("True")));
  }

  /** Discovery follows the condition a moment later. */
  private void awaitDiscovery(Collection<String> crds, long end) throws InterruptedException {
    Duration pause = FIRST;
    while (true) {
      var discovery = parts.cluster().refreshDiscovery();
      boolean all = crds.stream().allMatch(name -> discovery.byGroupResource(name).isPresent());
      if (all || System.nanoTime() - end > 0 || pause.equals(LONGEST)) {
        return;
      }
      parts.token().sleep(pause);
      pause = longer(pause);
    }
  }
}
