// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsRestoreActionTest {
  private static final RestoreSpec MAPPED =
      RestoreSpec.builder("r")
          .backupName("b")
          .mapNamespace("shop", "copy")
          .mapNamespace("db", "db2")
          .build();
  private static final RestoreSpec PLAIN = RestoreSpec.builder("r").backupName("b").build();

  private static KubernetesItem binding(String subjects) {
    return item(
        "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'Binding','metadata':{'name':'b'}"
            + subjects
            + ",'roleRef':{'kind':'ClusterRole','name':'shop'}}");
  }

  private static ActionOutcome execute(String resource, RestoreSpec restore, String subjects)
      throws Exception {
    return ActionTester.of(new SubjectsRestoreAction(resource))
        .restore(restore)
        .execute(resource, binding(subjects));
  }

  @ParameterizedTest
  @ValueSource(strings = {Resources.CLUSTER_ROLE_BINDINGS, Resources.ROLE_BINDINGS})
  void execute_mappedNamespaces_areMappedInSubjectsOnly(String resource) throws Exception {
    ActionOutcome outcome =
        execute(
            resource,
            MAPPED,
            ",'subjects':[{'kind':'ServiceAccount','namespace':'shop','name':'shop'},"
                + "{'kind':'ServiceAccount','namespace':'db','name':'a'},"
                + "{'kind':'ServiceAccount','namespace':'other','name':'a'},"
                + "{'kind':'Group','name':'system:serviceaccounts:shop'}]");

    assertThat(outcome.item())
        .isEqualTo(
            binding(
                ",'subjects':[{'kind':'ServiceAccount','namespace':'copy','name':'shop'},"
                    + "{'kind':'ServiceAccount','namespace':'db2','name':'a'},"
                    + "{'kind':'ServiceAccount','namespace':'other','name':'a'},"
                    + "{'kind':'Group','name':'system:serviceaccounts:shop'}]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'subjects':null",
        ",'subjects':[]",
        ",'subjects':'odd'",
        ",'subjects':[null,{'namespace':''},{'namespace':null},{'namespace':{'a':1}}]",
        ",'subjects':[{'namespace':'other'}]"
      })
  void execute_nothingToMap_isUnchanged(String subjects) throws Exception {
    assertThat(execute(Resources.ROLE_BINDINGS, MAPPED, subjects).changed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {Resources.CLUSTER_ROLE_BINDINGS, Resources.ROLE_BINDINGS})
  void execute_restoreWithoutMapping_isUnchanged(String resource) throws Exception {
    assertThat(execute(resource, PLAIN, ",'subjects':[{'namespace':'shop'}]").changed()).isFalse();
  }
}
