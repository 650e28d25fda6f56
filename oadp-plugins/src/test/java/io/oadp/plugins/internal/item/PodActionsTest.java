// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.spi.ItemAction;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backup and the item block action, which must agree. */
class PodActionsTest {
  private static final KubernetesItem WITH_CLAIMS =
      pod(
          "'priorityClassName':'high','volumes':["
              + "{'name':'a','persistentVolumeClaim':{'claimName':'data'}},"
              + "{'name':'b','emptyDir':{}},"
              + "{'name':'c','persistentVolumeClaim':{'claimName':'logs','readOnly':true}},"
              + "{'name':'d','persistentVolumeClaim':{'claimName':'data'}}]");

  static Stream<ItemAction> actions() {
    return Stream.of(new PodBackupAction(), new PodBlockAction());
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_podWithClassAndClaims_namesThemOnce(ItemAction action) throws Exception {
    ActionOutcome outcome = ActionTester.of(action).execute("pods", WITH_CLAIMS);

    assertThat(outcome.additionalItems())
        .containsExactly(
            ResourceIdentifier.clusterScoped("priorityclasses.scheduling.k8s.io", "high"),
            ResourceIdentifier.of("persistentvolumeclaims", "shop", "data"),
            ResourceIdentifier.of("persistentvolumeclaims", "shop", "logs"));
    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.requiredItems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void execute_podWithoutReferences_namesNothing(ItemAction action) throws Exception {
    List<KubernetesItem> pods =
        List.of(
            core("Pod", "web", ""),
            core("Pod", "web", "'spec':null"),
            pod("'priorityClassName':'','volumes':[]"),
            pod("'priorityClassName':null,'volumes':null"),
            pod("'priorityClassName':7,'volumes':'odd'"),
            pod(
                "'volumes':[null,3,{'persistentVolumeClaim':{}},"
                    + "{'persistentVolumeClaim':{'claimName':''}},"
                    + "{'persistentVolumeClaim':{'claimName':{}}}]"));
    for (KubernetesItem pod : pods) {
      ActionOutcome outcome = ActionTester.of(action).execute("pods", pod);

      assertThat(outcome.applied()).isTrue();
      assertThat(outcome.additionalItems()).isEmpty();
      assertThat(outcome.changed()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  void appliesTo_otherResource_isNotWanted(ItemAction action) throws Exception {
    ActionOutcome outcome =
        ActionTester.of(action).execute("pods.metrics.k8s.io", core("PodMetrics", "web", ""));

    assertThat(ActionTester.of(action).execute("services", WITH_CLAIMS).applied()).isFalse();
    assertThat(outcome.additionalItems()).isEmpty();
  }
}
