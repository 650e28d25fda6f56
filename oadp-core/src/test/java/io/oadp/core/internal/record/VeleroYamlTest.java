// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML to JSON by the rules of Go's library, and hostile input. */
class VeleroYamlTest {
  private static String scalar(String yaml) {
    JsonObject tree = VeleroYaml.parse("v: " + yaml).getAsJsonObject();
    return Json.PLAIN.toJson(tree.get("v"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "on|true",
        "Off|false",
        "y|true",
        "N|false",
        "yes|true",
        "TRUE|true",
        "oN|\"oN\"",
        "tRue|\"tRue\"",
        "'on'|\"on\"",
        "\"no\"|\"no\"",
        "!!str on|\"on\"",
        "!!str 5|\"5\"",
        "null|null",
        "~|null",
        "2024-01-01|\"2024-01-01\"",
        "2024-01-01T00:00:00Z|\"2024-01-01T00:00:00Z\"",
        "010|8",
        "0o17|15",
        "0x1F|31",
        "0b11|3",
        "-0x1F|-31",
        "08|8",
        "1_000|1000",
        "+5|5",
        "1.50|1.5",
        ".5|0.5",
        "1e3|1000",
        "12:30|\"12:30\"",
        "1.2.3|\"1.2.3\"",
        "0x|\"0x\"",
        "0xg|\"0xg\"",
        "-|[null]",
        "--x|\"--x\"",
        "18446744073709551615|18446744073709551615",
        "=|\"=\"",
      })
  void parse_plainScalar_asGoTakesIt(String yaml, String json) {
    if (yaml.equals("-")) {
      assertThat(Json.PLAIN.toJson(VeleroYaml.parse("-"))).isEqualTo(json);
      return;
    }
    assertThat(scalar(yaml)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "-.Inf", "!!binary aGk=", "!custom x", "!!int abc"})
  void parse_whatJsonCannotSay_isRefusedWithItsLine(String yaml) {
    assertThatThrownBy(() -> VeleroYaml.parse("a: 1\nv: " + yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2, column ");
  }

  @Test
  void parse_json_isReadAsWell() {
    String json =
        "{\n"
            + "\t\"a\": {\"b\": [1, true, null, \"x\\u00e9\\n"
            + "\\/\"]},\n"
            + "\t\"c\": \"on\", \"d\":\"e\"\n"
            + "}";
    assertThat(VeleroYaml.parse(json)).isEqualTo(JsonParser.parseString(json));
  }

  @Test
  void parse_mergeKeys_giveWayToTheKeysBesideThem() {
    String yaml =
        """
        base: &base {a: 1, b: 2}
        other: &other {b: 3, c: 4}
        one: {<<: *base, b: 9}
        two: {<<: [*base, *other]}
        """;
    JsonObject tree = VeleroYaml.parse(yaml).getAsJsonObject();

    assertThat(Json.PLAIN.toJson(tree.get("one"))).isEqualTo("{\"b\":9,\"a\":1}");
    assertThat(Json.PLAIN.toJson(tree.get("two"))).isEqualTo("{\"a\":1,\"b\":2,\"c\":4}");
  }

  @Test
  void parse_duplicateKey_isRefusedWithItsLine() {
    assertThatThrownBy(() -> VeleroYaml.parse("a: 1\nb:\n  c: 1\n  c: 2\n"))
        .hasMessage("line 4, column 3: the key 'c' is there twice");
    assertThatThrownBy(() -> VeleroYaml.parse("{\"a\": 1, \"a\": 2}"))
        .hasMessageContaining("the key 'a' is there twice");
  }

  @Test
  void parse_severalDocuments_areRefused_butLoneMarkersAreNot() {
    assertThatThrownBy(() -> VeleroYaml.parse("a: 1\n---\nb: 2\n"))
        .hasMessageContaining("split it");
    assertThat(VeleroYaml.parse("---\na: 1\n---\n").getAsJsonObject().size()).isEqualTo(1);
    assertThat(VeleroYaml.parse("").isJsonNull()).isTrue();
    assertThat(VeleroYaml.parse("# nothing\n").isJsonNull()).isTrue();
  }

  @Test
  void parse_aliasBombs_areRefusedQuickly() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      laughs.append("a").append(i).append(": &a").append(i).append(" [");
      laughs.append(("*a" + (i - 1) + ", ").repeat(5)).append("x]\n");
    }
    assertThatThrownBy(() -> VeleroYaml.parse(laughs.toString()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VeleroYaml.parse("a: &a [*a]"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VeleroYaml.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VeleroYaml.parse("a: " + "x".repeat(4 << 20)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "a: 'x",
        "\ta: 1",
        "a: b: c",
        "%",
        "a: *nowhere",
        "? [a]\n: b",
        "~: x",
        "\u0000",
        "a: 1\n<<: 5",
        "@"
      })
  void parse_brokenText_isRefusedWithoutItsContent(String yaml) {
    assertThatThrownBy(() -> VeleroYaml.parse(yaml)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_brokenText_doesNotRepeatItsContent() {
    assertThatThrownBy(() -> VeleroYaml.parse("password: s3cret\nb: [\n"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "on",
        "y",
        "N",
        "null",
        "~",
        "010",
        "0o7",
        "1_000",
        "1e3",
        ".5",
        "2024-01-01",
        "2024-1-1",
        "<<",
        "=",
        "- a",
        "a: b",
        "#x",
        "a #b",
        "'q'",
        "\"q\"",
        "line\nbreak",
        "trailing\n",
        "\nleading",
        " x ",
        "tab\tx",
        "\u00e9",
        "\u2028",
        "{a}",
        "[a]",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "?",
        "-",
        "--- a",
        "...",
        "a\\b",
        "\ud83d\ude00",
        "\u0007",
        "  indented\nblock",
        "a\r\nb",
        "0x1",
        "12:30:45",
        ".inf",
        "multi\n\n\nlines \n x"
      })
  void print_anyText_readsBackAsText(String text) {
    JsonObject tree = new JsonObject();
    tree.addProperty("value", text);
    tree.add("map", object(text));

    String yaml = VeleroYaml.print(tree);

    assertThat(VeleroYaml.parse(yaml)).as(yaml).isEqualTo(tree);
  }

  private static JsonObject object(String key) {
    JsonObject object = new JsonObject();
    object.add(key, new JsonPrimitive(1));
    return object;
  }

  @Test
  void print_tree_isBlockStyleInOrder() {
    JsonElement tree =
        JsonParser.parseString(
            "{\"b\":{\"x\":[\"1\",\"a\"],\"e\":{},\"f\":[]},\"a\":true,\"k\":5,\"z\":null,"
                + "\"d\":\"2024-01-01\"}");
    assertThat(VeleroYaml.print(tree))
        .isEqualTo(
            """
            b:
              x:
              - '1'
              - a
              e: {}
              f: []
            a: true
            k: 5
            z: null
            d: "2024-01-01"
            """);
  }
}
