// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.DeletionResult;
import io.oadp.core.internal.run.Outcome;
import java.util.List;

/** How a deletion ended. */
final class DeletionOutcome extends Outcome implements DeletionResult {
  private final List<String> restores;

  DeletionOutcome(Facts facts, List<String> restores) {
    super(facts);
    this.restores = List.copyOf(restores);
  }

  @Override
  protected String subject() {
    return "Deletion of backup";
  }

  @Override
  protected List<String> details() {
    return restores.isEmpty()
        ? List.of()
        : List.of("also removed: the records of restores " + String.join(", ", restores));
  }

  @Override
  public List<String> deletedRestores() {
    return restores;
  }

  @Override
  public DeletionResult orThrow() {
    throwUnlessCompleted();
    return this;
  }
}
