// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/**
 * Velero's {@code velero.io/service-account}: takes the account's own token secrets off its list,
 * since {@link SecretRestoreAction} leaves them out. All of them, not only the last.
 */
final class ServiceAccountRestoreAction implements RestoreItemAction {
  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.SERVICE_ACCOUNTS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem account = input.item();
    String prefix = account.name() + "-token-";
    return Edits.restore(
        account,
        account.edit(
            edit ->
                Edits.removeEntries(
                    account,
                    edit,
                    "/secrets",
                    entry ->
                        account
                            .text(entry + "/name")
                            .filter(name -> name.startsWith(prefix))
                            .isPresent())));
  }
}
