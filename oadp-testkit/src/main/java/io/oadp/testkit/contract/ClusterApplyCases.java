// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.APPLY;
import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about server-side apply and the owners of fields. */
abstract class ClusterApplyCases extends ClusterItemCases {
  private static final String CONTAINERS = "spec/template/spec/containers";

  private Reply apply(String manager, String rest) {
    return apply(home + "/configmaps/a", manager, "'metadata':{'name':'a'}," + rest);
  }

  private Reply apply(String path, String manager, String rest) {
    return api.patch(
        APPLY,
        path + "?fieldManager=" + manager,
        "{'apiVersion':'v1','kind':'ConfigMap'," + rest + "}");
  }

  private String deployments() {
    return "/apis/apps/v1/namespaces/" + namespace + "/deployments";
  }

  private Reply applyContainers(String manager, String containers) {
    String template =
        "{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[" + containers + "]}}";
    return api.patch(
        APPLY,
        deployments() + "/a?fieldManager=" + manager,
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'a'},'spec':{'replicas':0,"
            + "'selector':{'matchLabels':{'a':'b'}},'template':"
            + template
            + "}}");
  }

  private static JsonObject entry(Reply reply, String manager) {
    return named(reply.at("metadata/managedFields").getAsJsonArray(), "manager", manager);
  }

  private static String fields(Reply reply, String manager) {
    return entry(reply, manager).get("fieldsV1").toString();
  }

  private static boolean owns(Reply reply, String manager) {
    for (JsonElement e : reply.at("metadata/managedFields").getAsJsonArray()) {
      if (e.getAsJsonObject().get("manager").getAsString().equals(manager)) {
        return true;
      }
    }
    return false;
  }

  @Test
  final void apply_withoutFieldManager_isInvalid() {
    Reply refused =
        api.patch(
            APPLY,
            home + "/configmaps/a",
            "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'}}");
    refused.expectFailure(
        422,
        "Invalid",
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
            + " apply patch");
    assertThat(refused.string("details/causes/0/reason")).isEqualTo("FieldValueRequired");
    assertThat(refused.string("details/causes/0/field")).isEqualTo("fieldManager");
  }

  @Test
  final void apply_ofMissingItem_createsIt() {
    Reply created = apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    assertThat(created.string("data/k")).isEqualTo("v");
    JsonObject entry = entry(created, "one");
    assertThat(entry.get("operation").getAsString()).isEqualTo("Apply");
    assertThat(entry.get("apiVersion").getAsString()).isEqualTo("v1");
    assertThat(entry.get("fieldsV1").toString()).isEqualTo("{\"f:data\":{\"f:b\":{},\"f:k\":{}}}");
    assertThat(created.at("metadata/managedFields").getAsJsonArray()).hasSize(1);
  }

  @Test
  final void apply_again_answersOkAndKeepsTheResourceVersion() {
    Reply created = apply("one", "'data':{'k':'v'}").expect(201);
    Reply again = apply("one", "'data':{'k':'v'}").expect(200);
    assertThat(again.string("metadata/resourceVersion"))
        .isEqualTo(created.string("metadata/resourceVersion"));
  }

  @Test
  final void apply_ofOtherValue_isConflictWithFieldAndManager() {
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply refused = apply("two", "'data':{'k':'w'}");
    refused.expectFailure(
        409, "Conflict", "Apply failed with 1 conflict: conflict with \"one\": .data.k");
    JsonObject cause = refused.at("details/causes/0").getAsJsonObject();
    assertThat(cause.get("reason").getAsString()).isEqualTo("FieldManagerConflict");
    assertThat(cause.get("message").getAsString()).isEqualTo("conflict with \"one\"");
    assertThat(cause.get("field").getAsString()).isEqualTo(".data.k");
    assertThat(refused.at("details").getAsJsonObject().size()).isEqualTo(1);
  }

