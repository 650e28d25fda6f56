// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.JSON_PATCH;
import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static io.oadp.testkit.contract.ClusterClient.STRATEGIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about the languages of patches, and about dry runs. */
abstract class ClusterPatchCases extends ClusterSchemaCases {
  private Reply json(String operations) {
    return api.patch(JSON_PATCH, home + "/configmaps/a", operations);
  }

  @Test
  final void jsonPatch_withMove_takesTheValueAlong() {
    createMap("a", "");
    Reply patched = json("[{'op':'move','from':'/data/k','path':'/data/n'}]").expect(200);
    assertThat(patched.at("data").toString()).isEqualTo("{\"n\":\"v\"}");
  }

  @Test
  final void jsonPatch_withCopy_hasTheValueTwice() {
    createMap("a", "");
    Reply patched = json("[{'op':'copy','from':'/data/k','path':'/data/n'}]").expect(200);
    assertThat(patched.at("data").toString()).isEqualTo("{\"k\":\"v\",\"n\":\"v\"}");
  }

  @Test
  final void jsonPatch_withTestThatHolds_goesOn() {
    createMap("a", "");
    Reply patched =
        json("[{'op':'test','path':'/data/k','value':'v'},{'op':'replace','path':'/data/k',"
                + "'value':'w'}]")
            .expect(200);
    assertThat(patched.string("data/k")).isEqualTo("w");
  }

  @Test
  final void jsonPatch_withPathsThatAreNotThere_isInvalid() {
    createMap("a", "");
    for (String operation :
        List.of(
            "{'op':'remove','path':'/data/none'}",
            "{'op':'add','path':'/none/x','value':'1'}",
            "{'op':'move','from':'/data/none','path':'/data/n'}",
            "{'op':'copy','from':'/none/x','path':'/data/n'}",
            "{'op':'test','path':'/data/none','value':'1'}")) {
      Reply refused = json("[" + operation + "]").expect(422);
      assertThat(refused.string("reason")).as(operation).isEqualTo("Invalid");
    }
    assertThat(api.get(home + "/configmaps/a").at("data").toString()).isEqualTo("{\"k\":\"v\"}");
  }

  @Test
  final void jsonPatch_thatReplacesAMissingMember_addsIt() {
    createMap("a", "");
    Reply patched = json("[{'op':'replace','path':'/data/none','value':'1'}]").expect(200);
    assertThat(patched.string("data/none")).isEqualTo("1");
  }

  @Test
  final void jsonPatch_thatCopiesAMissingMember_isAccepted() {
    createMap("a", "");
    Reply patched =
        json("[{'op':'copy','from':'/metadata/none','path':'/metadata/annotations'}]").expect(200);
    assertThat(patched.at("data").toString()).isEqualTo("{\"k\":\"v\"}");
  }

  @Test
  final void jsonPatch_ofLists_insertsByIndexAndAtTheEnd() {
    createMap("a", "");
    Reply patched =
        api.patch(
                JSON_PATCH,
                home + "/configmaps/a?dryRun=All",
                "[{'op':'add','path':'/metadata/finalizers','value':['x.io/b']},{'op':'add','path':"
                    + "'/metadata/finalizers/0','value':'x.io/a'},{'op':'add','path':"
                    + "'/metadata/finalizers/-','value':'x.io/c'}]")
            .expect(200);
    assertThat(patched.at("metadata/finalizers").toString())
        .isEqualTo("[\"x.io/a\",\"x.io/b\",\"x.io/c\"]");
  }

  @Test
  final void jsonPatch_withEscapedPath_findsTheMember() {
    createMap("a", "'x.io/y':'1'");
    Reply patched =
        json("[{'op':'replace','path':'/metadata/labels/x.io~1y','value':'2'}]").expect(200);
    assertThat(patched.at("metadata/labels").toString()).isEqualTo("{\"x.io/y\":\"2\"}");
  }

  @Test
  final void jsonPatch_withoutOperations_keepsTheResourceVersion() {
    Reply created = createMap("a", "");
    assertThat(json("[]").expect(200).string("metadata/resourceVersion"))
        .isEqualTo(created.string("metadata/resourceVersion"));
  }

