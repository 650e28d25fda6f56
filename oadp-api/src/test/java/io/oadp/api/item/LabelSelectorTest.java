// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oadp.api.item.LabelSelector.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors as kubectl writes them and as the API server matches them. */
class LabelSelectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=shop|app=shop",
        " app == shop , tier = web |app=shop,tier=web",
        "c in (d,e)|c in (d,e)",
        "c in ( d , e )|c in (d,e)",
        "c notin (d)|c notin (d)",
        "c!=d|c notin (d)",
        "c != d|c notin (d)",
        "!f|!f",
        "! f|!f",
        "g|g",
        "a=b,c in (d,e),!f|a=b,c in (d,e),!f",
        "example.com/app=v1.0_x|example.com/app=v1.0_x",
        "a=|a=",
        "a=,b|a=,b",
        "in in (in)|in in (in)",
        "notin|notin",
        "a in (,b)|a in (,b)",
      })
  void parse_kubectlSyntax_printsWhatTheServerTakes(String text, String printed) {
    LabelSelector selector = LabelSelector.parse(text);

    assertThat(selector).hasToString(printed);
    assertThat(LabelSelector.parse(selector.toString())).isEqualTo(selector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void parse_emptyText_selectsEverything(String text) {
    LabelSelector selector = LabelSelector.parse(text);

    assertThat(selector.isEmpty()).isTrue();
    assertThat(selector).isEqualTo(LabelSelector.everything());
    assertThat(selector.matches(Map.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b=c",
        "a b",
        "a in",
        "a in ()x",
        "a in (b",
        "a in b",
        ",a",
        "a,",
        "=b",
        "!",
        "a!b",
        "a > 1",
        "a<1",
        "a/b/c=d",
        "-a=b",
        "a=b!",
        "a=b c",
        "a in (b) c",
        "!a=b",
        "(a)",
        "a=\u00e9"
      })
  void parse_brokenText_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void parse_oneKeyWithTwoValues_matchesNothing() {
    LabelSelector selector = LabelSelector.parse("a=b,a=c");

    assertThat(selector.matches(Map.of("a", "b"))).isFalse();
    assertThat(selector.matches(Map.of("a", "c"))).isFalse();
    assertThat(LabelSelector.parse("a=b,a=b").matches(Map.of("a", "b"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=shop|true",
        "app=other|false",
        "missing=|false",
        "app in (x,shop)|true",
        "app in (x)|false",
        "app notin (x)|true",
        "app notin (shop)|false",
        "missing notin (x)|true",
        "missing!=x|true",
        "app|true",
        "missing|false",
        "!missing|true",
        "!app|false",
        "app=shop,!missing,tier in (web)|true",
        "app=shop,!missing,tier in (db)|false",
        "empty=|true",
      })
  void matches_asTheServerDoes(String text, boolean expected) {
    Map<String, String> labels = Map.of("app", "shop", "tier", "web", "empty", "");

    assertThat(LabelSelector.parse(text).matches(labels)).isEqualTo(expected);
  }

  @Test
  void builder_keepsLabelsAndExpressionsInOrder() {
    LabelSelector selector =
        LabelSelector.builder()
            .matchLabel("b", "1")
            .matchLabel("a", "2")
            .addMatchExpression("x", Operator.IN, "1", "2")
            .addMatchExpression("y", Operator.EXISTS)
            .build();

    assertThat(selector.matchLabels().keySet()).containsExactly("b", "a");
    assertThat(selector.matchExpressions())
        .extracting(LabelSelector.Requirement::operator)
        .containsExactly(Operator.IN, Operator.EXISTS);
    assertThat(selector.matchExpressions().get(0).values()).isEqualTo(List.of("1", "2"));
    assertThat(LabelSelector.ofLabels(Map.of("a", "2"))).hasToString("a=2");
  }

  @Test
  void build_withSeveralFaults_tellsAllOfThem() {
    LabelSelector.Builder builder =
        LabelSelector.builder()
            .matchLabel("-bad", "v")
            .matchLabel("good", "x".repeat(64))
            .addMatchExpression("k", Operator.IN)
            .addMatchExpression("l", Operator.EXISTS, "v");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'-bad'")
        .hasMessageContaining("no more than 63")
        .hasMessageContaining("'k': operator In takes at least one value")
        .hasMessageContaining("'l': operator Exists takes no values");
  }

  @Test
  void operator_unknownWord_isRefused() {
    assertThat(Operator.ofKubernetes("DoesNotExist")).isEqualTo(Operator.DOES_NOT_EXIST);
    assertThatThrownBy(() -> Operator.ofKubernetes("Gt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Gt'");
  }
}
