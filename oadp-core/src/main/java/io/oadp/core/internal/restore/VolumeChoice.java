// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides for each PersistentVolume whether it is created as it was or provisioned anew for its
 * claim, by what the backup recorded of it. Thread-safe.
 */
final class VolumeChoice {
  private final Map<String, String> methods;
  private final RestoreSpec spec;
  private final Set<String> provisionedAnew = ConcurrentHashMap.newKeySet();

  VolumeChoice(Map<String, String> methods, RestoreSpec spec) {
    this.methods = methods;
    this.spec = spec;
  }

  /**
   * What is to be done with a volume.
   *
   * @param skipReason why the object is not created; empty if it is, as it was
   * @param lost what is not restored though the backup has it; empty if nothing is
   */
  record Choice(Optional<String> skipReason, Optional<String> lost) {}

  /** Decides, and remembers a volume that is provisioned anew. */
  Choice choose(KubernetesItem pv) {
    String method = methods.getOrDefault(pv.name(), "");
    if (!method.isEmpty()) {
      provisionedAnew.add(pv.name());
      boolean wanted = spec.restorePVs().orElse(true);
      return new Choice(
          Optional.of("its volume is provisioned anew"),
          wanted
              ? Optional.of(
                  "the backup holds the data of this volume ("
                      + method
                      + "), which this version does not restore: the claim gets an empty volume;"
                      + " set restorePVs(false) if that is wanted")
              : Optional.empty());
    }
    if (pv.text("/spec/persistentVolumeReclaimPolicy").equals(Optional.of("Delete"))) {
      provisionedAnew.add(pv.name());
      return new Choice(
          Optional.of("its reclaim policy is Delete, so its volume is provisioned anew"),
          Optional.empty());
    }
    return new Choice(Optional.empty(), Optional.empty());
  }

  /** Whether a volume is provisioned anew, so that claims must not name it. */
  boolean isProvisionedAnew(String pv) {
    return provisionedAnew.contains(pv);
  }
}
