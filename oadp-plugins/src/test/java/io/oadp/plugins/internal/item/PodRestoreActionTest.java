// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.json;
import static io.oadp.plugins.internal.item.Items.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;

class PodRestoreActionTest {
  private static ActionOutcome execute(KubernetesItem pod) throws Exception {
    return ActionTester.of(new PodRestoreAction()).execute("pods", pod);
  }

  @Test
  void execute_scheduledPod_losesNodeAndPriority() throws Exception {
    ActionOutcome outcome =
        execute(pod("'nodeName':'n1','priority':1000,'priorityClassName':'high','x':null"));

    assertThat(outcome.item()).isEqualTo(pod("'priorityClassName':'high','x':null"));
    assertThat(outcome.additionalItems())
        .containsExactly(
            ResourceIdentifier.clusterScoped("priorityclasses.scheduling.k8s.io", "high"));
  }

  @Test
  void execute_tokenVolume_goesWithItsMounts() throws Exception {
    ActionOutcome outcome =
        execute(
            pod(
                "'serviceAccountName':'web','volumes':[{'name':'data'},{'name':'web-token-abcde'},"
                    + "{'name':'kube-api-access-1'},{'name':'web-tokens'},{'name':'web-token-2'}],"
                    + "'containers':[{'name':'a','volumeMounts':[{'name':'web-token-abcde'},"
                    + "{'name':'data'},{'name':'web-token-2'}]},{'name':'b'}],"
                    + "'initContainers':[{'name':'i','volumeMounts':[{'name':'data'},"
                    + "{'name':'web-token-abcde'}]}]"));

    assertThat(outcome.item())
        .isEqualTo(
            pod(
                "'serviceAccountName':'web','volumes':[{'name':'data'},"
                    + "{'name':'kube-api-access-1'},{'name':'web-tokens'}],"
                    + "'containers':[{'name':'a','volumeMounts':[{'name':'data'}]},{'name':'b'}],"
                    + "'initContainers':[{'name':'i','volumeMounts':[{'name':'data'}]}]"));
  }

  @Test
  void execute_onlyTokenVolumes_removesTheLists() throws Exception {
    ActionOutcome outcome =
        execute(
            pod(
                "'serviceAccountName':'web','volumes':[{'name':'web-token-abcde'}],"
                    + "'containers':[{'name':'a','volumeMounts':[{'name':'web-token-abcde'}]}]"));

    assertThat(outcome.item())
        .isEqualTo(pod("'serviceAccountName':'web','containers':[{'name':'a'}]"));
  }

  @Test
  void execute_tokenVolumeOfAnotherAccount_stays() throws Exception {
    assertThat(
            execute(pod("'serviceAccountName':'web','volumes':[{'name':'default-token-x'}]"))
                .changed())
        .isFalse();
    assertThat(execute(pod("'volumes':[{'name':'-token-x'}]")).changed()).isFalse();
  }

  @Test
  void execute_ephemeralContainers_areRemoved() throws Exception {
    ActionOutcome outcome =
        execute(pod("'containers':[{'name':'a'}],'ephemeralContainers':[{'name':'debug'}]"));

    assertThat(outcome.item()).isEqualTo(pod("'containers':[{'name':'a'}]"));
  }

  @Test
  void execute_podThatNeedsNothing_isUnchanged() throws Exception {
    for (KubernetesItem pod :
        new KubernetesItem[] {
          core("Pod", "web", ""),
          core("Pod", "web", "'spec':null"),
          core("Pod", "web", "'spec':[]"),
          pod("'serviceAccountName':'web','volumes':[],'containers':[{'volumeMounts':[]}]"),
          pod("'serviceAccountName':3,'volumes':'odd','containers':[null,7,{'volumeMounts':1}]"),
          pod("'serviceAccountName':'web','volumes':[null,{'name':4}]")
        }) {
      ActionOutcome outcome = execute(pod);

      assertThat(outcome.changed()).as(json(pod)).isFalse();
      assertThat(outcome.additionalItems()).isEmpty();
    }
  }

  @Test
  void execute_changedPod_keepsUnknownFieldsAndNumbers() throws Exception {
    ActionOutcome outcome = execute(pod("'nodeName':'n','future':[1.0,null,1e3]"));

    assertThat(json(outcome.item())).contains("\"future\":[1.0,null,1e3]");
  }
}
