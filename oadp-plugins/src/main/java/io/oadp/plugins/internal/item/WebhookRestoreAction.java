// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import java.util.List;
import java.util.Set;

/**
 * Velero's {@code velero.io/admission-webhook-configuration}: gives webhooks side effects that v1
 * accepts. Those once created through v1beta1 may still say {@code Unknown} or {@code Some}.
 */
final class WebhookRestoreAction implements RestoreItemAction {
  private static final Set<String> ACCEPTED = Set.of("None", "NoneOnDryRun");

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.MUTATING_WEBHOOKS, Resources.VALIDATING_WEBHOOKS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem configuration = input.item();
    if (!configuration.kind().apiVersion().equals("admissionregistration.k8s.io/v1")) {
      return RestoreItemResult.unchanged();
    }
    List<String> wrong =
        configuration.find("/webhooks/*").stream()
            .filter(webhook -> Edits.isObject(configuration, webhook))
            .map(webhook -> webhook + "/sideEffects")
            .filter(effects -> configuration.text(effects).filter(ACCEPTED::contains).isEmpty())
            .toList();
    return wrong.isEmpty()
        ? RestoreItemResult.unchanged()
        : RestoreItemResult.changed(
            configuration.edit(edit -> wrong.forEach(effects -> edit.set(effects, "None"))));
  }
}
