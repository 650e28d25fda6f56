// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

import io.oadp.api.item.ResourceSelector;
import java.time.Duration;
import java.util.Optional;

/**
 * What all item actions share. One instance serves many threads and runs at once, so it holds no
 * state of its own; state of a run is kept by {@link RunScope#once}. An action may throw anything:
 * the engine adds who and what.
 */
public interface ItemAction {
  /**
   * Which items the action wants; asked once a run.
   *
   * @return everything, unless overridden
   */
  default ResourceSelector appliesTo() {
    return ResourceSelector.everything();
  }

  /**
   * How long one call may take. A call that takes longer is interrupted and its item fails; one
   * that does not answer the interrupt keeps its thread for good.
   *
   * @param run the run
   * @return empty for the engine's {@code Limits.actionTimeout()}, unless overridden
   */
  default Optional<Duration> timeout(RunScope run) {
    return Optional.empty();
  }
}
