// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Velero's {@code velero.io/secret}: a token is worth nothing in another cluster. The secret that a
 * cluster made for a service account by itself is left out; from one made by hand the token goes,
 * and the cluster fills in a new one. The account is looked for where the secret goes to, and in
 * the backup, from which it may not be restored yet.
 */
final class SecretRestoreAction implements RestoreItemAction {
  private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
  private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";
  private static final String INFIX = "-token-";

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.SECRETS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem secret = input.item();
    if (secret.text("/type").filter(TOKEN_TYPE::equals).isEmpty()) {
      return RestoreItemResult.unchanged();
    }
    Optional<String> account =
        possibleAccounts(secret).stream().filter(name -> exists(name, input)).findFirst();
    return account
        .map(
            name ->
                RestoreItemResult.skip("the cluster makes the tokens of ServiceAccount " + name))
        .orElseGet(() -> Edits.restore(secret, secret.edit(edit -> removeToken(secret, edit))));
  }

  /** The accounts whose own secret this can be: it is named after the account, then random. */
  private static List<String> possibleAccounts(KubernetesItem secret) {
    List<String> names = new ArrayList<>();
    for (int at = secret.name().indexOf(INFIX);
        at >= 0;
        at = secret.name().indexOf(INFIX, at + 1)) {
      names.add(secret.name().substring(0, at));
    }
    String owner = secret.annotations().getOrDefault(ACCOUNT_NAME, "");
    if (!owner.isEmpty()) {
      names.removeIf(name -> !name.equals(owner));
    }
    names.removeIf(String::isEmpty);
    return names;
  }

  private static boolean exists(String account, RestoreItemInput input) {
    ResourceIdentifier id = input.item().sibling(Resources.SERVICE_ACCOUNTS, account);
    return input.fromBackup(id).isPresent()
        || input.cluster().get(id.inNamespace(input.targetNamespace())).isPresent();
  }

  private static void removeToken(KubernetesItem secret, ItemEdit edit) {
    edit.removeAnnotation(ACCOUNT_UID);
    Edits.removeKeys(secret, edit, "/data", "token", "ca.crt");
  }
}
