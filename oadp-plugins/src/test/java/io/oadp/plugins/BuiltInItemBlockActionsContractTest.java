// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.ItemBlockAction;
import io.oadp.testkit.ActionTester;
import io.oadp.testkit.contract.ItemBlockActionContract;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("names")
class BuiltInItemBlockActionsContractTest extends ItemBlockActionContract {
  private final String name;

  BuiltInItemBlockActionsContractTest(String name) {
    this.name = name;
  }

  static Stream<String> names() {
    return BuiltInSamples.names("block");
  }

  @Override
  protected ItemBlockAction action() {
    return (ItemBlockAction) BuiltInSamples.action("block", name);
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
