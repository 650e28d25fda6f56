// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import static io.oadp.testkit.contract.ClusterClient.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.oadp.testkit.contract.ClusterClient.Reply;
import org.junit.jupiter.api.Test;

/**
 * The cases of {@link ClusterContract} about users with few rights. Roles and bindings give the
 * rights, and the requests are made in the user's name by impersonation.
 */
abstract class ClusterRightsCases extends ClusterWatchCases {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1";

  private String user = "";

  /** A user whose role in the namespace holds the given rules. */
  private ClusterClient userWith(String rules) {
    String below = RBAC + "/namespaces/" + namespace;
    api.post(below + "/roles", "{'metadata':{'name':'r'},'rules':[" + rules + "]}").expect(201);
    bind(below + "/rolebindings", "Role", "r");
    return api.as(user);
  }

  private void bind(String path, String kind, String role) {
    user = user.isEmpty() ? "user-" + random() : user;
    String name = "b-" + random();
    api.post(
            path,
            "{'metadata':{'name':'"
                + name
                + "'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'"
                + kind
                + "','name':'"
                + role
                + "'},'subjects':[{'apiGroup':'rbac.authorization.k8s.io','kind':'User','name':'"
                + user
                + "'}]}")
        .expect(201);
    if (kind.equals("ClusterRole")) {
      leftovers.add(path + "/" + name);
    }
  }

  private ClusterClient reader() {
    ClusterClient reader =
        userWith("{'apiGroups':[''],'resources':['configmaps'],'verbs':['get','list']}");
    awaitAllowed(reader, "list", "configmaps", namespace);
    return reader;
  }

  private static String question(String verb, String resource, String where) {
    return "{'spec':{'resourceAttributes':{'verb':'"
        + verb
        + "','resource':'"
        + resource
        + "','namespace':'"
        + where
        + "'}}}";
  }

  private static boolean allowed(ClusterClient who, String verb, String resource, String where) {
    return who.post(REVIEWS + "/selfsubjectaccessreviews", question(verb, resource, where))
        .expect(201)
        .at("status/allowed")
        .getAsBoolean();
  }

  private static void awaitAllowed(ClusterClient who, String verb, String resource, String where) {
    ClusterClient.await("a right to " + verb, () -> allowed(who, verb, resource, where));
  }

  private void expectForbidden(Reply reply, String subject, String verb, String rest) {
    reply.expectFailure(
        403,
        "Forbidden",
        subject + " is forbidden: User \"" + user + "\" cannot " + verb + " resource " + rest);
  }

  private String here(String resource) {
    return "\"" + resource + "\" in API group \"\" in the namespace \"" + namespace + "\"";
  }

  @Test
  final void user_withRightToRead_reads() {
    createMap("a", "");
    ClusterClient reader = reader();
    assertThat(names(reader.get(home + "/configmaps").expect(200))).containsExactly("a");
    reader.get(home + "/configmaps/a").expect(200);
  }

  @Test
  final void user_withoutRightToWatch_isForbidden() {
    Reply refused = reader().get(home + "/configmaps?watch=1&timeoutSeconds=1");
    expectForbidden(refused, "configmaps", "watch", here("configmaps"));
    assertThat(refused.at("details").toString()).isEqualTo("{\"kind\":\"configmaps\"}");
  }

  @Test
  final void user_withoutRightToCreate_isForbiddenWithoutAName() {
    Reply refused = reader().post(home + "/configmaps", "{'metadata':{'name':'a'}}");
    expectForbidden(refused, "configmaps", "create", here("configmaps"));
  }

  @Test
  final void user_withoutRightToChange_isForbiddenWithTheName() {
    ClusterClient reader = reader();
    expectForbidden(
        reader.put(home + "/configmaps/a", "{'metadata':{'name':'a'}}"),
        "configmaps \"a\"",
        "update",
        here("configmaps"));
    expectForbidden(
        reader.patch(MERGE, home + "/configmaps/a", "{}"),
        "configmaps \"a\"",
        "patch",
        here("configmaps"));
  }

  @Test
  final void user_withoutRightToDelete_isForbidden() {
    ClusterClient reader = reader();
    Reply refused = reader.delete(home + "/configmaps/a");
    expectForbidden(refused, "configmaps \"a\"", "delete", here("configmaps"));
    assertThat(refused.string("details/name")).isEqualTo("a");
    expectForbidden(
        reader.delete(home + "/configmaps"), "configmaps", "deletecollection", here("configmaps"));
  }

