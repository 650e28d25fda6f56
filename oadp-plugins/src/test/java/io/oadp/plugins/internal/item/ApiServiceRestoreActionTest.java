// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServiceRestoreActionTest {
  private static ActionOutcome execute(String labels) throws Exception {
    KubernetesItem service =
        item(
            "{'apiVersion':'apiregistration.k8s.io/v1','kind':'APIService','metadata':{'name':'v1.'"
                + labels
                + "}}");
    return ActionTester.of(new ApiServiceRestoreAction())
        .execute("apiservices.apiregistration.k8s.io", service);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onstart", "true", ""})
  void execute_automanaged_isSkippedWhateverTheValue(String value) throws Exception {
    assertThat(
            execute(",'labels':{'kube-aggregator.kubernetes.io/automanaged':'" + value + "'}")
                .skipReason())
        .isPresent();
  }

  @Test
  void execute_registeredBySomebody_isNotWanted() throws Exception {
    assertThat(execute("").applied()).isFalse();
    assertThat(execute(",'labels':{'app':'metrics'}").applied()).isFalse();
  }
}
