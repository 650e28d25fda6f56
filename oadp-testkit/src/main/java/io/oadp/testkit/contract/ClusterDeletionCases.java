// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.testkit.contract.ClusterClient.Reply;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about owners and what becomes of what they own. */
abstract class ClusterDeletionCases extends ClusterListCases {
  private String create(String name, String owners) {
    return api.post(
            home + "/configmaps",
            "{'metadata':{'name':'" + name + "','ownerReferences':[" + owners + "]}}")
        .expect(201)
        .string("metadata/uid");
  }

  private static String owner(String name, String uid, String more) {
    return "{'apiVersion':'v1','kind':'ConfigMap','name':'"
        + name
        + "','uid':'"
        + uid
        + "'"
        + more
        + "}";
  }

  private static String options(String policy) {
    return "{'propagationPolicy':'" + policy + "'}";
  }

  private void awaitGone(String name) {
    ClusterClient.await(
        name + " gone",
        () -> {
          collectGarbage();
          return api.get(home + "/configmaps/" + name).status() == 404;
        });
  }

  private void awaitWithoutOwners(String name) {
    ClusterClient.await(
        name + " without owners",
        () -> {
          collectGarbage();
          return !api.get(home + "/configmaps/" + name).hasMetadata("ownerReferences");
        });
  }

  @Test
  final void delete_ofOwner_takesWhatItOwnsAlong() {
    String uid = create("owner", "");
    create("owned", owner("owner", uid, ""));
    api.delete(home + "/configmaps/owner").expect(200);
    awaitGone("owned");
  }

  @Test
  final void delete_ofOwner_takesALongChainAlong() {
    String first = create("a", "");
    String second = create("b", owner("a", first, ""));
    create("c", owner("b", second, ""));
    api.delete(home + "/configmaps/a").expect(200);
    awaitGone("b");
    awaitGone("c");
  }

  @Test
  final void delete_inForeground_marksTheOwnerFirst() {
    String uid = create("owner", "");
    create("owned", owner("owner", uid, ",'blockOwnerDeletion':true"));
    Reply marked = api.delete(home + "/configmaps/owner", options("Foreground")).expect(200);
    assertThat(marked.string("kind")).isEqualTo("ConfigMap");
    assertThat(marked.at("metadata/finalizers").toString()).isEqualTo("[\"foregroundDeletion\"]");
    assertThat(marked.hasMetadata("deletionTimestamp")).isTrue();
    awaitGone("owned");
    awaitGone("owner");
  }

  @Test
  final void delete_inForeground_waitsForWhatBlocks() {
    String uid = create("owner", "");
    String owners = owner("owner", uid, ",'blockOwnerDeletion':true");
    api.post(
            home + "/configmaps",
            "{'metadata':{'name':'owned','finalizers':['example.com/hold'],'ownerReferences':["
                + owners
                + "]}}")
        .expect(201);
    api.delete(home + "/configmaps/owner", options("Foreground")).expect(200);
    ClusterClient.await(
        "a marked dependent",
        () -> {
          collectGarbage();
          return api.get(home + "/configmaps/owned").hasMetadata("deletionTimestamp");
        });
    api.get(home + "/configmaps/owner").expect(200);
    api.patch(MERGE, home + "/configmaps/owned", "{'metadata':{'finalizers':null}}").expect(200);
    awaitGone("owner");
  }

  @Test
  final void delete_withOrphans_leavesThemWithoutOwner() {
    String uid = create("owner", "");
    create("owned", owner("owner", uid, ""));
    Reply marked = api.delete(home + "/configmaps/owner", options("Orphan")).expect(200);
    assertThat(marked.at("metadata/finalizers").toString()).isEqualTo("[\"orphan\"]");
    awaitGone("owner");
    awaitWithoutOwners("owned");
  }

  @Test
  final void delete_withPolicyInTheQuery_followsIt() {
    create("owner", "");
    Reply marked = api.delete(home + "/configmaps/owner?propagationPolicy=Orphan").expect(200);
    assertThat(marked.at("metadata/finalizers").toString()).isEqualTo("[\"orphan\"]");
    awaitGone("owner");
  }

  @Test
  final void delete_inBackground_answersAStatus() {
    create("owner", "");
    Reply gone = api.delete(home + "/configmaps/owner", options("Background")).expect(200);
    assertThat(gone.string("status")).isEqualTo("Success");
    api.get(home + "/configmaps/owner").expect(404);
  }

  @Test
  final void delete_withUnknownPolicy_isInvalidEvenForMissingItems() {
    String message =
        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Foo\":"
            + " supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"";
    api.delete(home + "/configmaps/none", options("Foo")).expectFailure(422, "Invalid", message);
    api.delete(home + "/configmaps/none?propagationPolicy=Foo")
        .expectFailure(422, "Invalid", message);
  }

  @Test
  final void delete_withBothWaysToOrphan_isInvalid() {
    api.delete(home + "/configmaps/none", "{'propagationPolicy':'Orphan','orphanDependents':true}")
        .expectFailure(
            422,
            "Invalid",
            "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value:"
                + " \"Orphan\": orphanDependents and deletionPropagation cannot be both set");
  }

  @Test
  final void owned_byWhatNeverWas_goes() {
    create("owned", owner("gone", "d5bbd1a4-0000-0000-0000-000000000000", ""));
    awaitGone("owned");
  }

  @Test
  final void owned_byAnotherOfTheSameName_goes() {
    create("owner", "");
    create("owned", owner("owner", "d5bbd1a4-0000-0000-0000-000000000001", ""));
    awaitGone("owned");
    api.get(home + "/configmaps/owner").expect(200);
  }

  @Test
  final void owned_byTwoOfWhichOneIsGone_keepsTheOther() {
    String uid = create("owner", "");
    create(
        "owned",
        owner("gone", "d5bbd1a4-0000-0000-0000-000000000002", "") + "," + owner("owner", uid, ""));
    ClusterClient.await(
        "one owner",
        () -> {
          collectGarbage();
          return api.get(home + "/configmaps/owned")
                  .at("metadata/ownerReferences")
                  .getAsJsonArray()
                  .size()
              == 1;
        });
    assertThat(api.get(home + "/configmaps/owned").string("metadata/ownerReferences/0/uid"))
        .isEqualTo(uid);
  }

  @Test
  final void deleteCollection_inForeground_marksEach() {
    String uid = create("a", "");
    create("b", owner("a", uid, ",'blockOwnerDeletion':true"));
    api.delete(home + "/configmaps?propagationPolicy=Foreground").expect(200);
    awaitGone("a");
    awaitGone("b");
  }

  @Test
  final void delete_ofJobWithoutPolicy_orphans() {
    String jobs = "/apis/batch/v1/namespaces/" + namespace + "/jobs";
    api.post(
            jobs,
            "{'metadata':{'name':'a'},'spec':{'suspend':true,'template':{'spec':{'restartPolicy':"
                + "'Never','containers':[{'name':'c','image':'i'}]}}}}")
        .expect(201);
    Reply marked = api.delete(jobs + "/a").expect(200);
    assertThat(marked.at("metadata/finalizers").toString()).contains("\"orphan\"");
    ClusterClient.await(
        "gone",
        () -> {
          collectGarbage();
          return api.get(jobs + "/a").status() == 404;
        });
  }
}
