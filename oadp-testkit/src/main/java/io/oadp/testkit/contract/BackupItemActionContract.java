// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.spi.BackupItemAction;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;

/**
 * What a backup action promises: what {@link ItemActionContract} says, and that a changed item
 * keeps its kind, and that the visit after an operation begins no other.
 */
public abstract class BackupItemActionContract extends ItemActionContract {
  /** Creates the suite; JUnit makes one instance per case. */
  protected BackupItemActionContract() {}

  @Override
  protected abstract BackupItemAction action();

  @Test
  final void execute_sample_keepsItsKind() throws Exception {
    ActionOutcome outcome = tester(action()).execute(resource(), sample());

    assertThat(outcome.item().kind().group()).isEqualTo(sample().kind().group());
    assertThat(outcome.item().kind().kind()).isEqualTo(sample().kind().kind());
  }

  @Test
  final void execute_secondVisit_beginsNoOperation() {
    ActionTester tester = tester(action()).finalizing(true);

    assertThat(end(tester, sample()).failure()).doesNotContain("names an operation");
  }
}
