// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/**
 * Velero's {@code velero.io/service}: gives back the addresses and ports that a cluster had
 * assigned, so that the target assigns its own. A headless service stays headless, and ports that
 * somebody chose stay ({@link ChosenPorts}).
 */
final class ServiceRestoreAction implements RestoreItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.SERVICES);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem service = input.item();
    boolean preserveNodePorts =
        input.run().restore().flatMap(r -> r.spec().preserveNodePorts()).orElse(false);
    boolean hasPorts = service.text("/spec/type").filter("ExternalName"::equals).isEmpty();
    return Edits.restore(
        service,
        service.edit(
            edit -> {
              if (service.text("/spec/clusterIP").filter("None"::equals).isEmpty()) {
                edit.remove("/spec/clusterIP").remove("/spec/clusterIPs");
              }
              if (hasPorts && !preserveNodePorts) {
                removeAssignedPorts(service, ChosenPorts.of(service, input), edit);
              }
            }));
  }

  private static void removeAssignedPorts(
      KubernetesItem service, ChosenPorts chosen, ItemEdit edit) {
    service.find("/spec/ports/*").stream()
        .filter(port -> !chosen.nodePort(port))
        .forEach(port -> edit.remove(port + "/nodePort"));
    if (service.text("/spec/type").filter("LoadBalancer"::equals).isPresent()
        && service.text("/spec/externalTrafficPolicy").filter("Local"::equals).isPresent()
        && !chosen.healthCheckNodePort()) {
      edit.remove("/spec/healthCheckNodePort");
    }
  }
}
