// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.JSON_PATCH;
import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static io.oadp.testkit.contract.ClusterClient.STRATEGIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.oadp.testkit.contract.ClusterClient.Reply;
import org.junit.jupiter.api.Test;

/** The cases of {@link ClusterContract} about single items: create, replace, patch, delete. */
abstract class ClusterItemCases extends ClusterDeletionCases {
  @Test
  final void method_thatIsNotServed_isNotAllowed() {
    api.put(home + "/configmaps", "{}")
        .expectFailure(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource");
  }

  @Test
  final void create_ofItem_setsTheSystemsMetadata() {
    Reply created = createMap("a", "");
    assertThat(created.string("kind")).isEqualTo("ConfigMap");
    assertThat(created.string("apiVersion")).isEqualTo("v1");
    assertThat(created.string("metadata/namespace")).isEqualTo(namespace);
    assertThat(created.string("metadata/uid")).hasSize(36);
    assertThat(created.string("metadata/creationTimestamp")).endsWith("Z").hasSize(20);
    assertThat(created.string("metadata/resourceVersion")).matches("\\d+");
  }

  @Test
  final void create_ofItemThatExists_isAlreadyExists() {
    createMap("a", "");
    Reply again = api.post(home + "/configmaps", "{'metadata':{'name':'a'}}");
    again.expectFailure(409, "AlreadyExists", "configmaps \"a\" already exists");
    assertThat(again.string("details/name")).isEqualTo("a");
    assertThat(again.string("details/kind")).isEqualTo("configmaps");
  }

  @Test
  final void create_withGenerateName_appendsFiveCharacters() {
    Reply created =
        api.post(home + "/configmaps", "{'metadata':{'generateName':'gen-'}}").expect(201);
    assertThat(created.string("metadata/name")).matches("gen-[a-z0-9]{5}");
    assertThat(created.string("metadata/generateName")).isEqualTo("gen-");
  }

  @Test
  final void create_withoutName_isInvalid() {
    api.post(home + "/configmaps", "{'metadata':{}}")
        .expectFailure(
            422,
            "Invalid",
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is"
                + " required");
  }

  @Test
  final void create_withInvalidName_isInvalidWithItsCause() {
    Reply refused = api.post(home + "/configmaps", "{'metadata':{'name':'Bad_Name'}}").expect(422);
    assertThat(refused.string("reason")).isEqualTo("Invalid");
    assertThat(refused.string("details/causes/0/field")).isEqualTo("metadata.name");
    assertThat(refused.string("details/causes/0/reason")).isEqualTo("FieldValueInvalid");
  }

  @Test
  final void create_inMissingNamespace_isNotFound() {
    Reply refused =
        api.post(
            "/api/v1/namespaces/missing-" + namespace + "/configmaps", "{'metadata':{'name':'a'}}");
    refused.expectFailure(404, "NotFound", "namespaces \"missing-" + namespace + "\" not found");
    assertThat(refused.string("details/kind")).isEqualTo("namespaces");
  }

  @Test
  final void create_withOtherNamespace_isBadRequest() {
    api.post(home + "/configmaps", "{'metadata':{'name':'a','namespace':'other'}}")
        .expectFailure(
            400,
            "BadRequest",
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
  }

  @Test
  final void create_withOtherKind_isBadRequest() {
    Reply refused =
        api.post(
            home + "/configmaps", "{'kind':'Secret','apiVersion':'v1','metadata':{'name':'a'}}");
    assertThat(refused.expect(400).string("message"))
        .startsWith("Secret in version \"v1\" cannot be handled as a ConfigMap");
  }

  @Test
  final void create_withBrokenJson_isBadRequest() {
    Reply refused = api.post(home + "/configmaps", "{broken").expect(400);
    assertThat(refused.string("reason")).isEqualTo("BadRequest");
    assertThat(refused.string("message"))
        .startsWith("the object provided is unrecognized (must be of type ConfigMap)");
  }

  @Test
  final void create_withResourceVersion_isRefused() {
    Reply refused =
        api.post(home + "/configmaps", "{'metadata':{'name':'a','resourceVersion':'5'}}");
    assertThat(refused.expect(500).string("message"))
        .isEqualTo("resourceVersion should not be set on objects to be created");
  }

  @Test
  final void create_withOldMetadata_ignoresUidTimesAndManagedFields() {
    Reply created =
        api.post(
                home + "/configmaps?fieldManager=tool",
                "{'metadata':{'name':'a','uid':'123','creationTimestamp':'2020-01-01T00:00:00Z',"
                    + "'managedFields':[{'manager':'x','operation':'Update','apiVersion':'v1',"
                    + "'fieldsType':'FieldsV1','fieldsV1':{'f:data':{}}}]},'data':{'k':'v'}}")
            .expect(201);
    assertThat(created.string("metadata/uid")).hasSize(36);
    assertThat(created.string("metadata/creationTimestamp")).doesNotStartWith("2020");
    JsonArray entries = created.at("metadata/managedFields").getAsJsonArray();
    assertThat(entries).hasSize(1);
    assertThat(created.string("metadata/managedFields/0/manager")).isEqualTo("tool");
    assertThat(created.string("metadata/managedFields/0/operation")).isEqualTo("Update");
    assertThat(created.at("metadata/managedFields/0/fieldsV1").toString())
        .isEqualTo("{\"f:data\":{\".\":{},\"f:k\":{}}}");
  }

  @Test
  final void create_withoutFieldManager_namesTheUserAgent() {
    assertThat(createMap("a", "").string("metadata/managedFields/0/manager")).isEqualTo("contract");
  }

  @Test
  final void create_ofKindWithStatusSubresource_dropsTheStatus() {
    String claim =
        "{'metadata':{'name':'a'},'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':"
            + "{'storage':'1Gi'}}},'status':{'phase':'Bound'}}";
    Reply created = api.post(home + "/persistentvolumeclaims", claim).expect(201);
    assertThat(created.string("status/phase")).isEqualTo("Pending");
  }

  @Test
  final void create_ofBuiltInWithNulls_dropsThem() {
    Reply created =
        api.post(
                home + "/configmaps",
                "{'metadata':{'name':'a','labels':null,'annotations':null},'binaryData':null}")
            .expect(201);
    assertThat(created.text()).doesNotContain("null");
  }

  @Test
  final void create_asDryRun_storesNothing() {
    Reply created =
        api.post(home + "/configmaps?dryRun=All", "{'metadata':{'name':'a'}}").expect(201);
    assertThat(created.string("metadata/uid")).isNotEmpty();
    assertThat(created.hasMetadata("resourceVersion")).isFalse();
    api.get(home + "/configmaps/a").expect(404);
  }

  @Test
  final void create_ofSecretWithStringData_encodesIt() {
    Reply created =
        api.post(home + "/secrets", "{'metadata':{'name':'a'},'stringData':{'k':'b'}}").expect(201);
    assertThat(created.string("data/k")).isEqualTo("Yg==");
    assertThat(created.string("type")).isEqualTo("Opaque");
    assertThat(created.json().has("stringData")).isFalse();
  }

  @Test
  final void get_ofMissingItem_isNotFoundWithGroupInDetails() {
    Reply reply = api.get("/apis/apps/v1/namespaces/" + namespace + "/deployments/none");
    reply.expectFailure(404, "NotFound", "deployments.apps \"none\" not found");
    assertThat(reply.string("details/group")).isEqualTo("apps");
  }

  @Test
  final void replace_withOldResourceVersion_isConflict() {
    String version = createMap("a", "").string("metadata/resourceVersion");
    String body = "{'metadata':{'name':'a','resourceVersion':'" + version + "'},'data':{'k':'w'}}";
    Reply first = api.put(home + "/configmaps/a", body).expect(200);
    assertThat(first.string("metadata/resourceVersion")).isNotEqualTo(version);
    api.put(home + "/configmaps/a", body)
        .expectFailure(
            409,
            "Conflict",
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  final void replace_withoutChange_keepsTheResourceVersion() {
    Reply created = createMap("a", "");
    Reply same = api.put(home + "/configmaps/a", created.text()).expect(200);
    assertThat(same.string("metadata/resourceVersion"))
        .isEqualTo(created.string("metadata/resourceVersion"));
  }

  @Test
  final void replace_withOtherName_isBadRequest() {
    createMap("a", "");
    api.put(home + "/configmaps/a", "{'metadata':{'name':'b'}}")
        .expectFailure(
            400, "BadRequest", "the name of the object (b) does not match the name on the URL (a)");
  }

  @Test
  final void mergePatch_withNull_removesTheMember() {
    createMap("a", "'x':'1','y':'2'");
    Reply patched =
        api.patch(
                MERGE,
                home + "/configmaps/a",
                "{'metadata':{'labels':{'x':null}},'data':{'k':null,'n':'1'}}")
            .expect(200);
    assertThat(patched.at("metadata/labels").toString()).isEqualTo("{\"y\":\"2\"}");
    assertThat(patched.at("data").toString()).isEqualTo("{\"n\":\"1\"}");
  }

  @Test
  final void mergePatch_ofManagedFields_setsThemExactly() {
    createMap("a", "");
    String entry =
        "{'manager':'x','operation':'Update','apiVersion':'v1','time':'2020-01-01T00:00:00Z',"
            + "'fieldsType':'FieldsV1','fieldsV1':{'f:data':{'f:k':{}}}}";
    Reply patched =
        api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'managedFields':[" + entry + "]}}")
            .expect(200);
    assertThat(patched.at("metadata/managedFields").toString())
        .isEqualTo("[" + entry.replace('\'', '"') + "]");
  }

  @Test
  final void mergePatch_withOneEmptyManagedField_clearsThem() {
    createMap("a", "");
    Reply patched =
        api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'managedFields':[{}]}}").expect(200);
    assertThat(patched.hasMetadata("managedFields")).isFalse();
  }

