// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** A backup storage location could not be read or written. */
public final class LocationException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The location's name. */
  private final String location;

  /**
   * Says what failed.
   *
   * @param location the location's name
   * @param message names the object and what to do
   * @param cause what the store said
   */
  public LocationException(String location, String message, Throwable cause) {
    super("location '" + location + "': " + message, cause);
    this.location = location;
  }

  /**
   * The location that failed.
   *
   * @return its name
   */
  public String location() {
    return location;
  }
}
