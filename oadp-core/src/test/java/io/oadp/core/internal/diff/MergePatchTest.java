// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merge patches say what changes, and no more. */
class MergePatchTest {
  private static JsonObject tree(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}             | {"a":1}              | {}
          {"a":1}             | {"a":2}              | {"a":2}
          {"a":1}             | {"a":"1"}            | {"a":"1"}
          {"a":1,"b":2}       | {"b":2}              | {"a":null}
          {}                  | {"a":{"b":1}}        | {"a":{"b":1}}
          {"a":{"b":1,"c":2}} | {"a":{"b":1,"d":3}}  | {"a":{"d":3,"c":null}}
          {"a":[1,2]}         | {"a":[1,2]}          | {}
          {"a":[1,2]}         | {"a":[2,1]}          | {"a":[2,1]}
          {"a":[{"b":1}]}     | {"a":[{"b":1,"c":2}]} | {"a":[{"b":1,"c":2}]}
          {"a":[{"b":1,"c":[]}]} | {"a":[{"c":[],"b":1}]} | {}
          {"a":{"b":1}}       | {"a":"x"}            | {"a":"x"}
          """)
  void between_twoTrees_isWhatChanges(String from, String to, String patch) {
    assertThat(MergePatch.between(tree(from), tree(to))).isEqualTo(tree(patch));
  }

  @ParameterizedTest
  @CsvSource({"1,1.0", "9007199254740993,9007199254740992"})
  void between_numbersWrittenDifferently_keepsThemApart(String from, String to) {
    JsonObject patch = MergePatch.between(tree("{\"n\":" + from + "}"), tree("{\"n\":" + to + "}"));

    assertThat(patch).hasToString("{\"n\":" + to + "}");
  }
}
