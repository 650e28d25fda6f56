// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveStateTest {

  @Test
  void differencesTo_changedFields_namesEachWithBothValues() {
    LiveState before = state("{'a': 1.10, 'b': {'x/y': null, 'same': [1, {}]}, 'list': [1, 2]}");
    LiveState after = state("{'a': 1.1, 'b': {'same': [1, {}]}, 'list': [1]}");

    assertThat(before.differencesTo(after))
        .containsExactly(
            "things a/b: /a: 1.10 -> 1.1",
            "things a/b: /b/x~1y: null -> (absent)",
            "things a/b: /list: [1,2] -> [1]");
  }

  @Test
  void differencesTo_missingAndNewObjects_namesThem() {
    LiveState empty = new LiveState(Map.of());

    assertThat(state("{}").differencesTo(empty)).containsExactly("things a/b: is missing");
    assertThat(empty.differencesTo(state("{}")))
        .containsExactly("things a/b: was not there before");
  }

  @Test
  void differencesTo_sameValuesInAnotherOrder_isEmpty() {
    assertThat(state("{'a': 1, 'b': 2}").differencesTo(state("{'b': 2, 'a': 1}"))).isEmpty();
  }

  @Test
  void differencesBeyond_stateThatSettles_isReadAgain() {
    Deque<LiveState> readings =
        new ArrayDeque<>(List.of(state("{'a': 0}"), state("{'a': 1, 'known': true}")));

    assertThat(
            state("{'a': 1}")
                .differencesBeyond(
                    List.of("things a/b: /known: (absent) -> true"),
                    Duration.ofSeconds(20),
                    readings::remove))
        .isEmpty();
    assertThat(readings).isEmpty();
  }

  private static LiveState state(String json) {
    return new LiveState(
        Map.of("things a/b", JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject()));
  }
}
