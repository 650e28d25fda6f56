// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimRestoreActionTest {
  private static KubernetesItem claim(String annotations, String rest) {
    return item(
        "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'data',"
            + "'namespace':'shop'"
            + annotations
            + "}"
            + rest
            + "}");
  }

  private static ActionOutcome execute(KubernetesItem claim) throws Exception {
    return ActionTester.of(new ClaimRestoreAction()).execute("persistentvolumeclaims", claim);
  }

  @Test
  void execute_staleAnnotations_areRemoved() throws Exception {
    ActionOutcome outcome =
        execute(
            claim(
                ",'annotations':{'pv.kubernetes.io/bind-completed':'yes',"
                    + "'pv.kubernetes.io/bound-by-controller':'yes',"
                    + "'volume.kubernetes.io/storage-provisioner':'p','mine':'kept',"
                    + "'volume.beta.kubernetes.io/storage-provisioner':'p',"
                    + "'volume.kubernetes.io/selected-node':'n',"
                    + "'velero.io/volume-snapshot-name':'s','velero.io/data-upload-name':'d'}",
                ",'spec':{'volumeName':'pv-1'}"));

    assertThat(outcome.item())
        .isEqualTo(claim(",'annotations':{'mine':'kept'}", ",'spec':{'volumeName':'pv-1'}"));
    assertThat(outcome.additionalItems()).isEmpty();
  }

  @Test
  void execute_claimThatWasBound_restoresItsVolumeFirst() throws Exception {
    ActionOutcome outcome =
        execute(claim("", ",'spec':{'volumeName':'pv-1'},'status':{'phase':'Bound'}"));

    assertThat(outcome.additionalItems())
        .containsExactly(ResourceIdentifier.clusterScoped("persistentvolumes", "pv-1"));
    assertThat(outcome.changed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'spec':{'volumeName':'pv-1'},'status':{'phase':'Lost'}",
        ",'spec':{'volumeName':''},'status':{'phase':'Bound'}",
        ",'spec':{},'status':{'phase':'Bound'}",
        ",'spec':{'volumeName':1},'status':'Bound'"
      })
  void execute_claimThatWasNotBound_isUnchangedAndAlone(String rest) throws Exception {
    ActionOutcome outcome = execute(claim("", rest));

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.additionalItems()).isEmpty();
  }
}
