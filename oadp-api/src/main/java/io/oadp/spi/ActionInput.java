// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.CancellationToken;
import io.oadp.api.item.ResourceIdentifier;
import java.util.Map;

/** What every call of an action sees. Valid until the call returns. Implemented by us only. */
public interface ActionInput {
  /**
   * The run that the call belongs to.
   *
   * @return the run
   */
  RunScope run();

  /**
   * The plugin's settings, from the engine's builder.
   *
   * @return unmodifiable; empty if none were given
   */
  Map<String, String> settings();

  /**
   * Tells when the run is to stop.
   *
   * @return the run's token
   */
  CancellationToken cancellation();

  /**
   * What the item was collected as. Stays the same when actions rename the item.
   *
   * @return its identifier, on restore in the source namespace
   */
  ResourceIdentifier id();

  /**
   * Writes a line to the run's stored log.
   *
   * @param line no secrets
   */
  void info(String line);

  /**
   * Adds a warning to the run's results. An error is thrown instead.
   *
   * @param text no secrets
   */
  void warn(String text);
}
