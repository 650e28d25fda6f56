// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import io.oadp.api.item.KubernetesItem;
import io.oadp.spi.ItemAction;
import io.oadp.testkit.ActionTester;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** One item for each resource that a built-in action wants, with all that the actions look at. */
final class BuiltInSamples {
  private static final Map<String, KubernetesItem> SAMPLES = samples();

  private BuiltInSamples() {}

  /** The names of the built-in actions of a kind. */
  static Stream<String> names(String kind) {
    return registered().names(kind).stream();
  }

  /** A new instance of a built-in action. */
  static ItemAction action(String kind, String name) {
    return registered().action(kind, name);
  }

  private static ActionRecorder registered() {
    ActionRecorder registry = new ActionRecorder();
    new BuiltInPlugins().register(registry);
    return registry;
  }

  /** The resource that an action names first. */
  static String resource(ItemAction action) {
    return action.appliesTo().resources().get(0);
  }

  /** The sample of a resource. */
  static KubernetesItem sample(String resource) {
    KubernetesItem sample = SAMPLES.get(resource);
    if (sample == null) {
      throw new AssertionError("no sample of " + resource + ": add one, for the contract suites");
    }
    return sample;
  }

  /** Puts the whole population into the cluster and the backup. */
  static void prepare(ActionTester tester) {
    SAMPLES.forEach(
        (resource, item) -> {
          tester.live(resource, item);
          tester.inBackup(resource, item);
        });
    tester.serves("priorityclasses.scheduling.k8s.io").serves("persistentvolumes");
  }

  private static Map<String, KubernetesItem> samples() {
    Map<String, KubernetesItem> samples = new LinkedHashMap<>();
    samples.put(
        "pods",
        item(
            "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web','namespace':'shop',"
                + "'labels':{'app':'web'},'annotations':{'a':'b'}},'spec':{'nodeName':'n1',"
                + "'priority':5,'priorityClassName':'high','serviceAccountName':'web',"
                + "'containers':[{'name':'c','image':'i','volumeMounts':[{'name':'web-token-1',"
                + "'mountPath':'/t'},{'name':'data','mountPath':'/d'}]}],"
                + "'initContainers':[{'name':'i','image':'i'}],"
                + "'volumes':[{'name':'web-token-1','secret':{'secretName':'web-token-1'}},"
                + "{'name':'data','persistentVolumeClaim':{'claimName':'data'}}]},"
                + "'status':{'phase':'Running'}}"));
    samples.put(
        "persistentvolumeclaims",
        item(
            "{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'data',"
                + "'namespace':'shop','labels':{'velero.io/volume-group':'g','velero.io/backup-name':'old'},"
                + "'annotations':{'volume.kubernetes.io/selected-node':'n1',"
                + "'volume.beta.kubernetes.io/storage-provisioner':'p'}},"
                + "'spec':{'volumeName':'pv-1','storageClassName':'fast','selector':"
                + "{'matchLabels':{'velero.io/x':'y','k':'v'}},'dataSource':{'kind':'S','name':'s'},"
                + "'resources':{'requests':{'storage':'1Gi'}}},'status':{'phase':'Bound'}}"));
    samples.put(
        "serviceaccounts",
        item(
            "{'apiVersion':'v1','kind':'ServiceAccount','metadata':{'name':'web',"
                + "'namespace':'shop'},'secrets':[{'name':'web-token-1'},{'name':'own'}],"
                + "'imagePullSecrets':[{'name':'pull'}]}"));
    samples.put(
        "secrets",
        item(
            "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'web-own-token',"
                + "'namespace':'shop','annotations':{'kubernetes.io/service-account.name':'web',"
                + "'kubernetes.io/service-account.uid':'u'}},"
                + "'type':'kubernetes.io/service-account-token',"
                + "'data':{'token':'dA==','ca.crt':'Yw==','namespace':'c2hvcA=='}}"));
    samples.put(
        "services",
        item(
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop',"
                + "'annotations':{'kubectl.kubernetes.io/last-applied-configuration':"
                + "'{\\'spec\\':{\\'ports\\':[{\\'name\\':\\'http\\',\\'nodePort\\':30080}]}}'},"
                + "'managedFields':[{'manager':'m','fieldsV1':{'f:spec':{'f:ports':{}}}}]},"
                + "'spec':{'type':'LoadBalancer','clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1'],"
                + "'externalTrafficPolicy':'Local','healthCheckNodePort':31000,"
                + "'ports':[{'name':'http','port':80,'nodePort':30080},{'port':81,'nodePort':30081,"
                + "'protocol':'TCP'}]}}"));
    samples.put(
        "jobs.batch",
        item(
            "{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'load','namespace':'shop'},"
                + "'spec':{'selector':{'matchLabels':{'controller-uid':'u',"
                + "'batch.kubernetes.io/controller-uid':'u'}},'template':{'metadata':{'labels':"
                + "{'controller-uid':'u','app':'load'}}}}}"));
    samples.put(
        "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        item(
            "{'apiVersion':'admissionregistration.k8s.io/v1','kind':'MutatingWebhookConfiguration',"
                + "'metadata':{'name':'hook'},'webhooks':[{'name':'a','sideEffects':'Some'},"
                + "{'name':'b','sideEffects':'None'}]}"));
    samples.put(
        "apiservices.apiregistration.k8s.io",
        item(
            "{'apiVersion':'apiregistration.k8s.io/v1','kind':'APIService','metadata':{"
                + "'name':'v1.apps','labels':{'kube-aggregator.kubernetes.io/automanaged':"
                + "'onstart'}},'spec':{'group':'apps','version':'v1'}}"));
    samples.put(
        "customresourcedefinitions.apiextensions.k8s.io",
        item(
            "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition','metadata':{"
                + "'name':'wheels.shop.example.com'},'spec':{'preserveUnknownFields':true,"
                + "'versions':[{'name':'v1','schema':{'openAPIV3Schema':{'type':'object'}}}]}}"));
    samples.put("clusterrolebindings.rbac.authorization.k8s.io", binding("ClusterRoleBinding", ""));
    samples.put(
        "rolebindings.rbac.authorization.k8s.io", binding("RoleBinding", ",'namespace':'shop'"));
    return samples;
  }

  private static KubernetesItem binding(String kind, String namespace) {
    return item(
        "{'apiVersion':'rbac.authorization.k8s.io/v1','kind':'"
            + kind
            + "','metadata':{'name':'web'"
            + namespace
            + "},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':"
            + "'view'},'subjects':[{'kind':'ServiceAccount','namespace':'shop','name':'web'},"
            + "{'kind':'User','name':'shop:admin'}]}");
  }

  private static KubernetesItem item(String json) {
    return KubernetesItem.parse(
        json.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
