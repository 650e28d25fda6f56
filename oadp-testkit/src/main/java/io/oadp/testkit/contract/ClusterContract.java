// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.JSON_PATCH;
import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static io.oadp.testkit.contract.ClusterClient.STRATEGIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How a Kubernetes API server answers, as far as backup and restore rely on it: each case states
 * one behaviour by plain HTTP. It holds the fake cluster and the real server to the same answers.
 * Every case works in a namespace of its own with a random name and removes it again.
 */
public abstract class ClusterContract {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  @SuppressWarnings("NullAway.Init") // set before each case
  private ClusterClient api;

  private String namespace = "";
  private String home = "";
  private final List<String> leftovers = new ArrayList<>();

  /** Creates the suite; JUnit makes one instance per case. */
  protected ClusterContract() {}

  /**
   * Where the API server is.
   *
   * @return its base URL
   */
  protected abstract URI url();

  /**
   * Who asks: a user who may do everything.
   *
   * @return the bearer token
   */
  protected abstract String token();

  /**
   * Who signed the certificate of the server.
   *
   * @return the certificate in PEM, or nothing for plain HTTP and for a CA that Java trusts
   */
  protected abstract Optional<String> caPem();

  @BeforeEach
  final void createNamespace() {
    api = new ClusterClient(url(), token(), caPem());
    namespace = "contract-" + random();
    home = "/api/v1/namespaces/" + namespace;
    api.post("/api/v1/namespaces", "{'metadata':{'name':'" + namespace + "'}}").expect(201);
    ClusterClient.await(
        "a default ServiceAccount",
        () -> api.get(home + "/serviceaccounts/default").status() == 200);
  }

  @AfterEach
  final void removeEverything() {
    leftovers.forEach(api::delete);
    api.delete(home);
  }

  private static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  private Reply createMap(String name, String labels) {
    String body = "{'metadata':{'name':'" + name + "','labels':{" + labels + "}},'data':{'k':'v'}}";
    return api.post(home + "/configmaps", body).expect(201);
  }

  private List<String> names(String query) {
    return names(api.get(home + "/configmaps?" + query).expect(200));
  }

