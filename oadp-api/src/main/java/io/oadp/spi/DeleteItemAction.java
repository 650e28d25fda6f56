// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/** Cleans up what belongs to a stored item when its backup is deleted. */
public interface DeleteItemAction extends ItemAction {
  /**
   * Handles one stored item. Doing it twice is doing it once.
   *
   * @param input the item and its run
   * @throws Exception is reported as a problem of the item; the deletion goes on
   */
  void execute(DeleteItemInput input) throws Exception;
}
