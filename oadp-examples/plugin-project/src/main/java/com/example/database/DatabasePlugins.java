// SPDX-License-Identifier: Apache-2.0
package com.example.database;

import io.oadp.spi.PluginProvider;
import io.oadp.spi.PluginRegistry;

/** What the service loader finds when an engine discovers plugins. */
public final class DatabasePlugins implements PluginProvider {
  /** Creates the provider; the service loader does. */
  public DatabasePlugins() {}

  @Override
  public void register(PluginRegistry<?> registry) {
    registry.backupItemAction("example.com/database", new DatabaseAction());
  }
}
