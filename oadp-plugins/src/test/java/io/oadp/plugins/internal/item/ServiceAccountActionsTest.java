// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemAction;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backup and the item block action, which must agree. */
class ServiceAccountActionsTest {
  private static final String BINDINGS = "clusterrolebindings.rbac.authorization.k8s.io";
  private static final String SHOP_BUILDER =
      "{'kind':'ServiceAccount','namespace':'shop','name':'builder'}";
  private static final KubernetesItem BUILDER = core("ServiceAccount", "builder", "");

  static Stream<ItemAction> actions() {
    return Stream.of(new ServiceAccountBackupAction(), new ServiceAccountBlockAction());
  }

  private static KubernetesItem binding(String name, String role, String subjects) {
    return item(
        "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'ClusterRoleBinding','metadata':{'name':'"
            + name
            + "'},'subjects':"
            + subjects
            + ",'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'"
            + role
            + "'}}");
  }

  private static ResourceIdentifier bindingId(String name) {
    return ResourceIdentifier.clusterScoped(BINDINGS, name);
  }

  private static ResourceIdentifier roleId(String name) {
    return ResourceIdentifier.clusterScoped("clusterroles.rbac.authorization.k8s.io", name);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_accountInBindings_namesBindingsAndRolesSorted(ItemAction action) throws Exception {
    ActionOutcome outcome =
        ActionTester.of(action)
            .live(
                BINDINGS,
                binding("z-edit", "edit", "[" + SHOP_BUILDER + "," + SHOP_BUILDER + "]"),
                binding("a-edit", "edit", "[" + SHOP_BUILDER + "]"),
                binding("m-view", "view", "[{'kind':'User','name':'x'}," + SHOP_BUILDER + "]"))
            .execute("serviceaccounts", BUILDER);

    assertThat(outcome.additionalItems())
        .containsExactly(
            bindingId("a-edit"),
            bindingId("m-view"),
            bindingId("z-edit"),
            roleId("edit"),
            roleId("view"));
    assertThat(outcome.changed()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_bindingsOfOthers_areNotNamed(ItemAction action) throws Exception {
    ActionOutcome outcome =
        ActionTester.of(action)
            .live(
                BINDINGS,
                binding("ns", "r", "[{'kind':'ServiceAccount','namespace':'b','name':'builder'}]"),
                binding("name", "r", "[{'kind':'ServiceAccount','namespace':'shop','name':'b'}]"),
                binding("user", "r", "[{'kind':'User','namespace':'shop','name':'builder'}]"),
                binding("homeless", "r", "[{'kind':'ServiceAccount','name':'builder'}]"),
                binding("none", "r", "[]"),
                binding("null", "r", "null"),
                binding("odd", "r", "[1,null,{'kind':{},'namespace':[],'name':2}]"))
            .execute("serviceaccounts", BUILDER);

    assertThat(outcome.additionalItems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_clusterWithoutRbac_namesNothing(ItemAction action) throws Exception {
    assertThat(ActionTester.of(action).execute("serviceaccounts", BUILDER).additionalItems())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_roleBindings_areNotFollowed(ItemAction action) throws Exception {
    ActionOutcome outcome =
        ActionTester.of(action)
            .serves(BINDINGS)
            .live(
                "rolebindings.rbac.authorization.k8s.io",
                binding("local", "edit", "[" + SHOP_BUILDER + "]"))
            .execute("serviceaccounts", BUILDER);

    assertThat(outcome.additionalItems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_withinOneRun_readsTheBindingsOnce(ItemAction action) throws Exception {
    ActionTester tester =
        ActionTester.of(action).live(BINDINGS, binding("b", "edit", "[" + SHOP_BUILDER + "]"));
    tester.execute("serviceaccounts", core("ServiceAccount", "other", ""));
    tester.cluster().delete(bindingId("b"));

    assertThat(tester.execute("serviceaccounts", BUILDER).additionalItems())
        .containsExactly(bindingId("b"), roleId("edit"));
    assertThat(tester.newRun().execute("serviceaccounts", BUILDER).additionalItems()).isEmpty();
  }
}