  @Test
  final void apply_ofTwoOtherValues_listsBothConflicts() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    Reply refused = apply("two", "'data':{'k':'w','b':'2','c':'3'}");
    refused.expectFailure(
        409,
        "Conflict",
        "Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.b\n- .data.k");
    assertThat(refused.at("details/causes").getAsJsonArray()).hasSize(2);
  }

  @Test
  final void apply_againstTwoManagers_namesBoth() {
    apply("one", "'data':{'k':'v'}").expect(201);
    apply("two", "'data':{'b':'1'}").expect(200);
    Reply refused = apply("three", "'data':{'k':'w','b':'2'}").expect(409);
    assertThat(refused.string("message"))
        .startsWith("Apply failed with 2 conflicts: ")
        .contains("conflicts with \"one\":\n- .data.k", "conflicts with \"two\":\n- .data.b");
  }

  @Test
  final void apply_againstAnUpdate_namesItsVersion() {
    createMap("a", "");
    apply("one", "'data':{'k':'w'}")
        .expectFailure(
            409,
            "Conflict",
            "Apply failed with 1 conflict: conflict with \"contract\" using v1: .data.k");
  }

  @Test
  final void apply_withForce_takesTheFieldOver() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    Reply forced = apply("two&force=true", "'data':{'k':'w'}").expect(200);
    assertThat(forced.string("data/k")).isEqualTo("w");
    assertThat(fields(forced, "one")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
    assertThat(fields(forced, "two")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
  }

  @Test
  final void apply_withForceOfEverything_leavesNoEntryBehind() {
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply forced = apply("two&force=true", "'data':{'k':'w'}").expect(200);
    assertThat(owns(forced, "one")).isFalse();
  }

  @Test
  final void apply_ofSameValue_sharesTheField() {
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply shared = apply("two", "'data':{'k':'v'}").expect(200);
    assertThat(fields(shared, "one")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
    assertThat(fields(shared, "two")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
    assertThat(entry(shared, "two").has("time")).isFalse();
  }

  @Test
  final void apply_withoutAFieldOfBefore_removesIt() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    Reply applied = apply("one", "'data':{'k':'v'}").expect(200);
    assertThat(applied.at("data").toString()).isEqualTo("{\"k\":\"v\"}");
    assertThat(fields(applied, "one")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
  }

  @Test
  final void apply_withoutAnyFieldOfBefore_removesTheMapToo() {
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply applied = apply("one", "'immutable':false").expect(200);
    assertThat(applied.json().has("data")).isFalse();
  }

  @Test
  final void apply_withoutAFieldThatOthersOwn_keepsIt() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    apply("two", "'data':{'b':'1'}").expect(200);
    Reply applied = apply("one", "'data':{'k':'v'}").expect(200);
    assertThat(applied.string("data/b")).isEqualTo("1");
    assertThat(fields(applied, "two")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
  }

  @Test
  final void update_ofAnAppliedField_takesItFromTheApplier() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    Reply changed =
        api.patch(MERGE, home + "/configmaps/a?fieldManager=tool", "{'data':{'k':'w'}}")
            .expect(200);
    assertThat(fields(changed, "one")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
    assertThat(fields(changed, "tool")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
    assertThat(entry(changed, "tool").get("operation").getAsString()).isEqualTo("Update");
  }

  @Test
  final void update_thatRemovesAnAppliedField_takesItFromAll() {
    apply("one", "'data':{'k':'v','b':'1'}").expect(201);
    apply("two", "'data':{'b':'1'}").expect(200);
    Reply changed =
        api.patch(MERGE, home + "/configmaps/a?fieldManager=tool", "{'data':{'b':null}}")
            .expect(200);
    assertThat(fields(changed, "one")).isEqualTo("{\"f:data\":{\"f:k\":{}}}");
    assertThat(owns(changed, "two")).isFalse();
    assertThat(owns(changed, "tool")).isFalse();
  }

  @Test
  final void update_byManyManagers_hasEntriesInTheOrderOfOperations() {
    api.post(home + "/configmaps?fieldManager=z", "{'metadata':{'name':'a'},'data':{'k':'v'}}")
        .expect(201);
    Reply applied = apply("one", "'data':{'b':'1'}").expect(200);
    JsonArray entries = applied.at("metadata/managedFields").getAsJsonArray();
    assertThat(entries.get(0).getAsJsonObject().get("manager").getAsString()).isEqualTo("one");
    assertThat(entries.get(1).getAsJsonObject().get("manager").getAsString()).isEqualTo("z");
  }

  @Test
  final void apply_ofItemWithoutOwners_countsItsFieldsAsBeforeFirstApply() {
    createMap("a", "");
    api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'managedFields':[{}]}}").expect(200);
    Reply applied = apply("one", "'data':{'b':'1'}").expect(200);
    assertThat(fields(applied, "before-first-apply"))
        .isEqualTo("{\"f:data\":{\".\":{},\"f:k\":{}}}");
  }

  @Test
  final void apply_asDryRun_answersAndStoresNothing() {
    Reply created = apply("one&dryRun=All", "'data':{'k':'v'}").expect(201);
    assertThat(created.string("data/k")).isEqualTo("v");
    api.get(home + "/configmaps/a").expect(404);
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply changed = apply("one&dryRun=All", "'data':{'k':'w'}").expect(200);
    assertThat(changed.string("data/k")).isEqualTo("w");
    assertThat(api.get(home + "/configmaps/a").string("data/k")).isEqualTo("v");
  }

  @Test
  final void apply_withoutName_isBadRequest() {
    apply(home + "/configmaps/a", "one", "'data':{}")
        .expectFailure(
            400,
            "BadRequest",
            "the name of the object (a based on URL) was undeterminable: name must be provided");
  }

  @Test
  final void apply_ofOtherName_isBadRequest() {
    apply(home + "/configmaps/a", "one", "'metadata':{'name':'b'}")
        .expectFailure(
            400, "BadRequest", "the name of the object (b) does not match the name on the URL (a)");
  }

  @Test
  final void apply_withoutKind_isBadRequest() {
    api.patch(APPLY, home + "/configmaps/a?fieldManager=one", "{'metadata':{'name':'a'}}")
        .expectFailure(400, "BadRequest", "invalid object type: /, Kind=");
  }

  @Test
  final void apply_withManagedFields_isBadRequest() {
    apply(
            home + "/configmaps/a",
            "one",
            "'metadata':{'name':'a','managedFields':[{'manager':'x'}]}")
        .expectFailure(400, "BadRequest", "metadata.managedFields must be nil");
  }

  @Test
  final void apply_withUnknownField_isRefusedWithItsPath() {
    Reply refused = apply("one", "'odd':1").expect(500);
    assertThat(refused.string("message"))
        .isEqualTo(
            "failed to create typed patch object (/a; /v1, Kind=ConfigMap): .odd: field not"
                + " declared in schema");
  }

  @Test
  final void apply_withUidOfNoItem_isConflict() {
    apply(home + "/configmaps/a", "one", "'metadata':{'name':'a','uid':'abc'}")
        .expectFailure(
            409,
            "Conflict",
            "Operation cannot be fulfilled on configmaps \"a\": uid mismatch: the provided object"
                + " specified uid abc, and no existing object was found");
  }

  @Test
  final void apply_withOldResourceVersion_isConflict() {
    apply("one", "'data':{'k':'v'}").expect(201);
    Reply refused =
        apply(
            home + "/configmaps/a",
            "one",
            "'metadata':{'name':'a','resourceVersion':'1'},'data':{'k':'w'}");
    assertThat(refused.expect(409).string("reason")).isEqualTo("Conflict");
  }

  @Test
  final void patch_withForceThatIsNoApply_isInvalid() {
    createMap("a", "");
    api.patch(MERGE, home + "/configmaps/a?force=true", "{'data':{'k':'w'}}")
        .expectFailure(
            422,
            "Invalid",
            "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for"
                + " non-apply patch");
  }

  @Test
  final void apply_ofContainers_mergesThemByName() {
    applyContainers("one", "{'name':'c','image':'i'}").expect(201);
    Reply merged = applyContainers("two", "{'name':'d','image':'j'}").expect(200);
    JsonArray containers = merged.at(CONTAINERS).getAsJsonArray();
    assertThat(containers).hasSize(2);
    assertThat(named(containers, "name", "c").get("image").getAsString()).isEqualTo("i");
    assertThat(named(containers, "name", "d").get("image").getAsString()).isEqualTo("j");
  }

  @Test
  final void apply_ofContainers_ownsThemByTheirKeys() {
    Reply created =
        applyContainers(
                "one",
                "{'name':'c','image':'i','ports':[{'containerPort':80}],'env':[{'name':'E','value':"
                    + "'1'}],'resources':{'limits':{'cpu':'1'}}}")
            .expect(201);
    assertThat(fields(created, "one"))
        .isEqualTo(
            "{'f:spec':{'f:replicas':{},'f:selector':{},'f:template':{'f:metadata':{'f:labels':{"
                    .replace('\'', '"')
                + ("'f:a':{}}},'f:spec':{'f:containers':{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:env':{"
                        + "'k:{\\'name\\':\\'E\\'}':{'.':{},'f:name':{},'f:value':{}}},'f:image':"
                        + "{},'f:name':{},'f:ports':{'k:{\\'containerPort\\':80,\\'protocol\\':"
                        + "\\'TCP\\'}':{'.':{},'f:containerPort':{}}},'f:resources':{'f:limits':{"
                        + "'f:cpu':{}}}}}}}}}")
                    .replace('\'', '"'));
  }

  @Test
  final void apply_ofOtherImage_namesTheContainerInTheConflict() {
    applyContainers("one", "{'name':'c','image':'i'}").expect(201);
    Reply refused = applyContainers("two", "{'name':'c','image':'j'}").expect(409);
    assertThat(refused.string("details/causes/0/field"))
        .isEqualTo(".spec.template.spec.containers[name=\"c\"].image");
  }

  @Test
  final void apply_withoutAContainerOfBefore_removesIt() {
    applyContainers("one", "{'name':'c','image':'i'},{'name':'d','image':'j'}").expect(201);
    Reply applied = applyContainers("one", "{'name':'d','image':'j'}").expect(200);
    JsonArray containers = applied.at(CONTAINERS).getAsJsonArray();
    assertThat(containers).hasSize(1);
    assertThat(applied.string(CONTAINERS + "/0/name")).isEqualTo("d");
  }

  @Test
  final void apply_ofAtomicList_replacesItAsAWhole() {
    String one = "'tolerations':[{'key':'x','operator':'Exists'}]";
    String two = "'tolerations':[{'key':'y','operator':'Exists'}]";
    applyTemplate("one", one).expect(201);
    Reply refused = applyTemplate("two", two).expect(409);
    assertThat(refused.string("details/causes/0/field")).isEqualTo(".template.spec.tolerations");
    Reply forced = applyTemplate("two&force=true", two).expect(200);
    assertThat(forced.at("template/spec/tolerations").getAsJsonArray()).hasSize(1);
    assertThat(forced.string("template/spec/tolerations/0/key")).isEqualTo("y");
  }

  private Reply applyTemplate(String manager, String spec) {
    return api.patch(
        APPLY,
        home + "/podtemplates/a?fieldManager=" + manager,
        "{'apiVersion':'v1','kind':'PodTemplate','metadata':{'name':'a'},'template':{'metadata':{"
            + "'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i'}],"
            + spec
            + "}}}");
  }

  @Test
  final void apply_ofFinalizers_addsToThoseOfOthers() {
    apply(home + "/configmaps/a", "one", "'metadata':{'name':'a','finalizers':['x.io/a']}")
        .expect(201);
    Reply both =
        apply(home + "/configmaps/a", "two", "'metadata':{'name':'a','finalizers':['x.io/b']}")
            .expect(200);
    assertThat(both.at("metadata/finalizers").toString()).isEqualTo("[\"x.io/a\",\"x.io/b\"]");
    assertThat(fields(both, "two"))
        .isEqualTo("{\"f:metadata\":{\"f:finalizers\":{\"v:\\\"x.io/b\\\"\":{}}}}");
    api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'finalizers':null}}").expect(200);
  }

  @Test
  final void update_ofStatus_isOwnedWithItsSubresource() {
    applyContainers("one", "{'name':'c','image':'i'}").expect(201);
    Reply changed =
        api.patch(
                MERGE,
                deployments() + "/a/status?fieldManager=tool",
                "{'status':{'collisionCount':7}}")
            .expect(200);
    JsonObject entry = entry(changed, "tool");
    assertThat(entry.get("subresource").getAsString()).isEqualTo("status");
    assertThat(entry.get("fieldsV1").toString()).contains("f:collisionCount");
  }

  @Test
  final void apply_ofCustomResource_ownsItsFields() {
    String group = establish(false);
    Reply created =
        api.patch(
                APPLY,
                widgets(group) + "/a?fieldManager=one",
                widget(group, "'metadata':{'name':'a'},'spec':{'x':1,'list':[1,2]}"))
            .expect(201);
    assertThat(fields(created, "one")).isEqualTo("{\"f:spec\":{\"f:list\":{},\"f:x\":{}}}");
    Reply refused =
        api.patch(
            APPLY,
            widgets(group) + "/a?fieldManager=two",
            widget(group, "'metadata':{'name':'a'},'spec':{'x':2}"));
    assertThat(refused.expect(409).string("details/causes/0/field")).isEqualTo(".spec.x");
  }

  @Test
  final void apply_toMissingStatus_isNotFound() {
    Reply refused =
        api.patch(
            APPLY,
            deployments() + "/none/status?fieldManager=one",
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'none'},'status':{}}");
    refused.expectFailure(404, "NotFound", "deployments.apps \"none\" not found");
  }
}
