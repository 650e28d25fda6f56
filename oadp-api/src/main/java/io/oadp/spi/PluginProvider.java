// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/**
 * Brings a set of plugins. {@link java.util.ServiceLoader} finds providers when the engine is told
 * to discover plugins; what is registered by hand under the same name wins.
 */
public interface PluginProvider {
  /**
   * Registers the plugins.
   *
   * @param registry takes them
   */
  void register(PluginRegistry<?> registry);
}
