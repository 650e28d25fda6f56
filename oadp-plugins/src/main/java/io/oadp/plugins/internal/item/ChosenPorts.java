// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.RestoreItemInput;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the node ports that somebody chose from those that a cluster assigned. What was applied
 * last with kubectl decides, where the service has that annotation; else the fields that some
 * manager is recorded to have set.
 */
final class ChosenPorts {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String MANAGED = "/metadata/managedFields/*/fieldsV1/f:spec/";

  private final KubernetesItem service;
  private final KubernetesItem stored;
  private final Optional<KubernetesItem> applied;
  private final Set<String> names = new HashSet<>();
  private final Set<Long> unnamed = new HashSet<>();

  private ChosenPorts(
      KubernetesItem service, KubernetesItem stored, Optional<KubernetesItem> applied) {
    this.service = service;
    this.stored = stored;
    this.applied = applied;
  }

  /**
   * Reads what is known of a service.
   *
   * @throws IllegalArgumentException if what was applied last cannot be read
   */
  static ChosenPorts of(KubernetesItem service, RestoreItemInput input) {
    Optional<KubernetesItem> applied =
        Optional.ofNullable(service.annotations().get(LAST_APPLIED)).map(ChosenPorts::parse);
    // The stored item is asked for managers, since a restore may already have taken them off.
    ChosenPorts chosen = new ChosenPorts(service, input.itemFromBackup(), applied);
    applied.ifPresent(chosen::readPorts);
    return chosen;
  }

  /** Hangs the annotation's JSON into an item, as pointers into it are all that is needed. */
  private static KubernetesItem parse(String json) {
    try {
      return KubernetesItem.of("v1", "Service", "", "applied")
          .edit(edit -> edit.setJson("/applied", json));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "annotation "
              + LAST_APPLIED
              + " is not JSON, so the ports that were chosen cannot be told; correct it in the"
              + " backup, or restore with preserveNodePorts",
          e);
    }
  }

  private void readPorts(KubernetesItem lastApplied) {
    for (String port : lastApplied.find("/applied/spec/ports/*")) {
      long nodePort = number(lastApplied, port + "/nodePort");
      if (nodePort > 0) {
        lastApplied
            .text(port + "/name")
            .filter(name -> !name.isEmpty())
            .ifPresentOrElse(names::add, () -> unnamed.add(nodePort));
      }
    }
  }

  /** A number that may be written as text; 0 if there is none. */
  private static long number(KubernetesItem item, String place) {
    Optional<String> text = item.text(place);
    if (text.isEmpty()) {
      return item.number(place).orElse(0);
    }
    try {
      return Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "annotation " + LAST_APPLIED + " has a port that is no number, '" + text.get() + "'", e);
    }
  }

  /** Whether somebody chose the node port of the port at a place. */
  boolean nodePort(String place) {
    Optional<String> name = service.text(place + "/name").filter(n -> !n.isEmpty());
    if (applied.isPresent()) {
      return name.map(names::contains)
          .orElseGet(() -> unnamed.contains(service.number(place + "/nodePort").orElse(0)));
    }
    String key =
        "k:{\"port\":"
            + service.number(place + "/port").orElse(0)
            + ",\"protocol\":\""
            + service.text(place + "/protocol").orElse("TCP")
            + "\"}";
    return !stored.find(MANAGED + "f:ports/" + key + "/f:nodePort").isEmpty();
  }

  /** Whether somebody chose the port for health checks. */
  boolean healthCheckNodePort() {
    return applied.filter(a -> number(a, "/applied/spec/healthCheckNodePort") != 0).isPresent()
        || !stored.find(MANAGED + "f:healthCheckNodePort").isEmpty();
  }
}
