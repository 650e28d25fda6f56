// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.plan.PlanContent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a restore may do: everything, or what a plan says. Immutable. */
interface Approval {
  /** What may be done with an item; empty if nothing may. */
  Optional<Decision> of(ResourceIdentifier target);

  /** Whether an object that is there may be changed into what is desired. */
  boolean allowsUpdate(ResourceIdentifier target, KubernetesItem live, KubernetesItem desired);

  /** Nobody has looked at a plan: everything may be created, and updated as the spec says. */
  static Approval everything() {
    return new Approval() {
      @Override
      public Optional<Decision> of(ResourceIdentifier target) {
        return Optional.of(Decision.CREATE);
      }

      @Override
      public boolean allowsUpdate(
          ResourceIdentifier target, KubernetesItem live, KubernetesItem desired) {
        return true;
      }
    };
  }

  /** Only what a plan says, and only while what it rests on has not changed. */
  static Approval ofPlan(PlanContent plan) {
    Map<ResourceIdentifier, Decision> decisions = new HashMap<>();
    for (PlannedItem item : plan.items()) {
      decisions.put(item.target(), item.decision());
    }
    return new Approval() {
      @Override
      public Optional<Decision> of(ResourceIdentifier target) {
        return Optional.ofNullable(decisions.get(target));
      }

      @Override
      public boolean allowsUpdate(
          ResourceIdentifier target, KubernetesItem live, KubernetesItem desired) {
        return Likeness.basis(live, desired).equals(plan.bases().get(target));
      }
    };
  }
}