  @Test
  final void jsonPatch_thatIsNoList_isBadRequest() {
    createMap("a", "");
    assertThat(json("{'op':'add'}").expect(400).string("reason")).isEqualTo("BadRequest");
  }

  @Test
  final void jsonPatch_ofName_isBadRequest() {
    createMap("a", "");
    json("[{'op':'replace','path':'/metadata/name','value':'b'}]").expect(400);
  }

  @Test
  final void mergePatch_ofLists_replacesThem() {
    api.post(home + "/configmaps", "{'metadata':{'name':'a','finalizers':['x.io/a']}}").expect(201);
    Reply patched =
        api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'finalizers':['x.io/b']}}")
            .expect(200);
    assertThat(patched.at("metadata/finalizers").toString()).isEqualTo("[\"x.io/b\"]");
    api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'finalizers':null}}").expect(200);
  }

  @Test
  final void mergePatch_ofMissingItem_isNotFound() {
    api.patch(MERGE, home + "/configmaps/none", "{'data':{'x':'y'}}")
        .expectFailure(404, "NotFound", "configmaps \"none\" not found");
  }

  @Test
  final void patch_withTooLongFieldManager_isInvalid() {
    createMap("a", "");
    api.patch(MERGE, home + "/configmaps/a?fieldManager=" + "x".repeat(129), "{'data':{'x':'y'}}")
        .expectFailure(
            422,
            "Invalid",
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Too long: may not be more than"
                + " 128 bytes");
  }

  private Reply createTemplate() {
    return api.post(
            home + "/podtemplates",
            "{'metadata':{'name':'a','labels':{'l':'1'}},'template':{'metadata':{'labels':{'a':"
                + "'b'}},'spec':{'containers':[{'name':'c','image':'i','args':['1','2'],'env':[{"
                + "'name':'E','value':'1'},{'name':'F','value':'2'}],'ports':[{'containerPort':80,"
                + "'protocol':'TCP'},{'containerPort':81,'protocol':'TCP'}]},{'name':'d','image':"
                + "'i'}],'volumes':[{'name':'v','emptyDir':{}}],'tolerations':[{'key':'x',"
                + "'operator':'Exists'}],'nodeSelector':{'n':'1'}}}}")
        .expect(201);
  }

  private Reply strategic(String spec) {
    createTemplate();
    return api.patch(STRATEGIC, home + "/podtemplates/a", "{'template':{'spec':{" + spec + "}}}");
  }

  private static List<String> containers(Reply template) {
    List<String> result = new ArrayList<>();
    template
        .at("template/spec/containers")
        .getAsJsonArray()
        .forEach(
            c -> {
              JsonObject container = c.getAsJsonObject();
              result.add(
                  container.get("name").getAsString() + "=" + container.get("image").getAsString());
            });
    return result;
  }

  @Test
  final void strategicPatch_withNewElement_putsItBeforeThoseItDoesNotKnow() {
    Reply patched =
        strategic("'containers':[{'name':'e','image':'j'},{'name':'d','image':'k'}]").expect(200);
    assertThat(containers(patched)).containsExactly("e=j", "c=i", "d=k");
  }

  @Test
  final void strategicPatch_withDeleteDirective_removesTheElement() {
    Reply patched = strategic("'containers':[{'name':'d','$patch':'delete'}]").expect(200);
    assertThat(containers(patched)).containsExactly("c=i");
  }

  @Test
  final void strategicPatch_withReplaceDirective_replacesTheList() {
    Reply patched =
        strategic("'containers':[{'$patch':'replace'},{'name':'z','image':'z'}]").expect(200);
    assertThat(containers(patched)).containsExactly("z=z");
  }

  @Test
  final void strategicPatch_withElementOrder_ordersTheList() {
    Reply patched =
        strategic(
                "'$setElementOrder/containers':[{'name':'d'},{'name':'c'}],'containers':[{'name':"
                    + "'d','image':'k'}]")
            .expect(200);
    assertThat(containers(patched)).containsExactly("d=k", "c=i");
  }

  @Test
  final void strategicPatch_ofNestedLists_mergesEachByItsKey() {
    Reply patched =
        strategic(
                "'containers':[{'name':'c','env':[{'name':'F','value':'3'},{'name':'G','value':"
                    + "'4'}],'args':['3'],'ports':[{'containerPort':80,'name':'web'}]}]")
            .expect(200);
    JsonObject container = patched.at("template/spec/containers/0").getAsJsonObject();
    assertThat(container.get("env").toString())
        .isEqualTo(
            "[{\"name\":\"E\",\"value\":\"1\"},{\"name\":\"F\",\"value\":\"3\"},"
                + "{\"name\":\"G\",\"value\":\"4\"}]");
    assertThat(container.get("args").toString()).isEqualTo("[\"3\"]");
    assertThat(container.getAsJsonArray("ports")).hasSize(2);
    JsonObject port = container.getAsJsonArray("ports").get(0).getAsJsonObject();
    assertThat(port.get("name").getAsString()).isEqualTo("web");
    assertThat(port.get("containerPort").getAsString()).isEqualTo("80");
  }

  @Test
  final void strategicPatch_ofListsWithoutKeys_replacesThemAndMergesMaps() {
    Reply patched =
        strategic("'tolerations':[{'key':'y','operator':'Exists'}],'nodeSelector':{'m':'2'}")
            .expect(200);
    assertThat(patched.at("template/spec/tolerations").toString())
        .isEqualTo("[{\"key\":\"y\",\"operator\":\"Exists\"}]");
    assertThat(patched.string("template/spec/nodeSelector/n")).isEqualTo("1");
    assertThat(patched.string("template/spec/nodeSelector/m")).isEqualTo("2");
  }

  @Test
  final void strategicPatch_withRetainKeys_dropsTheOthers() {
    Reply patched =
        strategic(
                "'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':"
                    + "'/x'}}]")
            .expect(200);
    JsonObject volume = patched.at("template/spec/volumes/0").getAsJsonObject();
    assertThat(volume.has("emptyDir")).isFalse();
    assertThat(volume.getAsJsonObject("hostPath").get("path").getAsString()).isEqualTo("/x");
  }

  @Test
  final void strategicPatch_withoutMergeKey_isRefused() {
    assertThat(strategic("'containers':[{'image':'k'}]").expect(500).string("message"))
        .startsWith("map: ")
        .endsWith(" does not contain declared merge key: name");
  }

  @Test
  final void strategicPatch_withUnknownDirective_isRefused() {
    assertThat(
            strategic("'containers':[{'name':'c','$patch':'odd'}]").expect(500).string("message"))
        .startsWith("unknown patch type: odd");
  }

  @Test
  final void strategicPatch_ofFinalizers_addsAndDeletesSingleOnes() {
    createMap("a", "");
    String path = home + "/configmaps/a";
    api.patch(STRATEGIC, path, "{'metadata':{'finalizers':['x.io/a','x.io/b']}}").expect(200);
    Reply added = api.patch(STRATEGIC, path, "{'metadata':{'finalizers':['x.io/c']}}").expect(200);
    assertThat(added.at("metadata/finalizers").toString())
        .isEqualTo("[\"x.io/c\",\"x.io/a\",\"x.io/b\"]");
    Reply deleted =
        api.patch(
                STRATEGIC,
                path,
                "{'metadata':{'$deleteFromPrimitiveList/finalizers':['x.io/a','x.io/c']}}")
            .expect(200);
    assertThat(deleted.at("metadata/finalizers").toString()).isEqualTo("[\"x.io/b\"]");
    api.patch(MERGE, path, "{'metadata':{'finalizers':null}}").expect(200);
  }

  @Test
  final void strategicPatch_ofMaps_knowsReplaceAndDelete() {
    createMap("a", "'x':'1'");
    String path = home + "/configmaps/a";
    Reply replaced =
        api.patch(STRATEGIC, path, "{'metadata':{'labels':{'$patch':'replace','m':'2'}}}")
            .expect(200);
    assertThat(replaced.at("metadata/labels").toString()).isEqualTo("{\"m\":\"2\"}");
    Reply deleted =
        api.patch(STRATEGIC, path, "{'metadata':{'labels':{'$patch':'delete'}}}").expect(200);
    assertThat(deleted.hasMetadata("labels")).isFalse();
  }

  @Test
  final void update_asDryRun_answersTheChangeAndKeepsTheItem() {
    Reply created = createMap("a", "");
    String version = created.string("metadata/resourceVersion");
    Reply put =
        api.put(home + "/configmaps/a?dryRun=All", "{'metadata':{'name':'a'},'data':{'q':'1'}}")
            .expect(200);
    assertThat(put.at("data").toString()).isEqualTo("{\"q\":\"1\"}");
    assertThat(put.string("metadata/resourceVersion")).isEqualTo(version);
    Reply patched =
        api.patch(MERGE, home + "/configmaps/a?dryRun=All", "{'data':{'x':'y'}}").expect(200);
    assertThat(patched.string("data/x")).isEqualTo("y");
    Reply now = api.get(home + "/configmaps/a").expect(200);
    assertThat(now.at("data").toString()).isEqualTo("{\"k\":\"v\"}");
    assertThat(now.string("metadata/resourceVersion")).isEqualTo(version);
  }

  @Test
  final void delete_asDryRun_keepsTheItem() {
    createMap("a", "");
    assertThat(api.delete(home + "/configmaps/a?dryRun=All").expect(200).string("status"))
        .isEqualTo("Success");
    api.delete(home + "/configmaps/a", "{'dryRun':['All']}").expect(200);
    assertThat(api.get(home + "/configmaps/a").expect(200).hasMetadata("deletionTimestamp"))
        .isFalse();
    api.delete(home + "/configmaps/none?dryRun=All").expect(404);
  }

  @Test
  final void delete_asDryRunOfHeldItem_showsTheMark() {
    api.post(home + "/secrets", "{'metadata':{'name':'a','finalizers':['x.io/a']}}").expect(201);
    Reply marked = api.delete(home + "/secrets/a?dryRun=All").expect(200);
    assertThat(marked.string("kind")).isEqualTo("Secret");
    assertThat(marked.hasMetadata("deletionTimestamp")).isTrue();
    assertThat(api.get(home + "/secrets/a").hasMetadata("deletionTimestamp")).isFalse();
    api.patch(MERGE, home + "/secrets/a", "{'metadata':{'finalizers':null}}").expect(200);
  }

  @Test
  final void deleteCollection_asDryRun_keepsTheItems() {
    createMap("a", "'x':'1'");
    Reply deleted = api.delete(home + "/configmaps?dryRun=All&labelSelector=x%3D1").expect(200);
    assertThat(names(deleted)).containsExactly("a");
    assertThat(names("")).containsExactly("a");
  }

  @Test
  final void deleteCollection_asDryRunInTheBody_keepsTheItems() {
    createMap("a", "'x':'1'");
    Reply deleted =
        api.delete(home + "/configmaps?labelSelector=x%3D1", "{'dryRun':['All']}").expect(200);
    assertThat(names(deleted)).containsExactly("a");
    assertThat(names("")).containsExactly("a");
  }

  @Test
  final void namespace_deletedAsDryRun_staysActive() {
    Reply deleted = api.delete(home + "?dryRun=All").expect(200);
    assertThat(deleted.string("status/phase")).isEqualTo("Terminating");
    assertThat(api.get(home).string("status/phase")).isEqualTo("Active");
    createMap("a", "");
  }

  @Test
  final void dryRun_ofOtherValue_isInvalidForEveryVerb() {
    createMap("a", "");
    String query = "?dryRun=Some";
    String path = home + "/configmaps/a" + query;
    assertThat(api.post(home + "/configmaps" + query, "{'metadata':{'name':'b'}}").status())
        .isEqualTo(422);
    assertThat(api.put(path, "{'metadata':{'name':'a'}}").status()).isEqualTo(422);
    assertThat(api.patch(MERGE, path, "{}").status()).isEqualTo(422);
    assertThat(api.delete(path).expect(422).string("message"))
        .isEqualTo(
            "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]:"
                + " supported values: \"All\"");
  }
}
