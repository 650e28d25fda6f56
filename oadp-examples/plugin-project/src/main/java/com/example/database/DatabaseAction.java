// SPDX-License-Identifier: Apache-2.0
package com.example.database;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.BackupItemInput;
import io.oadp.spi.BackupItemResult;
import java.util.Optional;

/**
 * Stores a StatefulSet labelled {@code example.com/database} together with the Secret that its
 * annotation {@code example.com/password} names, whatever the backup selects.
 */
public final class DatabaseAction implements BackupItemAction {
  private static final String PASSWORD = "/metadata/annotations/example.com~1password";

  /** Creates the action; it has no state. */
  public DatabaseAction() {}

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources("statefulsets.apps");
  }

  @Override
  public BackupItemResult execute(BackupItemInput input) {
    KubernetesItem database = input.item();
    if (!database.labels().containsKey("example.com/database")) {
      return BackupItemResult.unchanged();
    }
    Optional<String> secret = database.text(PASSWORD).filter(name -> !name.isEmpty());
    if (secret.isEmpty()) {
      input.warn("the database has no annotation example.com/password; its Secret may be missing");
      return BackupItemResult.unchanged();
    }
    return BackupItemResult.unchanged()
        .withRequiredItems(database.sibling("secrets", secret.get()));
  }
}
