// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/**
 * Velero's {@code velero.io/crd-preserve-fields}: says in each schema what v1 does not let a
 * definition say as a whole, that unknown fields are kept.
 */
final class CrdRestoreAction implements RestoreItemAction {
  private static final String WHOLE = "/spec/preserveUnknownFields";

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.CRDS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem definition = input.item();
    return definition.kind().apiVersion().equals("apiextensions.k8s.io/v1")
            && definition.flag(WHOLE).orElse(false)
        ? RestoreItemResult.changed(definition.edit(edit -> move(definition, edit)))
        : RestoreItemResult.unchanged();
  }

  private static void move(KubernetesItem definition, ItemEdit edit) {
    edit.set(WHOLE, false);
    definition.find("/spec/versions/*/schema/openAPIV3Schema").stream()
        .filter(schema -> Edits.isObject(definition, schema))
        .forEach(schema -> edit.set(schema + "/x-kubernetes-preserve-unknown-fields", true));
  }
}
