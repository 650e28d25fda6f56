// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.Decision;
import io.oadp.api.PlannedItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a restore may do: everything, or what a plan says. Immutable. */
interface Approval {
  /** What may be done with an item; empty if nothing may. */
  Optional<Decision> of(ResourceIdentifier target);

  /** Nobody has looked at a plan: everything may be created. */
  static Approval everything() {
    return target -> Optional.of(Decision.CREATE);
  }

  /** Only what a plan says. */
  static Approval ofPlan(List<PlannedItem> items) {
    Map<ResourceIdentifier, Decision> decisions = new HashMap<>();
    items.forEach(item -> decisions.put(item.target(), item.decision()));
    return target -> Optional.ofNullable(decisions.get(target));
  }
}
