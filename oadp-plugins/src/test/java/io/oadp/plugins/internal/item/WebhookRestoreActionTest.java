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

class WebhookRestoreActionTest {
  private static final String GROUP = ".admissionregistration.k8s.io";

  private static KubernetesItem configuration(String version, String webhooks) {
    return item(
        "{'apiVersion':'admissionregistration.k8s.io/"
            + version
            + "','kind':'ValidatingWebhookConfiguration','metadata':{'name':'hooks'}"
            + webhooks
            + "}");
  }

  private static ActionOutcome execute(KubernetesItem configuration) throws Exception {
    return ActionTester.of(new WebhookRestoreAction())
        .execute("validatingwebhookconfigurations" + GROUP, configuration);
  }

  @Test
  void execute_sideEffectsThatV1Refuses_becomeNone() throws Exception {
    ActionOutcome outcome =
        execute(
            configuration(
                "v1",
                ",'webhooks':[{'name':'a','sideEffects':'Unknown'},{'name':'b','sideEffects':'None'},"
                    + "{'name':'c','sideEffects':'NoneOnDryRun'},{'name':'d'},"
                    + "{'name':'e','sideEffects':null},{'name':'f','sideEffects':'Some'}]"));

    assertThat(outcome.item())
        .isEqualTo(
            configuration(
                "v1",
                ",'webhooks':[{'name':'a','sideEffects':'None'},{'name':'b','sideEffects':'None'},"
                    + "{'name':'c','sideEffects':'NoneOnDryRun'},{'name':'d','sideEffects':'None'},"
                    + "{'name':'e','sideEffects':'None'},{'name':'f','sideEffects':'None'}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'webhooks':null",
        ",'webhooks':[]",
        ",'webhooks':'odd'",
        ",'webhooks':[null,5]",
        ",'webhooks':[{'name':'a','sideEffects':'None'}]"
      })
  void execute_nothingToCorrect_isUnchanged(String webhooks) throws Exception {
    assertThat(execute(configuration("v1", webhooks)).changed()).isFalse();
  }

  @Test
  void execute_beta_isUnchanged() throws Exception {
    assertThat(
            execute(configuration("v1beta1", ",'webhooks':[{'sideEffects':'Unknown'}]")).changed())
        .isFalse();
  }

  @Test
  void execute_mutatingConfigurations_areWantedToo() throws Exception {
    assertThat(
            ActionTester.of(new WebhookRestoreAction())
                .execute(
                    "mutatingwebhookconfigurations" + GROUP,
                    configuration("v1", ",'webhooks':[{}]"))
                .changed())
        .isTrue();
  }
}
