// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Optional;

/** What a restore does with an object that is already in the cluster and differs. */
public enum ExistingResourcePolicy {
  /** Leaves it as it is, with a warning. */
  NONE("none"),
  /** Patches it to what the backup holds. */
  UPDATE("update");

  private final String velero;

  ExistingResourcePolicy(String velero) {
    this.velero = velero;
  }

  /**
   * Returns Velero's word for this policy.
   *
   * @return {@code none} or {@code update}
   */
  public String velero() {
    return velero;
  }

  /**
   * Reads Velero's word for a policy.
   *
   * @param text {@code none} or {@code update}
   * @return the policy; empty for any other word
   */
  public static Optional<ExistingResourcePolicy> parse(String text) {
    for (ExistingResourcePolicy policy : values()) {
      if (policy.velero.equals(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