  private static List<String> names(Reply list) {
    return StreamSupport.stream(list.items().spliterator(), false)
        .map(i -> i.getAsJsonObject().getAsJsonObject("metadata").get("name").getAsString())
        .filter(n -> !n.equals("kube-root-ca.crt"))
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonObject named(JsonArray all, String key, String name) {
    for (JsonElement e : all) {
      if (e.getAsJsonObject().has(key) && e.getAsJsonObject().get(key).getAsString().equals(name)) {
        return e.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + name + " in " + all);
  }

  /** Creates a CRD of a group of its own and waits until its resources can be listed. */
  private String establish(boolean statusSubresource) {
    String group = "g" + random() + ".example.com";
    String schema =
        "{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object',"
            + "'x-kubernetes-preserve-unknown-fields':true},'status':{'type':'object',"
            + "'x-kubernetes-preserve-unknown-fields':true}}}}";
    String subresources = statusSubresource ? "'subresources':{'status':{}}," : "";
    String crd =
        "{'metadata':{'name':'widgets."
            + group
            + "'},'spec':{'group':'"
            + group
            + "','scope':'Namespaced','names':{'plural':'widgets','kind':'Widget'},'versions':["
            + "{'name':'v1','served':true,'storage':true,"
            + subresources
            + "'schema':"
            + schema
            + "}]}}";
    leftovers.add(CRDS + "/widgets." + group);
    api.post(CRDS, crd).expect(201);
    ClusterClient.await(
        "served: " + group, () -> api.get("/apis/" + group + "/v1/widgets").status() == 200);
    return group;
  }

  private String widgets(String group) {
    return "/apis/" + group + "/v1/namespaces/" + namespace + "/widgets";
  }

  private static String widget(String group, String rest) {
    return "{'apiVersion':'" + group + "/v1','kind':'Widget'," + rest + "}";
  }

  @Test
  final void version_ofServer_hasMajorAndMinor() {
    Reply version = api.get("/version").expect(200);
    assertThat(version.string("major")).isEqualTo("1");
    assertThat(version.string("gitVersion")).startsWith("v1.");
  }

  @Test
  final void readyz_ofRunningServer_isOk() {
    assertThat(api.get("/readyz").expect(200).text()).isEqualTo("ok");
  }

  @Test
  final void request_withUnknownToken_isUnauthorized() {
    api.getWithToken("no-such-token", "/api/v1/namespaces")
        .expectFailure(401, "Unauthorized", "Unauthorized");
  }

  @Test
  final void groups_list_namesVersionsAndThePreferredOne() {
    JsonArray groups = api.get("/apis").expect(200).at("groups").getAsJsonArray();
    JsonObject autoscaling = named(groups, "name", "autoscaling");
    assertThat(autoscaling.getAsJsonObject("preferredVersion").get("version").getAsString())
        .isEqualTo("v2");
    assertThat(autoscaling.getAsJsonArray("versions")).hasSize(2);
    assertThat(api.get("/api").string("versions/0")).isEqualTo("v1");
  }

  @Test
  final void resources_listOfGroupVersion_hasSubresourcesBySlash() {
    Reply list = api.get("/api/v1").expect(200);
    JsonObject pods = named(list.at("resources").getAsJsonArray(), "name", "pods");
    assertThat(pods.get("singularName").getAsString()).isEqualTo("pod");
    assertThat(pods.get("namespaced").getAsBoolean()).isTrue();
    assertThat(pods.getAsJsonArray("verbs").toString()).contains("list", "create", "delete");
    named(list.at("resources").getAsJsonArray(), "name", "pods/status");
    JsonObject bindings = named(list.at("resources").getAsJsonArray(), "name", "bindings");
    assertThat(bindings.getAsJsonArray("verbs").toString()).isEqualTo("[\"create\"]");
  }

  @Test
  final void discovery_aggregated_isAnsweredInTheAskedType() {
    Reply groups = api.getAs(AGGREGATED + ",application/json", "/apis").expect(200);
    assertThat(groups.contentType()).isEqualTo(AGGREGATED);
    assertThat(groups.string("kind")).isEqualTo("APIGroupDiscoveryList");
    Reply core = api.getAs(AGGREGATED, "/api").expect(200);
    JsonObject version = core.at("items/0/versions/0").getAsJsonObject();
    assertThat(version.get("version").getAsString()).isEqualTo("v1");
    JsonObject pods = named(version.getAsJsonArray("resources"), "resource", "pods");
    assertThat(pods.get("scope").getAsString()).isEqualTo("Namespaced");
    named(pods.getAsJsonArray("subresources"), "subresource", "status");
  }

  @Test
  final void path_ofUnknownGroup_isNotFoundInPlainText() {
    Reply reply = api.get("/apis/no.such.group/v1").expect(404);
    assertThat(reply.text()).isEqualTo("404 page not found\n");
  }

  @Test
  final void path_ofUnknownResourceInBuiltInGroup_isNotFoundStatus() {
    api.get("/apis/apps/v1/nosuchthings")
        .expectFailure(404, "NotFound", "the server could not find the requested resource");
  }

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

  @Test
  final void list_ofBuiltIns_leavesOutApiVersionAndKindOfItems() {
    createMap("a", "");
    Reply list = api.get(home + "/configmaps").expect(200);
    assertThat(list.text()).startsWith("{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",");
    JsonObject item = list.at("items/0").getAsJsonObject();
    assertThat(item.has("kind")).isFalse();
    assertThat(item.has("apiVersion")).isFalse();
  }

  @Test
  final void list_ofCustomResources_keepsApiVersionAndKindOfItems() {
    String group = establish(false);
    api.post(widgets(group), widget(group, "'metadata':{'name':'a'},'spec':{'n':1}")).expect(201);
    Reply list = api.get("/apis/" + group + "/v1/widgets").expect(200);
    assertThat(list.text()).startsWith("{\"apiVersion\":\"" + group + "/v1\",\"items\":[");
    assertThat(list.string("kind")).isEqualTo("WidgetList");
    assertThat(list.string("items/0/kind")).isEqualTo("Widget");
    assertThat(list.string("metadata/continue")).isEmpty();
  }

  @Test
  final void list_inMissingNamespace_isEmpty() {
    assertThat(
            api.get("/api/v1/namespaces/missing-" + namespace + "/configmaps").expect(200).items())
        .isEmpty();
  }

  @Test
  final void list_byPages_showsOneMoment() {
    for (String name : List.of("a", "b", "c", "d")) {
      api.post(home + "/secrets", "{'metadata':{'name':'" + name + "'}}").expect(201);
    }
    Reply first = api.get(home + "/secrets?limit=2").expect(200);
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.string("metadata/remainingItemCount")).isEqualTo("2");
    api.delete(home + "/secrets/c").expect(200);
    api.post(home + "/secrets", "{'metadata':{'name':'e'}}").expect(201);
    String token = encoded(first.string("metadata/continue"));
    Reply second = api.get(home + "/secrets?limit=2&continue=" + token).expect(200);
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(second.string("metadata/resourceVersion"))
        .isEqualTo(first.string("metadata/resourceVersion"));
    assertThat(second.hasMetadata("continue")).isFalse();
  }

  @Test
  final void list_withLimitBeyondTheItems_hasNoContinue() {
    createMap("a", "");
    Reply list = api.get(home + "/configmaps?limit=5000").expect(200);
    assertThat(list.hasMetadata("continue")).isFalse();
    assertThat(list.hasMetadata("remainingItemCount")).isFalse();
  }

  @Test
  final void list_bySelectorAndPages_hasNoRemainingItemCount() {
    createMap("a", "'x':'1'");
    createMap("b", "'x':'1'");
    Reply list = api.get(home + "/configmaps?limit=1&labelSelector=x").expect(200);
    assertThat(list.hasMetadata("continue")).isTrue();
    assertThat(list.hasMetadata("remainingItemCount")).isFalse();
  }

  @Test
  final void list_withBrokenContinue_isBadRequest() {
    Reply refused = api.get(home + "/configmaps?limit=1&continue=abc").expect(400);
    assertThat(refused.string("message"))
        .startsWith("invalid continue token: continue key is not valid:");
  }

  @Test
  final void list_byLabelSelector_servesAllOperators() {
    createMap("a", "'x':'1','tier':'web'");
    createMap("b", "'x':'2'");
    createMap("c", "");
    Map<String, List<String>> expected =
        Map.of(
            "x=1", List.of("a"),
            "x==1,tier=web", List.of("a"),
            "x!=1", List.of("b", "c"),
            "x in (1,2)", List.of("a", "b"),
            "x notin (1)", List.of("b", "c"),
            "x", List.of("a", "b"),
            "!x", List.of("c"),
            "x,!tier", List.of("b"),
            "x>1", List.of("b"),
            "x<2", List.of("a"));
    expected.forEach(
        (selector, names) ->
            assertThat(names("labelSelector=" + encoded(selector))).as(selector).isEqualTo(names));
  }

  @Test
  final void list_byMalformedLabelSelector_isBadRequest() {
    for (String selector : List.of("a in (", "a==b==c", "-bad-=x", "a=b c")) {
      Reply refused = api.get(home + "/configmaps?labelSelector=" + encoded(selector));
      assertThat(refused.expect(400).string("reason")).as(selector).isEqualTo("BadRequest");
    }
  }

  @Test
  final void list_byFieldSelector_servesNames() {
    createMap("a", "");
    createMap("b", "");
    assertThat(names("fieldSelector=metadata.name%3Db")).containsExactly("b");
    assertThat(names("fieldSelector=metadata.name%21%3Db")).containsExactly("a");
    api.get(home + "/configmaps?fieldSelector=spec.x%3D1").expect(400);
  }

  @Test
  final void list_atFutureResourceVersion_isTimeout() {
    Reply refused = api.get(home + "/configmaps?resourceVersion=999999999999").expect(504);
    assertThat(refused.string("reason")).isEqualTo("Timeout");
    assertThat(refused.string("details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
  }

  @Test
  final void namespace_whenCreated_isActiveWithItsLabelAndFinalizer() {
    Reply created = api.get(home).expect(200);
    assertThat(created.string("status/phase")).isEqualTo("Active");
    assertThat(created.string("spec/finalizers/0")).isEqualTo("kubernetes");
    assertThat(created.at("metadata/labels").getAsJsonObject().get("kubernetes.io/metadata.name"))
        .isEqualTo(new com.google.gson.JsonPrimitive(namespace));
    ClusterClient.await(
        "the root certificate",
        () -> api.get(home + "/configmaps/kube-root-ca.crt").status() == 200);
  }

  @Test
  final void namespace_whenDeleted_refusesNewContentAndGoes() {
    api.post(home + "/configmaps", "{'metadata':{'name':'a','finalizers':['example.com/hold']}}")
        .expect(201);
    Reply deleted = api.delete(home).expect(200);
    assertThat(deleted.string("status/phase")).isEqualTo("Terminating");
    Reply refused = api.post(home + "/configmaps", "{'metadata':{'name':'late'}}");
    refused.expectFailure(
        403,
        "Forbidden",
        "configmaps \"late\" is forbidden: unable to create new content in namespace "
            + namespace
            + " because it is being terminated");
    assertThat(refused.string("details/causes/0/reason")).isEqualTo("NamespaceTerminating");
    api.post("/api/v1/namespaces", "{'metadata':{'name':'" + namespace + "'}}").expect(409);
    ClusterClient.await(
        "a marked ConfigMap",
        () -> api.get(home + "/configmaps/a").hasMetadata("deletionTimestamp"));
    api.patch(MERGE, home + "/configmaps/a", "{'metadata':{'finalizers':null}}").expect(200);
    ClusterClient.await("gone", () -> api.get(home).status() == 404);
  }

  @Test
  final void namespace_ofTheSystem_cannotBeDeleted() {
    api.delete("/api/v1/namespaces/default")
        .expectFailure(
            403,
            "Forbidden",
            "namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Test
  final void definition_whenEstablished_isDiscovered() {
    String group = establish(true);
    Reply definition = api.get(CRDS + "/widgets." + group).expect(200);
    JsonArray conditions = definition.at("status/conditions").getAsJsonArray();
    assertThat(named(conditions, "type", "Established").get("status").getAsString())
        .isEqualTo("True");
    assertThat(definition.string("status/acceptedNames/singular")).isEqualTo("widget");
    assertThat(definition.string("status/storedVersions/0")).isEqualTo("v1");
    ClusterClient.await(
        "in discovery", () -> api.get("/apis").text().contains("\"" + group + "\""));
    JsonArray resources = api.get("/apis/" + group + "/v1").at("resources").getAsJsonArray();
    named(resources, "name", "widgets");
    named(resources, "name", "widgets/status");
  }

  @Test
  final void definition_whenDeleted_takesItsResourcesAlong() {
    String group = establish(false);
    api.post(widgets(group), widget(group, "'metadata':{'name':'a'}")).expect(201);
    api.delete(CRDS + "/widgets." + group).expect(200);
    ClusterClient.await("gone", () -> api.get(CRDS + "/widgets." + group).status() == 404);
    ClusterClient.await("not served", () -> api.get(widgets(group)).status() == 404);
  }

  @Test
  final void customResource_withStatusSubresource_takesStatusOnlyThere() {
    String group = establish(true);
    String body = widget(group, "'metadata':{'name':'a'},'spec':{'n':1},'status':{'x':1}");
    Reply created = api.post(widgets(group), body).expect(201);
    assertThat(created.json().has("status")).isFalse();
    assertThat(created.string("metadata/generation")).isEqualTo("1");
    Reply patched =
        api.patch(
                MERGE, widgets(group) + "/a/status", "{'spec':{'n':2},'status':{'phase':'Ready'}}")
            .expect(200);
    assertThat(patched.string("status/phase")).isEqualTo("Ready");
    assertThat(patched.string("spec/n")).isEqualTo("1");
    Reply changed =
        api.patch(MERGE, widgets(group) + "/a", "{'spec':{'n':3},'status':{'phase':'Lost'}}")
            .expect(200);
    assertThat(changed.string("status/phase")).isEqualTo("Ready");
    assertThat(changed.string("metadata/generation")).isEqualTo("2");
  }

  @Test
  final void customResource_withoutStatusSubresource_keepsItsStatusAndNulls() {
    String group = establish(false);
    String body =
        widget(group, "'metadata':{'name':'a'},'spec':{'z':null,'b':1},'status':{'x':1},'odd':1");
    Reply created = api.post(widgets(group), body).expect(201);
    assertThat(created.string("status/x")).isEqualTo("1");
    assertThat(created.at("spec").toString()).isEqualTo("{\"b\":1,\"z\":null}");
    assertThat(created.json().has("odd")).isFalse();
    assertThat(api.get(widgets(group) + "/a/status").expect(404).string("reason"))
        .isEqualTo("NotFound");
  }

  @Test
  final void customResource_replacedWithoutResourceVersion_isInvalid() {
    String group = establish(false);
    String body = widget(group, "'metadata':{'name':'a'}");
    api.post(widgets(group), body).expect(201);
    api.put(widgets(group) + "/a", body)
        .expectFailure(
            422,
            "Invalid",
            "widgets."
                + group
                + " \"a\" is invalid: metadata.resourceVersion: Invalid value: 0: must be"
                + " specified for an update");
  }

  @Test
  final void customResource_withoutKind_isBadRequest() {
    String group = establish(false);
    Reply refused = api.post(widgets(group), "{'metadata':{'name':'a'}}").expect(400);
    assertThat(refused.string("message"))
        .startsWith("the object provided is unrecognized (must be of type Widget)");
  }

  @Test
  final void service_withTakenClusterIp_isInvalid() {
    String ports = "'ports':[{'port':80}]";
    Reply first =
        api.post(home + "/services", "{'metadata':{'name':'a'},'spec':{" + ports + "}}")
            .expect(201);
    String address = first.string("spec/clusterIP");
    assertThat(address).matches("[0-9.]+");
    assertThat(first.string("spec/clusterIPs/0")).isEqualTo(address);
    Reply refused =
        api.post(
            home + "/services",
            "{'metadata':{'name':'b'},'spec':{'clusterIP':'" + address + "'," + ports + "}}");
    refused.expectFailure(
        422,
        "Invalid",
        String.format(
            Locale.ROOT,
            "Service \"b\" is invalid: spec.clusterIPs: Invalid value: [\"%s\"]: failed to"
                + " allocate IP %s: provided IP is already allocated",
            address,
            address));
  }

  @Test
  final void service_ofTypeNodePort_getsItsPortAndKeepsItForItself() {
    Reply first =
        api.post(
                home + "/services",
                "{'metadata':{'name':'a'},'spec':{'type':'NodePort','ports':[{'port':80}]}}")
            .expect(201);
    String port = first.string("spec/ports/0/nodePort");
    assertThat(Integer.parseInt(port)).isBetween(30_000, 32_767);
    Reply refused =
        api.post(
            home + "/services",
            "{'metadata':{'name':'b'},'spec':{'type':'NodePort','ports':[{'port':80,'nodePort':"
                + port
                + "}]}}");
    assertThat(refused.expect(422).string("message"))
        .endsWith("Invalid value: " + port + ": provided port is already allocated");
  }

  @Test
  final void pod_withMissingServiceAccount_isForbidden() {
    Reply refused =
        api.post(
            home + "/pods",
            "{'metadata':{'name':'a'},'spec':{'serviceAccountName':'none','containers':[{'name':"
                + "'c','image':'i'}]}}");
    refused.expectFailure(
        403,
        "Forbidden",
        "pods \"a\" is forbidden: error looking up service account "
            + namespace
            + "/none: serviceaccount \"none\" not found");
  }

  @Test
  final void watch_ofNamespace_reportsWhatChanged() {
    String since = createMap("a", "").string("metadata/resourceVersion");
    createMap("b", "");
    api.delete(home + "/configmaps/a").expect(200);
    String events =
        api.get(
                home
                    + "/configmaps?watch=true&timeoutSeconds=1&fieldSelector="
                    + encoded("metadata.name!=kube-root-ca.crt")
                    + "&resourceVersion="
                    + since)
            .expect(200)
            .text();
    List<String> lines = events.lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\"");
    assertThat(lines.get(1)).startsWith("{\"type\":\"DELETED\"").contains("\"name\":\"a\"");
  }
}
