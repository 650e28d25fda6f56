// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.function.Consumer;

/** How to make a plan. Immutable; changes give copies. */
public final class PlanOptions {
  private static final PlanOptions DEFAULTS = new PlanOptions("", progress -> {});

  private final String sourceLocation;
  private final Consumer<Progress> listener;

  private PlanOptions(String sourceLocation, Consumer<Progress> listener) {
    this.sourceLocation = sourceLocation;
    this.listener = listener;
  }

  /**
   * Any location, nobody told.
   *
   * @return the defaults
   */
  public static PlanOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Names the location to read from; needed where several hold a backup of that name.
   *
   * @param location its name
   * @return these options with that location
   */
  public PlanOptions fromLocation(String location) {
    return new PlanOptions(location, listener);
  }

  /**
   * Has progress told, at most some ten times a second.
   *
   * @param observer called from engine threads; quick
   * @return these options with that observer
   */
  public PlanOptions withProgress(Consumer<Progress> observer) {
    return new PlanOptions(sourceLocation, observer);
  }

  /**
   * The location to read from.
   *
   * @return its name; empty for the one location that holds the backup
   */
  public String sourceLocation() {
    return sourceLocation;
  }

  /**
   * Who is told of progress.
   *
   * @return the observer; one that does nothing by default
   */
  public Consumer<Progress> progress() {
    return listener;
  }
}
