// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.BackupItemResult;
import io.oadp.spi.RestoreItemResult;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Edits that several actions need. A list or map that loses its last entry goes with it, as the API
 * server stores it; an item that comes out equal counts as unchanged, so that its bytes stay.
 */
final class Edits {
  private Edits() {}

  static BackupItemResult backup(KubernetesItem before, KubernetesItem after) {
    return after.equals(before) ? BackupItemResult.unchanged() : BackupItemResult.changed(after);
  }

  static RestoreItemResult restore(KubernetesItem before, KubernetesItem after) {
    return after.equals(before) ? RestoreItemResult.unchanged() : RestoreItemResult.changed(after);
  }

  static boolean isObject(KubernetesItem item, String place) {
    return item.json(place).filter(json -> json.startsWith("{")).isPresent();
  }

  /**
   * Removes the entries of a list whose pointers match.
   *
   * @param item the item before the edit
   */
  static void removeEntries(
      KubernetesItem item, ItemEdit edit, String list, Predicate<String> doomed) {
    List<String> entries = item.find(list + "/*");
    List<String> gone = entries.stream().filter(doomed).toList();
    if (!gone.isEmpty() && gone.size() == entries.size()) {
      edit.remove(list);
      return;
    }
    for (int i = gone.size() - 1; i >= 0; i--) { // backwards: the indexes behind an entry move up
      edit.remove(gone.get(i));
    }
  }

  /**
   * Removes keys of a map.
   *
   * @param item the item before the edit
   * @param keys escaped as parts of a pointer
   */
  static void removeKeys(KubernetesItem item, ItemEdit edit, String map, String... keys) {
    Set<String> places =
        Stream.of(keys).map(key -> map + "/" + key).collect(Collectors.toUnmodifiableSet());
    removeEntries(item, edit, map, places::contains);
  }
}
