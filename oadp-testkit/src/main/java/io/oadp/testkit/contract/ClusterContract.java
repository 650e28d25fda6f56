// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How a Kubernetes API server answers, as far as backup and restore rely on it: each case states
 * one behaviour by plain HTTP. It holds the fake cluster and the real server to the same answers.
 * Every case works in a namespace of its own with a random name and removes it again.
 */
public abstract class ClusterContract extends ClusterPatchCases {
  /** Creates the suite; JUnit makes one instance per case. */
  protected ClusterContract() {}

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
