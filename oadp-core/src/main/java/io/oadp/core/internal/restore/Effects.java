// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.PlannedItem;
import io.oadp.api.item.KubernetesItem;

/**
 * Where the decisions on items go: a plan writes them down, a restore carries them out. Both run
 * through the same code up to here. Thread-safe.
 */
interface Effects {
  /**
   * Makes sure that a namespace is there for the items that go to it.
   *
   * @param source the namespace in the backup, whose labels and annotations it gets
   * @param target its name
   * @throws ItemDropped if it is not, and the item cannot be restored
   */
  void needNamespace(String source, String target) throws InterruptedException;

  /** An item that stays out. */
  void skipped(PlannedItem item, KubernetesItem asStored, boolean listed);

  /**
   * An item that is to exist.
   *
   * @param item source, target, reasons and actions; its decision is made here
   * @param asStored as in the backup
   * @param desired what is to exist, complete
   */
  void wanted(PlannedItem item, KubernetesItem asStored, KubernetesItem desired)
      throws InterruptedException;

  /** An item that could not be made ready, for the reason given as problem. */
  void failed(PlannedItem item, KubernetesItem asStored);

  /** Whether a plan is made. */
  boolean planning();
}
