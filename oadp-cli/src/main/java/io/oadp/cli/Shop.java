// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The little shop of the demonstration. Nothing in it starts anything on a real cluster: no
 * replicas, a suspended CronJob, and a claim that no volume can ever match.
 */
final class Shop {
  static final String DEMO_LABEL = "oadp.io/demo";
  static final String ORDERS = "orders.shop.example.com";
  static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

  private static final List<String> NAMESPACED =
      List.of(
          """
          {"apiVersion":"v1","kind":"ServiceAccount",
           "metadata":{"name":"shop","namespace":"NS","labels":{"app":"shop"}}}\
          """,
          """
          {"apiVersion":"v1","kind":"ConfigMap",
           "metadata":{"name":"settings","namespace":"NS","labels":{"app":"shop"}},
           "data":{"currency":"EUR","motto":"<fresh & near>"}}\
          """,
          """
          {"apiVersion":"v1","kind":"ConfigMap",
           "metadata":{"name":"prices","namespace":"NS","labels":{"app":"shop"},
                       "annotations":{"shop.example.com/valid-from":"2026-01-01"}},
           "data":{"apple":"0.40","bread":"3.20","cheese":"7.90"}}\
          """,
          """
          {"apiVersion":"v1","kind":"ConfigMap",
           "metadata":{"name":"logo","namespace":"NS","labels":{"app":"shop"}},
           "binaryData":{"logo.gif":"R0lGODlhAQABAAAAACw="}}\
          """,
          """
          {"apiVersion":"v1","kind":"Secret","type":"Opaque",
           "metadata":{"name":"payment","namespace":"NS","labels":{"app":"shop"}},
           "data":{"key":"bm90LWEtcmVhbC1rZXk="}}\
          """,
          """
          {"apiVersion":"v1","kind":"Service",
           "metadata":{"name":"shop","namespace":"NS","labels":{"app":"shop"}},
           "spec":{"selector":{"app":"shop"},
                   "ports":[{"name":"http","port":80,"targetPort":8080,"protocol":"TCP"}]}}\
          """,
          """
          {"apiVersion":"v1","kind":"PersistentVolumeClaim",
           "metadata":{"name":"orders","namespace":"NS","labels":{"app":"shop"}},
           "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"",
                   "selector":{"matchLabels":{"oadp.io/demo":"no-volume-has-this"}},
                   "resources":{"requests":{"storage":"1Gi"}}}}\
          """,
          """
          {"apiVersion":"apps/v1","kind":"Deployment",
           "metadata":{"name":"shop","namespace":"NS","labels":{"app":"shop"}},
           "spec":{"replicas":0,"selector":{"matchLabels":{"app":"shop"}},
                   "template":{"metadata":{"labels":{"app":"shop"}},
                     "spec":{"serviceAccountName":"shop",
                       "containers":[{"name":"web","image":"registry.k8s.io/pause:3.10",
                         "envFrom":[{"configMapRef":{"name":"settings"}}],
                         "volumeMounts":[{"name":"orders","mountPath":"/orders"}]}],
                       "volumes":[{"name":"orders",
                         "persistentVolumeClaim":{"claimName":"orders"}}]}}}}\
          """,
          """
          {"apiVersion":"batch/v1","kind":"CronJob",
           "metadata":{"name":"stocktaking","namespace":"NS","labels":{"app":"shop"}},
           "spec":{"schedule":"0 3 * * *","suspend":true,"jobTemplate":{"spec":{"template":{
             "spec":{"restartPolicy":"Never","containers":[
               {"name":"count","image":"registry.k8s.io/pause:3.10"}]}}}}}}\
          """);

  private static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"orders.shop.example.com"},
       "spec":{"group":"shop.example.com","scope":"Namespaced",
         "names":{"plural":"orders","singular":"order","kind":"Order","listKind":"OrderList"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
           "type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}\
      """;

  private static final List<String> CUSTOM =
      List.of(
          """
          {"apiVersion":"shop.example.com/v1","kind":"Order",
           "metadata":{"name":"order-1","namespace":"NS"},
           "spec":{"customer":"Ada","total":11.10,"voucher":null,"lines":["bread","cheese"]}}\
          """,
          """
          {"apiVersion":"shop.example.com/v1","kind":"Order",
           "metadata":{"name":"order-2","namespace":"NS"},
           "spec":{"customer":"Grace","total":0.40,"lines":["apple"]}}\
          """,
          """
          {"apiVersion":"shop.example.com/v1","kind":"Order",
           "metadata":{"name":"order-3","namespace":"NS"},
           "spec":{"customer":"Edsger","total":12345678901234567890,"lines":[]}}\
          """);

  private static final List<String> RESOURCES =
      List.of(
          "serviceaccounts",
          "configmaps",
          "configmaps",
          "configmaps",
          "secrets",
          "services",
          "persistentvolumeclaims",
          "deployments.apps",
          "cronjobs.batch");

  private final String namespace;
  private final boolean customResources;

  /**
   * @param customResources whether it also has a custom resource definition, which is outside of
   *     its namespace
   */
  Shop(String namespace, boolean customResources) {
    this.namespace = namespace;
    this.customResources = customResources;
  }

  String namespace() {
    return namespace;
  }

  boolean hasCustomResources() {
    return customResources;
  }

  ResourceIdentifier namespaceId() {
    return ResourceIdentifier.clusterScoped("namespaces", namespace);
  }

  ResourceIdentifier definitionId() {
    return ResourceIdentifier.clusterScoped(DEFINITIONS, ORDERS);
  }

  KubernetesItem namespaceItem() {
    return item(
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"NS\",\"labels\":{\""
            + DEMO_LABEL
            + "\":\"true\"}}}");
  }

  KubernetesItem definition() {
    return item(DEFINITION);
  }

  /** What is in the namespace, apart from the custom resources. */
  List<KubernetesItem> items() {
    return NAMESPACED.stream().map(this::item).toList();
  }

  List<KubernetesItem> orders() {
    return customResources ? CUSTOM.stream().map(this::item).toList() : List.of();
  }

  /** Everything that must be back in the end. */
  List<ResourceIdentifier> identifiers() {
    List<ResourceIdentifier> ids = new ArrayList<>();
    ids.add(namespaceId());
    if (customResources) {
      ids.add(definitionId());
    }
    List<KubernetesItem> items = items();
    for (int i = 0; i < items.size(); i++) {
      ids.add(ResourceIdentifier.of(RESOURCES.get(i), namespace, items.get(i).name()));
    }
    orders().forEach(order -> ids.add(ResourceIdentifier.of(ORDERS, namespace, order.name())));
    return ids;
  }

  private KubernetesItem item(String json) {
    String text = json.replace("\"NS\"", '"' + namespace + '"');
    return KubernetesItem.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
