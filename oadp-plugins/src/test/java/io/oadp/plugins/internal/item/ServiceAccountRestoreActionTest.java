// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountRestoreActionTest {
  private static ActionOutcome execute(KubernetesItem account) throws Exception {
    return ActionTester.of(new ServiceAccountRestoreAction()).execute("serviceaccounts", account);
  }

  private static KubernetesItem account(String rest) {
    return core("ServiceAccount", "web", rest);
  }

  @Test
  void execute_severalTokens_areAllRemoved() throws Exception {
    ActionOutcome outcome =
        execute(
            account(
                "'secrets':[{'name':'web-token-a'},{'name':'pull'},{'name':'web-token-b'},"
                    + "{'name':'webtoken'},{'name':'other-token-c'}],"
                    + "'imagePullSecrets':[{'name':'web-token-d'}]"));

    assertThat(outcome.item())
        .isEqualTo(
            account(
                "'secrets':[{'name':'pull'},{'name':'webtoken'},{'name':'other-token-c'}],"
                    + "'imagePullSecrets':[{'name':'web-token-d'}]"));
  }

  @Test
  void execute_onlyTokens_removesTheList() throws Exception {
    assertThat(execute(account("'secrets':[{'name':'web-token-a'},{'name':'web-token-b'}]")).item())
        .isEqualTo(account(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'secrets':null",
        "'secrets':[]",
        "'secrets':'web-token-a'",
        "'secrets':[null,'web-token-a',{'name':7}]",
        "'secrets':[{'name':'pull'}]"
      })
  void execute_noTokens_isUnchanged(String rest) throws Exception {
    assertThat(execute(account(rest)).changed()).isFalse();
  }
}
