// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Phases and Velero's words for them. */
class PhaseTest {
  @ParameterizedTest
  @CsvSource({
    "NEW,New",
    "READY_TO_START,ReadyToStart",
    "FAILED_VALIDATION,FailedValidation",
    "WAITING_FOR_PLUGIN_OPERATIONS_PARTIALLY_FAILED,WaitingForPluginOperationsPartiallyFailed",
    "PARTIALLY_FAILED,PartiallyFailed",
    "DELETING,Deleting",
  })
  void velero_printsVelerosWord(Phase phase, String word) {
    assertThat(phase.velero()).isEqualTo(word);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CANCELED", "UNKNOWN"})
  void parse_everyStoredWord_readsBack(Phase phase) {
    assertThat(Phase.parse(phase.velero())).isEqualTo(phase);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Canceled", "Unknown", "completed", "Sideways", " Completed"})
  void parse_foreignWord_isUnknown(String word) {
    assertThat(Phase.parse(word)).isEqualTo(Phase.UNKNOWN);
  }

  @Test
  void parse_noWord_isNew() {
    assertThat(Phase.parse("")).isEqualTo(Phase.NEW);
  }

  @Test
  void isTerminal_onlyForEnds() {
    assertThat(Phase.values())
        .filteredOn(Phase::isTerminal)
        .containsExactlyInAnyOrder(
            Phase.COMPLETED,
            Phase.PARTIALLY_FAILED,
            Phase.FAILED,
            Phase.FAILED_VALIDATION,
            Phase.CANCELED);
  }
}
