// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/**
 * Has a say in how an item is restored. Computes only: it is called for the plan and again for the
 * restore, and changes nothing in the cluster. Actions are chained in order.
 */
public interface RestoreItemAction extends ItemAction {
  /**
   * Handles one item.
   *
   * @param input the item and its run
   * @return what is to be restored
   * @throws Exception fails the item: it is not restored, and the restore ends partially failed
   */
  RestoreItemResult execute(RestoreItemInput input) throws Exception;
}
