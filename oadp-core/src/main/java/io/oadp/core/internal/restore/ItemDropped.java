// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

/** An item cannot be restored, and the problem has been reported. */
final class ItemDropped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ItemDropped(String message) {
    super(message, null, false, false);
  }
}
