// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.RestoreItemAction;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a restore action promises: what {@link ItemActionContract} says, and that it computes only:
 * it changes nothing in the cluster, and decides for the plan as for the restore.
 */
public abstract class RestoreItemActionContract extends ItemActionContract {
  /** Creates the suite; JUnit makes one instance per case. */
  protected RestoreItemActionContract() {}

  @Override
  protected abstract RestoreItemAction action();

  @Test
  final void execute_whilePlanning_changesNothingInTheCluster() {
    ActionTester tester = tester(action()).planning(true);
    List<KubernetesItem> before = tester.liveItems();

    end(tester, sample());

    assertThat(tester.liveItems()).isEqualTo(before);
  }

  @Test
  final void execute_planAndRestore_decideAlike() {
    Ending planned = end(tester(action()).planning(true), sample());

    assertThat(end(tester(action()).planning(false), sample())).isEqualTo(planned);
  }

  @Test
  final void execute_sample_keepsItsKind() throws Exception {
    ActionOutcome outcome = tester(action()).execute(resource(), sample());

    assertThat(outcome.item().kind().kind()).isEqualTo(sample().kind().kind());
  }
}
