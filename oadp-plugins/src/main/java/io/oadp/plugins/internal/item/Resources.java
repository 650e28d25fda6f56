// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

/**
 * The resources that the actions deal with. The group is always given: a short name can mean
 * another resource where a cluster serves two of that name, as OpenShift does for role bindings.
 */
final class Resources {
  static final String API_SERVICES = "apiservices.apiregistration.k8s.io";
  static final String CLAIMS = "persistentvolumeclaims";
  static final String CLUSTER_ROLE_BINDINGS = "clusterrolebindings.rbac.authorization.k8s.io";
  static final String CLUSTER_ROLES = "clusterroles.rbac.authorization.k8s.io";
  static final String CRDS = "customresourcedefinitions.apiextensions.k8s.io";
  static final String JOBS = "jobs.batch";
  static final String MUTATING_WEBHOOKS =
      "mutatingwebhookconfigurations.admissionregistration.k8s.io";
  static final String PODS = "pods";
  static final String PRIORITY_CLASSES = "priorityclasses.scheduling.k8s.io";
  static final String ROLE_BINDINGS = "rolebindings.rbac.authorization.k8s.io";
  static final String SECRETS = "secrets";
  static final String SERVICE_ACCOUNTS = "serviceaccounts";
  static final String SERVICES = "services";
  static final String VALIDATING_WEBHOOKS =
      "validatingwebhookconfigurations.admissionregistration.k8s.io";
  static final String VOLUMES = "persistentvolumes";

  private Resources() {}
}