  @Test
  final void mergePatch_withOldResourceVersion_isConflict() {
    createMap("a", "");
    Reply refused =
        api.patch(
            MERGE, home + "/configmaps/a", "{'metadata':{'resourceVersion':'1'},'data':{'x':'y'}}");
    assertThat(refused.expect(409).string("reason")).isEqualTo("Conflict");
  }

  @Test
  final void jsonPatch_withFailingTest_changesNothing() {
    createMap("a", "");
    api.patch(JSON_PATCH, home + "/configmaps/a", "[{'op':'add','path':'/data/n','value':'1'}]")
        .expect(200);
    api.patch(
            JSON_PATCH,
            home + "/configmaps/a",
            "[{'op':'remove','path':'/data/n'},{'op':'test','path':'/data/k','value':'other'}]")
        .expect(422);
    assertThat(api.get(home + "/configmaps/a").string("data/n")).isEqualTo("1");
  }

  @Test
  final void strategicPatch_ofContainers_mergesByName() {
    api.post(
            home + "/podtemplates",
            "{'metadata':{'name':'a'},'template':{'spec':{'containers':[{'name':'c','image':'i'},"
                + "{'name':'d','image':'i'}]}}}")
        .expect(201);
    Reply patched =
        api.patch(
                STRATEGIC,
                home + "/podtemplates/a",
                "{'template':{'spec':{'containers':[{'name':'d','image':'j'}]}}}")
            .expect(200);
    JsonArray containers = patched.at("template/spec/containers").getAsJsonArray();
    assertThat(containers).hasSize(2);
    assertThat(named(containers, "name", "d").get("image").getAsString()).isEqualTo("j");
  }

