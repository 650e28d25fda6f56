// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import io.oadp.plugins.internal.item.VeleroActions;
import io.oadp.spi.PluginProvider;
import io.oadp.spi.PluginRegistry;

/**
 * Brings Velero's own item actions, under the names that they have there. The engine registers them
 * by itself unless it is built without built-ins; this is for a registry of one's own. Stateless
 * and thread-safe.
 */
public final class BuiltInPlugins implements PluginProvider {
  /** Makes the provider. */
  public BuiltInPlugins() {}

  /**
   * Registers the actions of each kind in the order in which Velero runs them: sorted by name.
   *
   * @param registry takes them
   */
  @Override
  public void register(PluginRegistry<?> registry) {
    VeleroActions.register(registry);
  }
}
