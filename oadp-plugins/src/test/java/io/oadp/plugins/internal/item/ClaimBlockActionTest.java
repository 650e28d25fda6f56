// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.BackupSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;

class ClaimBlockActionTest {
  private static final ResourceIdentifier VOLUME =
      ResourceIdentifier.clusterScoped("persistentvolumes", "pv-data");

  private final ActionTester tester =
      ActionTester.of(new ClaimBlockAction())
          .serves("pods")
          .live("persistentvolumeclaims", claim("data", ""));

  private static KubernetesItem claim(String name, String labels) {
    return item(
        "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'namespace':'shop','name':'"
            + name
            + "','labels':{"
            + labels
            + "}},'spec':{'volumeName':'pv-"
            + name
            + "'},'status':{'phase':'Bound'}}");
  }

  private static KubernetesItem pod(String namespace, String name, String claim, String status) {
    return item(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'"
            + namespace
            + "','name':'"
            + name
            + "'},'spec':{'nodeName':'n1','volumes':[{'persistentVolumeClaim':{'claimName':'"
            + claim
            + "'}}]},'status':{"
            + status
            + "}}");
  }

  private static ResourceIdentifier podId(String name) {
    return ResourceIdentifier.of("pods", "shop", name);
  }

  @Test
  void relatedItems_runningPodsOnTheClaim_areNamed() throws Exception {
    tester.live(
        "pods",
        pod("shop", "web-1", "data", "'phase':'Running'"),
        pod("shop", "web-2", "data", "'phase':'Running'"),
        pod("shop", "other", "logs", "'phase':'Running'"),
        pod("elsewhere", "web-3", "data", "'phase':'Running'"));

    assertThat(tester.execute(claim("data", "")).additionalItems())
        .containsExactly(VOLUME, podId("web-1"), podId("web-2"));
  }

  @Test
  void relatedItems_podsThatDoNotRun_areNotNamed() throws Exception {
    KubernetesItem running = pod("shop", "gone", "data", "'phase':'Running'");
    tester.live(
        "pods",
        pod("shop", "pending", "data", "'phase':'Pending'"),
        pod("shop", "done", "data", "'phase':'Succeeded'"),
        pod("shop", "unknown", "data", ""),
        running.edit(e -> e.set("/metadata/deletionTimestamp", "2026-01-01T00:00:00Z")),
        running.edit(e -> e.rename("homeless").remove("/spec/nodeName")));

    assertThat(tester.execute(claim("data", "")).additionalItems()).containsExactly(VOLUME);
  }

  @Test
  void relatedItems_unboundClaim_areNone() throws Exception {
    KubernetesItem unbound = claim("data", "").edit(e -> e.set("/status/phase", "Pending"));
    tester.live("pods", pod("shop", "web", "data", "'phase':'Running'"));

    assertThat(tester.execute(unbound).additionalItems()).isEmpty();
  }

  @Test
  void relatedItems_withinOneRun_readThePodsOfANamespaceOnce() throws Exception {
    tester.live("pods", pod("shop", "web", "data", "'phase':'Running'"));
    tester.execute(claim("logs", ""));
    tester.cluster().delete(podId("web"));

    assertThat(tester.execute(claim("data", "")).additionalItems())
        .containsExactly(VOLUME, podId("web"));
    assertThat(tester.newRun().execute(claim("data", "")).additionalItems())
        .containsExactly(VOLUME);
  }

  @Test
  void relatedItems_claimsOfTheDefaultGroup_areNamed() throws Exception {
    KubernetesItem data = claim("data", "'velero.io/volume-group':'db'");
    tester.live(
        "persistentvolumeclaims",
        data,
        claim("wal", "'velero.io/volume-group':'db'"),
        claim("cache", "'velero.io/volume-group':'web'"));

    assertThat(tester.execute(data).additionalItems())
        .containsExactly(VOLUME, ResourceIdentifier.of("persistentvolumeclaims", "shop", "wal"));
  }

  @Test
  void relatedItems_groupLabelOfTheSpec_replacesTheDefault() throws Exception {
    KubernetesItem data = claim("data", "'velero.io/volume-group':'db','example.com/set':'s'");
    tester
        .backup(BackupSpec.builder("b").volumeGroupSnapshotLabelKey("example.com/set").build())
        .live(
            "persistentvolumeclaims",
            claim("wal", "'velero.io/volume-group':'db'"),
            claim("idx", "'example.com/set':'s'"));

    assertThat(tester.execute(data).additionalItems())
        .containsExactly(VOLUME, ResourceIdentifier.of("persistentvolumeclaims", "shop", "idx"));
  }

  @Test
  void relatedItems_emptyGroup_isNoGroup() throws Exception {
    tester.live("persistentvolumeclaims", claim("wal", "'velero.io/volume-group':''"));

    assertThat(tester.execute(claim("data", "'velero.io/volume-group':''")).additionalItems())
        .containsExactly(VOLUME);
  }
}
