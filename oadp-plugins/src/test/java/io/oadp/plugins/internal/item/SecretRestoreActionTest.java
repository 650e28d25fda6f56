// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRestoreActionTest {
  private static final RestoreSpec MAPPED =
      RestoreSpec.builder("r").backupName("b").mapNamespace("shop", "copy").build();

  private final ActionTester tester = ActionTester.of(new SecretRestoreAction());

  private static KubernetesItem token(String name, String annotations, String data) {
    return item(
        "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'"
            + name
            + "','namespace':'shop'"
            + (annotations.isEmpty() ? "" : ",'annotations':{" + annotations + "}")
            + "},'type':'kubernetes.io/service-account-token'"
            + (data.isEmpty() ? "" : ",'data':{" + data + "}")
            + "}");
  }

  private static KubernetesItem account(String namespace, String name) {
    return KubernetesItem.of("v1", "ServiceAccount", namespace, name);
  }

  private ActionOutcome execute(KubernetesItem secret) throws Exception {
    return tester.execute("secrets", secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "'type':'Opaque'", "'type':'kubernetes.io/tls'", "'type':null", "'type':3"})
  void execute_otherSecrets_areUnchanged(String rest) throws Exception {
    tester.live("serviceaccounts", account("shop", "web"));

    ActionOutcome outcome = execute(core("Secret", "web-token-abcde", rest));

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.skipReason()).isEmpty();
  }

  @Test
  void execute_tokenOfAnAccountInTheTarget_isSkipped() throws Exception {
    tester.live("serviceaccounts", account("shop", "web"));

    assertThat(execute(token("web-token-abcde", "", "'token':'eA=='")).skipReason()).isPresent();
  }

  @Test
  void execute_tokenOfAnAccountInTheBackupOnly_isSkipped() throws Exception {
    tester.inBackup("serviceaccounts", account("shop", "web"));

    assertThat(execute(token("web-token-abcde", "", "")).skipReason()).isPresent();
  }

  @Test
  void execute_mappedNamespace_looksForTheAccountInTheTarget() throws Exception {
    tester.restore(MAPPED).live("serviceaccounts", account("copy", "web"));

    assertThat(execute(token("web-token-abcde", "", "")).skipReason()).isPresent();
  }

  @Test
  void execute_mappedNamespace_doesNotLookInTheNamespaceOfTheSourcesName() throws Exception {
    tester.restore(MAPPED).live("serviceaccounts", account("shop", "web"));

    assertThat(execute(token("web-token-abcde", "", "")).skipReason()).isEmpty();
  }

  @Test
  void execute_accountWhoseNameContainsToken_isFound() throws Exception {
    tester.live("serviceaccounts", account("shop", "ci-token-bot"));

    assertThat(execute(token("ci-token-bot-token-abcde", "", "")).skipReason()).isPresent();
  }

  @Test
  void execute_tokenMadeByHandForAnotherAccount_isKept() throws Exception {
    tester.live("serviceaccounts", account("shop", "web"), account("shop", "api"));

    ActionOutcome outcome =
        execute(
            token("web-token-x", "'kubernetes.io/service-account.name':'api'", "'token':'eA=='"));

    assertThat(outcome.skipReason()).isEmpty();
    assertThat(outcome.item())
        .isEqualTo(token("web-token-x", "'kubernetes.io/service-account.name':'api'", ""));
  }

  @Test
  void execute_tokenMadeByHand_losesWhatTheClusterFillsIn() throws Exception {
    tester.live("serviceaccounts", account("shop", "web"));

    ActionOutcome outcome =
        execute(
            token(
                "permanent",
                "'kubernetes.io/service-account.name':'web','kubernetes.io/service-account.uid':'u'",
                "'token':'eA==','ca.crt':'eA==','namespace':'c2hvcA==','extra':'eA=='"));

    assertThat(outcome.item())
        .isEqualTo(
            token(
                "permanent",
                "'kubernetes.io/service-account.name':'web'",
                "'namespace':'c2hvcA==','extra':'eA=='"));
  }

  @Test
  void execute_tokenMadeByHandWithoutToken_isUnchanged() throws Exception {
    ActionOutcome outcome = execute(token("-token-x", "", ""));

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.skipReason()).isEmpty();
  }
}
