// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.item;
import static io.oadp.plugins.internal.item.Items.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdRestoreActionTest {
  private static KubernetesItem definition(String version, String spec) {
    return item(
        "{'apiVersion':'apiextensions.k8s.io/"
            + version
            + "','kind':'CustomResourceDefinition','metadata':{'name':'x.example.com'},'spec':{"
            + spec
            + "}}");
  }

  private static ActionOutcome execute(KubernetesItem definition) throws Exception {
    return ActionTester.of(new CrdRestoreAction())
        .execute("customresourcedefinitions.apiextensions.k8s.io", definition);
  }

  @Test
  void execute_preservingV1_movesTheFlagIntoEachSchema() throws Exception {
    ActionOutcome outcome =
        execute(
            definition(
                "v1",
                "'preserveUnknownFields':true,'versions':["
                    + "{'name':'v1','schema':{'openAPIV3Schema':{'type':'object'}}},"
                    + "{'name':'v2','schema':{}},{'name':'v3'},"
                    + "{'name':'v4','schema':{'openAPIV3Schema':null}},"
                    + "{'name':'v5','schema':{'openAPIV3Schema':{}}}]"));

    assertThat(outcome.item())
        .isEqualTo(
            definition(
                "v1",
                "'preserveUnknownFields':false,'versions':["
                    + "{'name':'v1','schema':{'openAPIV3Schema':{'type':'object',"
                    + "'x-kubernetes-preserve-unknown-fields':true}}},"
                    + "{'name':'v2','schema':{}},{'name':'v3'},"
                    + "{'name':'v4','schema':{'openAPIV3Schema':null}},"
                    + "{'name':'v5','schema':{'openAPIV3Schema':{"
                    + "'x-kubernetes-preserve-unknown-fields':true}}}]"));
  }

  @Test
  void execute_preservingV1WithoutVersions_clearsTheFlag() throws Exception {
    assertThat(execute(definition("v1", "'preserveUnknownFields':true")).item())
        .isEqualTo(definition("v1", "'preserveUnknownFields':false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'preserveUnknownFields':false",
        "'preserveUnknownFields':null",
        "'preserveUnknownFields':'true'",
        "'versions':[{'schema':{'openAPIV3Schema':{'maximum':1.0}}}]"
      })
  void execute_v1ThatDoesNotPreserve_isUnchanged(String spec) throws Exception {
    assertThat(execute(definition("v1", spec)).changed()).isFalse();
  }

  @Test
  void execute_beta_isUnchanged() throws Exception {
    assertThat(execute(definition("v1beta1", "'preserveUnknownFields':true")).changed()).isFalse();
  }

  @Test
  void execute_changedSchema_keepsTheTextOfNumbers() throws Exception {
    ActionOutcome outcome =
        execute(
            definition(
                "v1",
                "'preserveUnknownFields':true,'versions':[{'schema':{'openAPIV3Schema':"
                    + "{'properties':{'n':{'maximum':1.0,'default':9007199254740993}}}}}]"));

    assertThat(json(outcome.item())).contains("\"maximum\":1.0", "\"default\":9007199254740993");
  }
}
