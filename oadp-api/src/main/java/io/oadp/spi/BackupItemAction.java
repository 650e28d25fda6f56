// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/**
 * Has a say in how an item is stored: changes it, brings others along, leaves it out. Actions are
 * chained in order; each gets the item as the one before left it.
 */
public interface BackupItemAction extends ItemAction {
  /**
   * Handles one item.
   *
   * @param input the item and its run
   * @return what is to be stored
   * @throws Exception fails the item: it is not stored, and the backup ends partially failed
   */
  BackupItemResult execute(BackupItemInput input) throws Exception;
}
