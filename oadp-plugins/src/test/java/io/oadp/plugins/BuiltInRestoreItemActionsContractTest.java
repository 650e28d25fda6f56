// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.RestoreItemAction;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.contract.RestoreItemActionContract;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("names")
class BuiltInRestoreItemActionsContractTest extends RestoreItemActionContract {
  private final String name;

  BuiltInRestoreItemActionsContractTest(String name) {
    this.name = name;
  }

  static Stream<String> names() {
    return BuiltInSamples.names("restore");
  }

  @Override
  protected RestoreItemAction action() {
    return (RestoreItemAction) BuiltInSamples.action("restore", name);
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
