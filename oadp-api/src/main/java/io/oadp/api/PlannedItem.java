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
 * @param waitsFor what has to be there first: its namespace if that is new, the CRD of its kind
 * @param differences for {@link Decision#UPDATE} what would change, for {@link Decision#CONFLICT}
 *     in what the object that is there differs; else empty
 */
public record PlannedItem(
    ResourceIdentifier source,
    ResourceIdentifier target,
    Decision decision,
    Origin origin,
    List<String> reasons,
    List<String> actions,
    List<ResourceIdentifier> waitsFor,
    List<FieldDifference> differences) {
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
   * @param waitsFor what has to be there first
   * @param differences from the object that is there
   */
  public PlannedItem {
    reasons = List.copyOf(reasons);
    actions = List.copyOf(actions);
    waitsFor = List.copyOf(waitsFor);
    differences = List.copyOf(differences);
  }

  /**
   * An item that waits for nothing and is compared with nothing.
   *
   * @param source the item in the backup
   * @param target where it goes
   * @param decision what would be done
   * @param origin how it came into the plan
   * @param reasons why, for people
   * @param actions the registered names of the actions that changed or judged it
   */
  public PlannedItem(
      ResourceIdentifier source,
      ResourceIdentifier target,
      Decision decision,
      Origin origin,
      List<String> reasons,
      List<String> actions) {
    this(source, target, decision, origin, reasons, actions, List.of(), List.of());
  }
}
