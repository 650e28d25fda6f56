// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import io.oadp.api.item.ResourceIdentifier;

/** An item action failed, ran too long, or gave a result that cannot be used. */
public final class ItemActionException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** The action's registered name. */
  private final String action;

  // Records are not Serializable here, and exceptions of this library are not sent anywhere.
  private final transient ResourceIdentifier item;

  /**
   * Says which action failed on which item.
   *
   * @param action its registered name
   * @param item the item
   * @param message what went wrong
   * @param cause what it threw
   */
  public ItemActionException(
      String action, ResourceIdentifier item, String message, Throwable cause) {
    super(message, cause);
    this.action = action;
    this.item = item;
  }

  /**
   * The action that failed.
   *
   * @return its registered name
   */
  public String action() {
    return action;
  }

  /**
   * The item it failed on.
   *
   * @return its identifier
   */
  public ResourceIdentifier item() {
    return item;
  }
}
