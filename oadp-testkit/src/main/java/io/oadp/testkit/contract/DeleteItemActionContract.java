// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.DeleteItemAction;
import io.oadp.testkit.ActionTester;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a delete action promises: what {@link ItemActionContract} says, and that doing it twice is
 * doing it once.
 */
public abstract class DeleteItemActionContract extends ItemActionContract {
  /** Creates the suite; JUnit makes one instance per case. */
  protected DeleteItemActionContract() {}

  @Override
  protected abstract DeleteItemAction action();

  @Test
  final void execute_twice_isAsOnce() {
    ActionTester tester = tester(action());
    Ending first = end(tester, sample());
    List<KubernetesItem> left = tester.liveItems();

    assertThat(end(tester, sample()).failure()).as("second call").isEqualTo(first.failure());
    assertThat(tester.liveItems()).isEqualTo(left);
  }
}
