// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.contract;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.testkit.contract.ClusterClient.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the cases of {@link ClusterContract} share: the hooks, a namespace for each case, helpers.
 */
abstract class ClusterCases {
  static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  @SuppressWarnings("NullAway.Init") // set before each case
  ClusterClient api;

  String namespace = "";
  String home = "";
  final List<String> leftovers = new ArrayList<>();

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

  /** Lets the garbage collector work; does nothing where it works by itself. */
  protected void collectGarbage() {}

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

  static String random() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  Reply createMap(String name, String labels) {
    String body = "{'metadata':{'name':'" + name + "','labels':{" + labels + "}},'data':{'k':'v'}}";
    return api.post(home + "/configmaps", body).expect(201);
  }

  List<String> names(String query) {
    return names(api.get(home + "/configmaps?" + query).expect(200));
  }

  static List<String> names(Reply list) {
    return StreamSupport.stream(list.items().spliterator(), false)
        .map(i -> i.getAsJsonObject().getAsJsonObject("metadata").get("name").getAsString())
        .filter(n -> !n.equals("kube-root-ca.crt"))
        .toList();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static JsonObject named(JsonArray all, String key, String name) {
    for (JsonElement e : all) {
      if (e.getAsJsonObject().has(key) && e.getAsJsonObject().get(key).getAsString().equals(name)) {
        return e.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + name + " in " + all);
  }

  /** Creates a CRD of a group of its own and waits until its resources can be listed. */
  String establish(boolean statusSubresource) {
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

  String widgets(String group) {
    return "/apis/" + group + "/v1/namespaces/" + namespace + "/widgets";
  }

  static String widget(String group, String rest) {
    return "{'apiVersion':'" + group + "/v1','kind':'Widget'," + rest + "}";
  }
}
