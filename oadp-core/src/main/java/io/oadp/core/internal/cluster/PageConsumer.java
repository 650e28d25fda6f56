// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.item.KubernetesItem;
import java.util.List;

/** Takes the pages of a list, one after the other, on the thread that asked for the list. */
@FunctionalInterface
public interface PageConsumer {
  /**
   * Takes one page. The first page is given even if it is empty.
   *
   * @param resourceVersion the version of the list; another one after the server has dropped its
   *     snapshot in mid-list
   * @param items the items, in the server's order
   */
  void page(String resourceVersion, List<KubernetesItem> items);
}
