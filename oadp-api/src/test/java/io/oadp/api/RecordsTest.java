// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stored backups and restores. */
class RecordsTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void backup_takesItsIdentityFromTheSpec() {
    BackupSpec spec = BackupSpec.builder("b").label("k", "v").annotation("a", "w").build();
    Backup backup =
        Backup.builder(spec)
            .namespace("velero")
            .uid("u")
            .label("l", "x")
            .annotation("c", "y")
            .build();

    assertThat(backup.name()).isEqualTo("b");
    assertThat(backup.labels()).isEqualTo(Map.of("k", "v", "l", "x"));
    assertThat(backup.annotations()).isEqualTo(Map.of("a", "w", "c", "y"));
    assertThat(backup.namespace()).contains("velero");
    assertThat(backup.spec().labels()).isEqualTo(backup.labels());
    assertThat(backup).hasToString("Backup 'b' (New)");
  }

  @Test
  void backup_status_readsBack() {
    Backup backup =
        Backup.builder(BackupSpec.builder("b").build())
            .phase(Phase.PARTIALLY_FAILED)
            .formatVersion("1.1.0")
            .startTimestamp(TIME)
            .completionTimestamp(TIME.plusSeconds(1))
            .expiration(TIME.plusSeconds(2))
            .warnings(1)
            .errors(2)
            .totalItems(3)
            .itemsBackedUp(4)
            .failureReason("why")
            .validationErrors(List.of("x"))
            .build();

    assertThat(backup.phase()).isEqualTo(Phase.PARTIALLY_FAILED);
    assertThat(backup.startTimestamp()).contains(TIME);
    assertThat(backup.completionTimestamp()).contains(TIME.plusSeconds(1));
    assertThat(backup.expiration()).contains(TIME.plusSeconds(2));
    assertThat(backup.warnings()).isEqualTo(1);
    assertThat(backup.errors()).isEqualTo(2);
    assertThat(backup.totalItems()).isEqualTo(3);
    assertThat(backup.itemsBackedUp()).isEqualTo(4);
    assertThat(backup.failureReason()).contains("why");
    assertThat(backup.validationErrors()).containsExactly("x");
    assertThat(backup.toBuilder().build()).isEqualTo(backup).hasSameHashCodeAs(backup);
    assertThat(backup.toBuilder().errors(0).build()).isNotEqualTo(backup);
  }

  @Test
  void phase_thatIsNeverStored_isRefused() {
    Backup.Builder backup = Backup.builder(BackupSpec.builder("b").build());
    Restore.Builder restore = Restore.builder(RestoreSpec.builder("r").backupName("b").build());

    assertThatThrownBy(() -> backup.phase(Phase.CANCELED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> restore.phase(Phase.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void phase_ofANewerWriter_isKeptAsText() {
    Restore restore =
        Restore.builder(RestoreSpec.builder("r").backupName("b").build())
            .phaseText("Sideways")
            .build();

    assertThat(restore.phase()).isEqualTo(Phase.UNKNOWN);
    assertThat(restore.phaseText()).isEqualTo("Sideways");
    assertThat(restore).hasToString("Restore 'r' (Sideways)");
  }
}
