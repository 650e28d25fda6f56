// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.function.Consumer;

/** How to make a plan. Immutable; changes give copies. */
public final class PlanOptions {
  private static final PlanOptions DEFAULTS = new PlanOptions("", progress -> {}, false);

  private final String sourceLocation;
  private final Consumer<Progress> listener;
  private final boolean serverDryRun;

  private PlanOptions(String sourceLocation, Consumer<Progress> listener, boolean serverDryRun) {
    this.sourceLocation = sourceLocation;
    this.listener = listener;
    this.serverDryRun = serverDryRun;
  }

  /**
   * Any location, nobody told, no dry run.
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
    return new PlanOptions(location, listener, serverDryRun);
  }

  /**
   * Has progress told, at most some ten times a second.
   *
   * @param observer called from engine threads; quick
   * @return these options with that observer
   */
  public PlanOptions withProgress(Consumer<Progress> observer) {
    return new PlanOptions(sourceLocation, observer, serverDryRun);
  }

  /**
   * Has the server check each creation and update with {@code dryRun=All}: validation, quota and
   * admission run, and nothing is stored. What it refuses becomes an error of that item in the
   * plan; its decision stays. Not tried is what waits for a new namespace or a CRD. Costs one
   * request for each item, and needs the rights that the restore needs.
   *
   * @return these options with a dry run
   */
  public PlanOptions withServerDryRun() {
    return new PlanOptions(sourceLocation, listener, true);
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

  /**
   * Whether the server is asked what it would say.
   *
   * @return false by default
   */
  public boolean serverDryRun() {
    return serverDryRun;
  }
}
