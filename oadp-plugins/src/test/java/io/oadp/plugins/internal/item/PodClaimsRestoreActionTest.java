// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import static io.oadp.plugins.internal.item.Items.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.api.RestoreSpec;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.testkit.ActionOutcome;
import io.oadp.testkit.ActionTester;
import org.junit.jupiter.api.Test;

class PodClaimsRestoreActionTest {
  private final ActionTester tester =
      ActionTester.of(new PodClaimsRestoreAction())
          .restore(RestoreSpec.builder("r").backupName("b").mapNamespace("shop", "copy").build());

  @Test
  void execute_podWithClaims_namesThemInTheSourceNamespace() throws Exception {
    ActionOutcome outcome =
        tester.execute(
            "pods",
            pod("'volumes':[{'persistentVolumeClaim':{'claimName':'data'}},{'emptyDir':{}}]"));

    assertThat(outcome.additionalItems())
        .containsExactly(ResourceIdentifier.of("persistentvolumeclaims", "shop", "data"));
    assertThat(outcome.changed()).isFalse();
  }

  @Test
  void execute_podWithoutClaims_namesNothing() throws Exception {
    assertThat(tester.execute("pods", pod("'volumes':[]")).additionalItems()).isEmpty();
    assertThat(tester.execute("pods", pod("")).additionalItems()).isEmpty();
  }
}