  @Test
  final void user_inOtherNamespace_isForbidden() {
    expectForbidden(
        reader().get("/api/v1/namespaces/default/configmaps"),
        "configmaps",
        "list",
        "\"configmaps\" in API group \"\" in the namespace \"default\"");
  }

  @Test
  final void user_acrossNamespaces_isForbiddenAtTheClusterScope() {
    expectForbidden(
        reader().get("/api/v1/configmaps"),
        "configmaps",
        "list",
        "\"configmaps\" in API group \"\" at the cluster scope");
  }

  @Test
  final void user_readingItsNamespace_isForbiddenInIt() {
    ClusterClient reader = reader();
    expectForbidden(
        reader.get(home), "namespaces \"" + namespace + "\"", "get", here("namespaces"));
    expectForbidden(
        reader.get("/api/v1/namespaces"),
        "namespaces",
        "list",
        "\"namespaces\" in API group \"\" at the cluster scope");
  }

  @Test
  final void user_ofNamedGroup_isForbiddenWithTheGroup() {
    Reply refused = reader().get("/apis/apps/v1/namespaces/" + namespace + "/deployments/x");
    expectForbidden(
        refused,
        "deployments.apps \"x\"",
        "get",
        "\"deployments\" in API group \"apps\" in the namespace \"" + namespace + "\"");
    assertThat(refused.string("details/group")).isEqualTo("apps");
  }

  @Test
  final void user_ofSubresource_isForbiddenWithItsPath() {
    expectForbidden(
        reader().get(home + "/pods/x/status"), "pods \"x\"", "get", here("pods/status"));
  }

  @Test
  final void user_ofUnknownResource_isForbiddenRatherThanNotFound() {
    ClusterClient reader = reader();
    expectForbidden(reader.get(home + "/nosuch"), "nosuch", "list", here("nosuch"));
    expectForbidden(
        reader.get("/apis/no.such/v1/things"),
        "things.no.such",
        "list",
        "\"things\" in API group \"no.such\" at the cluster scope");
  }

  @Test
  final void user_ofOtherPath_isForbidden() {
    reader()
        .get("/metrics")
        .expectFailure(
            403, "Forbidden", "forbidden: User \"" + user + "\" cannot get path \"/metrics\"");
  }

  @Test
  final void user_withoutRights_readsDiscovery() {
    ClusterClient nobody = api.as("nobody-" + random());
    nobody.get("/api").expect(200);
    nobody.get("/apis").expect(200);
    nobody.get("/apis/apps/v1").expect(200);
    nobody.get("/version").expect(200);
  }

  @Test
  final void nobody_withoutToken_isAnonymous() {
    api.getWithToken("", home + "/configmaps")
        .expectFailure(
            403,
            "Forbidden",
            "configmaps is forbidden: User \"system:anonymous\" cannot list resource "
                + here("configmaps"));
    api.getWithToken("", "/api")
        .expectFailure(
            403, "Forbidden", "forbidden: User \"system:anonymous\" cannot get path \"/api\"");
    api.getWithToken("", "/version").expect(200);
  }

  @Test
  final void user_withResourceNames_readsThoseOnly() {
    createMap("a", "");
    createMap("b", "");
    ClusterClient reader =
        userWith(
            "{'apiGroups':[''],'resources':['configmaps'],'resourceNames':['a'],'verbs':['get']}");
    ClusterClient.await("a right", () -> reader.get(home + "/configmaps/a").status() == 200);
    expectForbidden(
        reader.get(home + "/configmaps/b"), "configmaps \"b\"", "get", here("configmaps"));
  }

  @Test
  final void user_withStars_doesEverythingInTheNamespaceOnly() {
    ClusterClient owner = userWith("{'apiGroups':['*'],'resources':['*'],'verbs':['*']}");
    awaitAllowed(owner, "create", "configmaps", namespace);
    owner.post(home + "/configmaps", "{'metadata':{'name':'a'}}").expect(201);
    owner.get(home).expect(200);
    owner.delete(home + "/configmaps/a").expect(200);
    owner.get("/api/v1/nodes").expect(403);
  }