  @Test
  final void patch_ofUnknownType_isUnsupported() {
    createMap("a", "");
    Reply refused = api.patch("application/json", home + "/configmaps/a", "{}").expect(415);
    assertThat(refused.string("reason")).isEqualTo("UnsupportedMediaType");
  }

  @Test
  final void delete_ofConfigMap_answersStatusWithUid() {
    Reply created = createMap("a", "");
    Reply deleted = api.delete(home + "/configmaps/a").expect(200);
    assertThat(deleted.string("status")).isEqualTo("Success");
    assertThat(deleted.string("details/uid")).isEqualTo(created.string("metadata/uid"));
    api.delete(home + "/configmaps/a").expectFailure(404, "NotFound", "configmaps \"a\" not found");
  }

  @Test
  final void delete_withPreconditionOfOtherUid_isConflict() {
    createMap("a", "");
    Reply refused =
        api.delete(home + "/configmaps/a", "{'preconditions':{'uid':'other'}}").expect(409);
    assertThat(refused.string("reason")).isEqualTo("Conflict");
    api.get(home + "/configmaps/a").expect(200);
  }

  @Test
  final void delete_withFinalizer_waitsForItsRemoval() {
    api.post(home + "/secrets", "{'metadata':{'name':'a','finalizers':['example.com/hold']}}")
        .expect(201);
    Reply marked = api.delete(home + "/secrets/a").expect(200);
    assertThat(marked.hasMetadata("deletionTimestamp")).isTrue();
    api.post(home + "/secrets", "{'metadata':{'name':'a'}}")
        .expectFailure(
            409, "AlreadyExists", "object is being deleted: secrets \"a\" already exists");
    api.patch(MERGE, home + "/secrets/a", "{'metadata':{'finalizers':null}}").expect(200);
    api.get(home + "/secrets/a").expect(404);
  }

  @Test
  final void deleteCollection_withSelector_deletesWhatMatches() {
    createMap("a", "'x':'1'");
    createMap("b", "'x':'2'");
    Reply deleted = api.delete(home + "/configmaps?labelSelector=x%3D1").expect(200);
    assertThat(deleted.string("kind")).isEqualTo("ConfigMapList");
    assertThat(names(deleted)).containsExactly("a");
    assertThat(names("")).containsExactly("b");
  }
}
