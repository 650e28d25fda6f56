// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.spi.storage.ObjectStoreProvider;

/**
 * Takes plugins under names of the form {@code dns-subdomain/name}, such as {@code
 * example.com/certificate-secret}. The engine's builder is one. A name given twice for one kind is
 * refused. Velero's own actions run first, in Velero's order; the others follow, by name.
 *
 * @param <T> the registry's own type
 */
public interface PluginRegistry<T extends PluginRegistry<T>> {
  /**
   * Adds a backup item action.
   *
   * @param name its name
   * @param action the action
   * @return this
   */
  T backupItemAction(String name, BackupItemAction action);

  /**
   * Adds a restore item action.
   *
   * @param name its name
   * @param action the action
   * @return this
   */
  T restoreItemAction(String name, RestoreItemAction action);

  /**
   * Adds a delete item action.
   *
   * @param name its name
   * @param action the action
   * @return this
   */
  T deleteItemAction(String name, DeleteItemAction action);

  /**
   * Adds an item block action.
   *
   * @param name its name
   * @param action the action
   * @return this
   */
  T itemBlockAction(String name, ItemBlockAction action);

  /**
   * Adds a kind of object store.
   *
   * @param provider the word in a location's {@code spec.provider}, such as {@code aws}
   * @param factory opens stores of this kind
   * @return this
   */
  T objectStore(String provider, ObjectStoreProvider factory);
}