  @Test
  final void user_withClusterRole_readsEverywhere() {
    String role = "contract-" + random();
    leftovers.add(RBAC + "/clusterroles/" + role);
    api.post(
            RBAC + "/clusterroles",
            "{'metadata':{'name':'"
                + role
                + "'},'rules':[{'apiGroups':[''],'resources':['configmaps'],'verbs':['list']}]}")
        .expect(201);
    bind(RBAC + "/clusterrolebindings", "ClusterRole", role);
    ClusterClient reader = api.as(user);
    awaitAllowed(reader, "list", "configmaps", "");
    reader.get("/api/v1/configmaps?limit=1").expect(200);
    reader.get(home + "/configmaps").expect(200);
    reader.get("/api/v1/secrets").expect(403);
  }

  @Test
  final void user_withClusterRoleBoundInANamespace_readsThereOnly() {
    String role = "contract-" + random();
    leftovers.add(RBAC + "/clusterroles/" + role);
    api.post(
            RBAC + "/clusterroles",
            "{'metadata':{'name':'"
                + role
                + "'},'rules':[{'apiGroups':[''],'resources':['secrets'],'verbs':['list']}]}")
        .expect(201);
    bind(RBAC + "/namespaces/" + namespace + "/rolebindings", "ClusterRole", role);
    ClusterClient reader = api.as(user);
    awaitAllowed(reader, "list", "secrets", namespace);
    reader.get(home + "/secrets").expect(200);
    reader.get("/api/v1/secrets").expect(403);
  }

  @Test
  final void user_actingForAnother_isForbidden() {
    String account = "system:serviceaccount:" + namespace + ":default";
    assertThat(api.as(account).get(home + "/secrets").expect(403).string("message"))
        .startsWith("secrets is forbidden: User \"" + account + "\" cannot list");
  }

  @Test
  final void accessReview_ofUser_tellsWhatIsAllowedAndWhy() {
    ClusterClient reader = reader();
    Reply yes =
        reader.post(
            REVIEWS + "/selfsubjectaccessreviews", question("list", "configmaps", namespace));
    assertThat(yes.string("status/reason"))
        .isEqualTo(
            "RBAC: allowed by RoleBinding \""
                + api.get(RBAC + "/namespaces/" + namespace + "/rolebindings")
                    .string("items/0/metadata/name")
                + "/"
                + namespace
                + "\" of Role \"r\" to User \""
                + user
                + "\"");
    Reply no =
        reader.post(
            REVIEWS + "/selfsubjectaccessreviews", question("create", "configmaps", namespace));
    assertThat(no.at("status").toString()).isEqualTo("{\"allowed\":false}");
    assertThat(allowed(api, "create", "configmaps", namespace)).isTrue();
  }

  @Test
  final void accessReview_withoutAttributes_isInvalid() {
    Reply refused = api.post(REVIEWS + "/selfsubjectaccessreviews", "{'spec':{}}");
    refused.expectFailure(
        422,
        "Invalid",
        ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes: Invalid value: null:"
            + " exactly one of nonResourceAttributes or resourceAttributes must be specified");
  }

  @Test
  final void accessReview_ofPath_isAnswered() {
    Reply asked =
        api.as("nobody-" + random())
            .post(
                REVIEWS + "/selfsubjectaccessreviews",
                "{'spec':{'nonResourceAttributes':{'verb':'get','path':'/metrics'}}}")
            .expect(201);
    assertThat(asked.at("status/allowed").getAsBoolean()).isFalse();
  }

  @Test
  final void rulesReview_ofUser_listsItsRules() {
    Reply rules =
        reader()
            .post(
                REVIEWS + "/selfsubjectrulesreviews", "{'spec':{'namespace':'" + namespace + "'}}")
            .expect(201);
    JsonArray all = rules.at("status/resourceRules").getAsJsonArray();
    assertThat(all)
        .extracting(JsonElement::toString)
        .contains(
            "{\"verbs\":[\"get\",\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"]}");
    assertThat(rules.at("status/incomplete").getAsBoolean()).isFalse();
  }

  @Test
  final void selfReview_ofUser_tellsNameAndGroups() {
    Reply self =
        api.as("someone")
            .post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}")
            .expect(201);
    assertThat(self.string("status/userInfo/username")).isEqualTo("someone");
    assertThat(self.at("status/userInfo/groups").toString())
        .isEqualTo("[\"system:authenticated\"]");
  }
}
