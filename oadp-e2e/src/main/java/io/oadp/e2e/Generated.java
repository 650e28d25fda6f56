// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/** What the control plane makes up for each object, so that no two creations give the same. */
final class Generated {
  private static final JsonPrimitive ALLOCATED = new JsonPrimitive("(allocated)");

  private Generated() {}

  static void forget(LiveState.Reader reader) {
    for (String labels :
        List.of(
            "/metadata/labels", "/spec/selector/matchLabels", "/spec/template/metadata/labels")) {
      reader.ignoring("jobs.batch", labels + "/batch.kubernetes.io~1controller-uid");
      reader.ignoring("jobs.batch", labels + "/controller-uid");
    }
    reader.ignoring(
        "endpoints", "/metadata/annotations/endpoints.kubernetes.io~1last-change-trigger-time");
    // Objects of controllers can lose their owner in a restore; their labels still tell.
    reader.excluding("pods", pod -> hasLabel(pod, "batch.kubernetes.io/controller-uid", ""));
    reader.excluding(
        "endpointslices.discovery.k8s.io",
        slice ->
            hasLabel(
                slice,
                "endpointslice.kubernetes.io/managed-by",
                "endpointslice-controller.k8s.io"));
    reader.normalising("services", Generated::forgetAddresses);
    reader.normalising("pods", Generated::forgetTokenVolumes);
    reader.normalising("secrets", Generated::forgetToken);
  }

  private static boolean hasLabel(JsonObject object, String name, String value) {
    JsonObject labels = object.getAsJsonObject("metadata").getAsJsonObject("labels");
    JsonElement actual = labels == null ? null : labels.get(name);
    return actual != null && (value.isEmpty() || actual.getAsString().equals(value));
  }

  static void forgetRestoreLabels(JsonObject object) {
    JsonObject metadata = object.getAsJsonObject("metadata");
    JsonObject labels = metadata.getAsJsonObject("labels");
    if (labels != null) {
      labels.remove("velero.io/backup-name");
      labels.remove("velero.io/restore-name");
      if (labels.isEmpty()) {
        metadata.remove("labels"); // as it was before there were any
      }
    }
  }

  private static void forgetAddresses(JsonObject service) {
    JsonObject spec = service.getAsJsonObject("spec");
    if (spec.has("clusterIP") && !spec.get("clusterIP").getAsString().equals("None")) {
      spec.add("clusterIP", ALLOCATED);
      JsonArray addresses = spec.getAsJsonArray("clusterIPs");
      for (int i = 0; i < addresses.size(); i++) {
        addresses.set(i, ALLOCATED);
      }
    }
    if (spec.has("ports")) {
      for (JsonElement port : spec.getAsJsonArray("ports")) {
        if (port.getAsJsonObject().has("nodePort")) {
          port.getAsJsonObject().add("nodePort", ALLOCATED);
        }
      }
    }
  }

  /** The volume that admission adds for the account's token has a random name, and mounts. */
  private static void forgetTokenVolumes(JsonObject pod) {
    JsonObject spec = pod.getAsJsonObject("spec");
    renameTokenVolume(spec, "volumes");
    for (String containers : List.of("containers", "initContainers")) {
      if (spec.has(containers)) {
        spec.getAsJsonArray(containers)
            .forEach(container -> renameTokenVolume(container.getAsJsonObject(), "volumeMounts"));
      }
    }
  }

  private static void renameTokenVolume(JsonObject parent, String list) {
    if (!parent.has(list)) {
      return;
    }
    for (JsonElement element : parent.getAsJsonArray(list)) {
      if (element.getAsJsonObject().get("name").getAsString().startsWith("kube-api-access-")) {
        element.getAsJsonObject().addProperty("name", "kube-api-access");
      }
    }
  }

  /** Only whether the control plane filled the Secret counts. */
  private static void forgetToken(JsonObject secret) {
    if (secret.get("type").getAsString().equals("kubernetes.io/service-account-token")) {
      JsonObject data = secret.getAsJsonObject("data");
      if (data != null) {
        data.keySet().forEach(key -> data.add(key, ALLOCATED));
      }
      JsonObject annotations = secret.getAsJsonObject("metadata").getAsJsonObject("annotations");
      annotations.remove("kubernetes.io/service-account.uid");
    }
  }
}
