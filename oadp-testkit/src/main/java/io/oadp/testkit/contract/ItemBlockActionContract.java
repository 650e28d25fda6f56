// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.ItemBlockAction;
import io.oadp.testkit.ActionTester;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an item block action promises: what {@link ItemActionContract} says, and that it changes
 * nothing in the cluster and names an item once.
 */
public abstract class ItemBlockActionContract extends ItemActionContract {
  /** Creates the suite; JUnit makes one instance per case. */
  protected ItemBlockActionContract() {}

  @Override
  protected abstract ItemBlockAction action();

  @Test
  final void relatedItems_ofSample_changesNothingInTheCluster() {
    ActionTester tester = tester(action());
    List<KubernetesItem> before = tester.liveItems();

    end(tester, sample());

    assertThat(tester.liveItems()).isEqualTo(before);
  }

  @Test
  final void relatedItems_ofSample_areNamedOnce() throws Exception {
    assertThat(tester(action()).execute(resource(), sample()).additionalItems())
        .doesNotHaveDuplicates();
  }
}
