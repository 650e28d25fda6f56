// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/**
 * Velero's {@code velero.io/cluster-role-bindings} and {@code velero.io/role-bindings}: maps the
 * namespaces of the subjects. Names of users and groups stay, even those that contain a namespace.
 */
final class SubjectsRestoreAction implements RestoreItemAction {
  private final String bindings;

  /**
   * @param bindings the resource
   */
  SubjectsRestoreAction(String bindings) {
    this.bindings = bindings;
  }

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(bindings);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem binding = input.item();
    return Edits.restore(binding, binding.edit(edit -> map(binding, edit, input)));
  }

  private static void map(KubernetesItem binding, ItemEdit edit, RestoreItemInput input) {
    for (String place : binding.find("/subjects/*/namespace")) {
      binding
          .text(place)
          .filter(namespace -> !namespace.isEmpty())
          .ifPresent(namespace -> edit.set(place, input.mapNamespace(namespace)));
    }
  }
}
