// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** How to run, apart from what to back up or restore. Immutable; changes give copies. */
public final class RunOptions {
  private static final RunOptions DEFAULTS = new RunOptions(new RunListener() {}, "", false, false);

  private final RunListener listener;
  private final String sourceLocation;
  private final boolean neverExpires;
  private final boolean takeOverCrashed;

  private RunOptions(
      RunListener listener, String sourceLocation, boolean neverExpires, boolean takeOverCrashed) {
    this.listener = listener;
    this.sourceLocation = sourceLocation;
    this.neverExpires = neverExpires;
    this.takeOverCrashed = takeOverCrashed;
  }

  /**
   * No listener, the time to live of the spec, any location.
   *
   * @return the defaults
   */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Has the run observed.
   *
   * @param observer called from engine threads
   * @return these options with that listener
   */
  public RunOptions withListener(RunListener observer) {
    return new RunOptions(observer, sourceLocation, neverExpires, takeOverCrashed);
  }

  /**
   * Names the location that a restore reads from; needed where several hold a backup of that name.
   *
   * @param location its name
   * @return these options with that location
   */
  public RunOptions fromLocation(String location) {
    return new RunOptions(listener, location, neverExpires, takeOverCrashed);
  }

  /**
   * Writes no {@code status.expiration}, so that nothing ever deletes the backup for its age. An
   * expiration in a stored backup is enforced by any Velero that watches the location, in the
   * second it sees that the time has passed.
   *
   * @return these options for a backup that stays
   */
  public RunOptions neverExpiring() {
    return new RunOptions(listener, sourceLocation, true, takeOverCrashed);
  }

  /**
   * Takes the name over from a run that crashed: what it wrote is removed first. Only when it is
   * certain that the other run has ended.
   *
   * @return these options with the caller's word for it
   */
  public RunOptions takingOverCrashedRun() {
    return new RunOptions(listener, sourceLocation, neverExpires, true);
  }

  /**
   * Who observes the run.
   *
   * @return the listener; one that does nothing by default
   */
  public RunListener listener() {
    return listener;
  }

  /**
   * The location that a restore reads from.
   *
   * @return its name; empty for the one location that holds the backup
   */
  public String sourceLocation() {
    return sourceLocation;
  }

  /**
   * Whether the backup has no expiration.
   *
   * @return false by default
   */
  public boolean neverExpires() {
    return neverExpires;
  }

  /**
   * Whether the claim of a crashed run is taken over.
   *
   * @return false by default
   */
  public boolean takeOverCrashed() {
    return takeOverCrashed;
  }
}
