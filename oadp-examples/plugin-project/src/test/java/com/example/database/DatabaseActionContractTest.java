// SPDX-License-Identifier: Apache-2.0
package com.example.database;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.BackupItemAction;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.contract.BackupItemActionContract;

/** What every backup action promises: thread-safe, no leaks between runs, unharmed by bad items. */
class DatabaseActionContractTest extends BackupItemActionContract {
  @Override
  protected BackupItemAction action() {
    return new DatabaseAction();
  }

  @Override
  protected KubernetesItem sample() {
    return DatabaseActionTest.DATABASE;
  }

  @Override
  protected void prepare(ActionTester tester) {
    tester.live("secrets", KubernetesItem.of("v1", "Secret", "shop", "orders-password"));
  }
}
