// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.item.ResourceIdentifier;
import java.util.List;

/** Names the items that belong with another one, so that they are backed up together, in order. */
public interface ItemBlockAction extends ItemAction {
  /**
   * Names what belongs with an item. Asked again for each of those.
   *
   * @param input the item and its run
   * @return the items; one that is not there is a warning
   * @throws Exception is reported as an error of the item, which is stored all the same
   */
  List<ResourceIdentifier> relatedItems(ItemBlockInput input) throws Exception;
}
