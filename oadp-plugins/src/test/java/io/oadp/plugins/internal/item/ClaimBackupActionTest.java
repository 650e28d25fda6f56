// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.core;
import static io.oadp.plugins.internal.item.Items.item;
import static io.oadp.plugins.internal.item.Items.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimBackupActionTest {
  private static final String BOUND = ",'status':{'phase':'Bound'}";

  private static ActionOutcome execute(KubernetesItem claim) throws Exception {
    return ActionTester.of(new ClaimBackupAction())
        .backup(BackupSpec.builder("nightly").build())
        .execute("persistentvolumeclaims", claim);
  }

  private static KubernetesItem bound(String spec) {
    return core(
        "PersistentVolumeClaim", "data", "'spec':{'volumeName':'pv-1'" + spec + "}" + BOUND);
  }

  private static KubernetesItem labelled(String labels) {
    return item(
        "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'data',"
            + "'namespace':'shop','labels':{"
            + labels
            + "}},'spec':{'volumeName':'pv-1'}"
            + BOUND
            + "}");
  }

  @Test
  void execute_boundClaim_takesItsVolumeAlong() throws Exception {
    ActionOutcome outcome = execute(bound(""));

    assertThat(outcome.additionalItems())
        .containsExactly(ResourceIdentifier.clusterScoped("persistentvolumes", "pv-1"));
    assertThat(outcome.changed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'spec':{'volumeName':'pv-1','dataSource':{}},'status':{'phase':'Pending'}",
        "'spec':{'volumeName':'pv-1','dataSource':{}}",
        "'spec':{'dataSource':{}},'status':{'phase':'Bound'}",
        "'spec':{'volumeName':'','dataSource':{}},'status':{'phase':'Bound'}",
        "'spec':null,'status':{'phase':'Bound'}",
        "'spec':{'volumeName':['x']},'status':{'phase':'Bound'}"
      })
  void execute_unboundClaim_changesNothing(String rest) throws Exception {
    ActionOutcome outcome = execute(core("PersistentVolumeClaim", "data", rest));

    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.additionalItems()).isEmpty();
  }

  @Test
  void execute_claimFromSnapshot_dropsItsSource() throws Exception {
    ActionOutcome outcome =
        execute(
            bound(
                ",'dataSource':{'kind':'VolumeSnapshot','name':'s'},'dataSourceRef':{'name':'s'}"));

    assertThat(outcome.item()).isEqualTo(bound(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'storageClassName':'fast'", ",'storageClassName':null"})
  void execute_selectorOfDynamicClaim_isDropped(String storageClass) throws Exception {
    ActionOutcome outcome =
        execute(bound(storageClass + ",'selector':{'matchLabels':{'tier':'gold'}}"));

    assertThat(outcome.item()).isEqualTo(bound(storageClass));
  }

  @Test
  void execute_selectorOfStaticClaim_losesOnlyVelerosLabels() throws Exception {
    ActionOutcome outcome =
        execute(
            bound(
                ",'storageClassName':'','selector':{'matchLabels':{'velero.io/dynamic-pv-restore':'x',"
                    + "'tier':'gold','velero.iodine/x':'y'}}"));

    assertThat(outcome.item())
        .isEqualTo(
            bound(
                ",'storageClassName':'','selector':{'matchLabels':{'tier':'gold',"
                    + "'velero.iodine/x':'y'}}"));
  }

  @Test
  void execute_selectorOfStaticClaimWithVelerosLabelsOnly_keepsExpressions() throws Exception {
    ActionOutcome outcome =
        execute(
            bound(
                ",'storageClassName':'','selector':{'matchLabels':{'velero.io/a':'x'},"
                    + "'matchExpressions':[{'key':'k','operator':'Exists'}]}"));

    assertThat(outcome.item())
        .isEqualTo(
            bound(
                ",'storageClassName':'','selector':{'matchExpressions':[{'key':'k','operator':'Exists'}]}"));
  }

  @Test
  void execute_staleLabels_areRemoved() throws Exception {
    ActionOutcome outcome =
        execute(
            labelled(
                "'app':'shop','velero.io/restore-name':'r','velero.io/volume-snapshot-name':'s',"
                    + "'backup.velero.io/must-include-additional-items':'true',"
                    + "'velero.io/backup-name':'older'"));

    assertThat(outcome.item()).isEqualTo(labelled("'app':'shop'"));
  }

  @Test
  void execute_labelOfThisBackup_stays() throws Exception {
    assertThat(execute(labelled("'velero.io/backup-name':'nightly'")).changed()).isFalse();
  }

  @Test
  void execute_changedClaim_keepsUnknownFieldsNullsAndNumbers() throws Exception {
    ActionOutcome outcome =
        execute(bound(",'dataSource':{'name':'s'},'future':{'ratio':1.50,'none':null}"));

    assertThat(json(outcome.item())).contains("\"future\":{\"ratio\":1.50,\"none\":null}");
  }
}
