// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.ResourceIdentifier;
import java.util.List;

/**
 * What a restore would do with one item, and why. Immutable.
 *
 * @param source the item in the backup; for an item that an action makes, the same as {@code
 *     target}
 * @param target where it goes
 * @param decision what would be done
 * @param origin how it came into the plan
 * @param reasons why, for people
 * @param actions the registered names of the actions that changed or judged it, in their order
 */
public record PlannedItem(
    ResourceIdentifier source,
    ResourceIdentifier target,
    Decision decision,
    Origin origin,
    List<String> reasons,
    List<String> actions) {
  /** How an item comes into a plan. */
  public enum Origin {
    /** The spec selects it. */
    SELECTED,
    /** An action of another item asks for it. */
    ADDITIONAL,
    /** An action makes it. */
    GENERATED,
    /** It is a namespace that other items need. */
    NEEDED_NAMESPACE
  }

  /**
   * Copies the lists.
   *
   * @param source the item in the backup
   * @param target where it goes
   * @param decision what would be done
   * @param origin how it came into the plan
   * @param reasons why, for people
   * @param actions the registered names of the actions that changed or judged it
   */
  public PlannedItem {
    reasons = List.copyOf(reasons);
    actions = List.copyOf(actions);
  }
}
