// SPDX-License-Identifier: Apache-2.0
package com.example.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;

/** The action alone: no cluster, no engine. */
class DatabaseActionTest {
  static final KubernetesItem DATABASE =
      KubernetesItem.of("apps/v1", "StatefulSet", "shop", "orders")
          .edit(
              e ->
                  e.label("example.com/database", "true")
                      .set("/metadata/annotations/example.com~1password", "orders-password"));

  @Test
  void database_withPassword_requiresItsSecret() throws Exception {
    ActionOutcome outcome =
        ActionTester.of(new DatabaseAction()).execute("statefulsets.apps", DATABASE);

    assertThat(outcome.applied()).isTrue();
    assertThat(outcome.changed()).isFalse();
    assertThat(outcome.requiredItems())
        .containsExactly(ResourceIdentifier.of("secrets", "shop", "orders-password"));
  }

  @Test
  void database_withoutPassword_warns() throws Exception {
    KubernetesItem bare = DATABASE.edit(e -> e.remove("/metadata/annotations"));

    ActionOutcome outcome =
        ActionTester.of(new DatabaseAction()).execute("statefulsets.apps", bare);

    assertThat(outcome.requiredItems()).isEmpty();
    assertThat(outcome.warnings()).anyMatch(w -> w.contains("example.com/password"));
  }
}
