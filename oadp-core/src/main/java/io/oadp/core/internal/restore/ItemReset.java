// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.api.item.KubernetesItem;
import java.util.List;

/** Brings a stored item into the form in which it can be created, and what follows from that. */
final class ItemReset {
  private static final List<String> ASSIGNED =
      List.of(
          "generateName",
          "selfLink",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "ownerReferences");
  private static final List<String> BINDING =
      List.of("pv.kubernetes.io/bind-completed", "pv.kubernetes.io/bound-by-controller");

  private ItemReset() {}

  /** Without status and the metadata that a server assigns; all else stays. */
  static KubernetesItem reset(KubernetesItem item) {
    return item.edit(
        e -> {
          e.remove("/status");
          ASSIGNED.forEach(field -> e.remove("/metadata/" + field));
        });
  }

  static void reset(JsonObject tree) {
    tree.remove("status");
    JsonElement metadata = tree.get("metadata");
    if (metadata instanceof JsonObject fields) {
      ASSIGNED.forEach(fields::remove);
    }
  }

  /** A PersistentVolume that is created as it was: its claim may move, and binds anew. */
  static KubernetesItem unbound(KubernetesItem pv, String claimNamespace) {
    return pv.edit(
        e -> {
          if (!claimNamespace.isEmpty()) {
            e.set("/spec/claimRef/namespace", claimNamespace);
          }
          e.remove("/spec/claimRef/uid").remove("/spec/claimRef/resourceVersion");
          BINDING.forEach(e::removeAnnotation);
        });
  }

  /**
   * A claim whose binding does not hold any more.
   *
   * @param anew whether its volume is provisioned anew, so that it must not name the old one
   */
  static KubernetesItem rebindable(KubernetesItem pvc, boolean anew) {
    return pvc.edit(
        e -> {
          BINDING.forEach(e::removeAnnotation);
          if (anew) {
            e.remove("/spec/volumeName");
          }
        });
  }
}
