// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One served resource in one version. {@code storage} names where its items live: versions of a
 * kind, and the two groups that serve events, share it. {@code schema} is the structural schema of
 * a custom resource in this version, {@code storageSchema} that of the version it is stored in, and
 * {@code scale} says where its replicas are.
 */
record ResourceType(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    String listKind,
    boolean namespaced,
    List<String> verbs,
    List<String> shortNames,
    List<String> categories,
    List<Subresource> subresources,
    boolean custom,
    JsonObject schema,
    JsonObject storageSchema,
    JsonObject scale) {

  /** A part of a resource with its own path, such as {@code status}. */
  record Subresource(String name, String kind, String groupVersion, List<String> verbs) {}

  /** The kinds whose strategy counts generations; custom resources always do. */
  private static final Set<String> WITH_GENERATION =
      Set.of(
          "deployments.apps",
          "daemonsets.apps",
          "statefulsets.apps",
          "replicasets.apps",
          "cronjobs.batch",
          "jobs.batch",
          "ingresses.networking.k8s.io",
          "ingressclasses.networking.k8s.io",
          "networkpolicies.networking.k8s.io",
          "poddisruptionbudgets.policy",
          "customresourcedefinitions.apiextensions.k8s.io",
          "mutatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingwebhookconfigurations.admissionregistration.k8s.io",
          "validatingadmissionpolicies.admissionregistration.k8s.io",
          "validatingadmissionpolicybindings.admissionregistration.k8s.io",
          "mutatingadmissionpolicies.admissionregistration.k8s.io",
          "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
          "endpointslices.discovery.k8s.io",
          "priorityclasses.scheduling.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "csidrivers.storage.k8s.io",
          "pods",
          "replicationcontrollers");

  /** The kinds whose deletion answers with the object rather than with a Status. */
  private static final Set<String> RETURNED_ON_DELETE =
      Set.of(
          "persistentvolumes",
          "persistentvolumeclaims",
          "pods",
          "podtemplates",
          "resourcequotas",
          "services",
          "serviceaccounts");

  /** Whether items are stored in the form of another version. */
  boolean storedOtherwise() {
    return !schema.equals(storageSchema);
  }

  /** This type with the schema of the version in which items are stored. */
  ResourceType stored() {
    return new ResourceType(
        group,
        version,
        plural,
        singular,
        kind,
        listKind,
        namespaced,
        verbs,
        shortNames,
        categories,
        subresources,
        custom,
        storageSchema,
        storageSchema,
        scale);
  }

  String groupVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  String storage() {
    return groupResource().equals("events.events.k8s.io") ? "events" : groupResource();
  }

  boolean hasStatus() {
    return subresource("status");
  }

  boolean subresource(String name) {
    return subresources.stream().anyMatch(s -> s.name().equals(name));
  }

  boolean countsGenerations() {
    return custom || WITH_GENERATION.contains(groupResource());
  }

  boolean returnedOnDelete() {
    return RETURNED_ON_DELETE.contains(groupResource());
  }

  boolean is(String groupResource) {
    return groupResource().equals(groupResource);
  }

  /** The bytes that turn a stored item into an object: they replace its opening brace. */
  byte[] opening() {
    String text =
        custom
            ? "{\"apiVersion\":\"" + groupVersion() + "\","
            : "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + groupVersion() + "\",";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
