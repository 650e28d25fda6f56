// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.BackupItemAction;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.contract.BackupItemActionContract;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("names")
class BuiltInBackupItemActionsContractTest extends BackupItemActionContract {
  private final String name;

  BuiltInBackupItemActionsContractTest(String name) {
    this.name = name;
  }

  static Stream<String> names() {
    return BuiltInSamples.names("backup");
  }

  @Override
  protected BackupItemAction action() {
    return (BackupItemAction) BuiltInSamples.action("backup", name);
  }

  @Override
  protected String resource() {
    return BuiltInSamples.resource(action());
  }

  @Override
  protected KubernetesItem sample() {
    return BuiltInSamples.sample(resource());
  }

  @Override
  protected void prepare(ActionTester tester) {
    BuiltInSamples.prepare(tester);
  }
}
