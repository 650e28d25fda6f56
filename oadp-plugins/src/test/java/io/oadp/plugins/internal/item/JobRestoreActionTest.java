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

class JobRestoreActionTest {
  private static KubernetesItem job(String spec) {
    return item(
        "{'apiVersion':'batch/v1','kind':'Job','metadata':{'namespace':'shop','name':'j'},'spec':{"
            + spec
            + "}}");
  }

  private static ActionOutcome execute(KubernetesItem job) throws Exception {
    return ActionTester.of(new JobRestoreAction()).execute("jobs.batch", job);
  }

  @Test
  void execute_uidLabels_goFromSelectorAndTemplate() throws Exception {
    String uids = "'controller-uid':'u','batch.kubernetes.io/controller-uid':'u',";
    ActionOutcome outcome =
        execute(
            job(
                "'selector':{'matchLabels':{"
                    + uids
                    + "'app':'x'}},'template':{'metadata':{'labels':{"
                    + uids
                    + "'job-name':'j','batch.kubernetes.io/job-name':'j'}}}"));

    assertThat(outcome.item())
        .isEqualTo(
            job(
                "'selector':{'matchLabels':{'app':'x'}},'template':{'metadata':{'labels':{"
                    + "'job-name':'j','batch.kubernetes.io/job-name':'j'}}}"));
  }

  @Test
  void execute_onlyUidLabels_removesTheMaps() throws Exception {
    ActionOutcome outcome =
        execute(
            job(
                "'selector':{'matchLabels':{'batch.kubernetes.io/controller-uid':'u'}},"
                    + "'template':{'metadata':{'labels':{'controller-uid':'u'}}}"));

    assertThat(outcome.item()).isEqualTo(job("'selector':{},'template':{'metadata':{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'selector':null,'template':null",
        "'selector':{'matchLabels':null},'template':{'metadata':{'labels':{}}}",
        "'selector':'odd','template':{'metadata':['controller-uid']}",
        "'selector':{'matchLabels':{'app':'x'}}"
      })
  void execute_noUidLabels_isUnchanged(String spec) throws Exception {
    assertThat(execute(job(spec)).changed()).isFalse();
  }
}
