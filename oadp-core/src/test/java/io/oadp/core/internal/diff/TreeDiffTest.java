// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.oadp.api.FieldDifference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeDiffTest {
  private static JsonElement json(String text) {
    return JsonParser.parseString(text.replace('\'', '"'));
  }

  private static List<FieldDifference> between(String live, String desired) {
    return TreeDiff.between(json(live), json(desired));
  }

  @Test
  void between_treesWithSameFieldsInOtherOrder_isEmpty() {
    assertThat(between("{'a':1,'b':{'c':[null,true]}}", "{'b':{'c':[null,true]},'a':1}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | 1.0",
        "9007199254740993 | 9007199254740992",
        "12345678901234567890123 | 12345678901234567890124",
        "1e2 | 100",
        "1 | \"1\"",
        "true | \"true\"",
        "null | \"\"",
        "null | 0",
        "{} | []",
        "[] | null",
        "\"ü\" | \"u\""
      })
  void between_valuesThatAreWrittenDifferently_givesBothAsWritten(String live, String desired) {
    assertThat(between("{\"x\":" + live + "}", "{\"x\":" + desired + "}"))
        .containsExactly(new FieldDifference("/x", live, desired));
  }

  @Test
  void between_fieldOnOneSideOnly_tellsAbsentFromNull() {
    assertThat(between("{'a':null}", "{'b':null}"))
        .containsExactly(
            new FieldDifference("/a", "null", ""), new FieldDifference("/b", "", "null"));
  }

  @Test
  void between_lists_comparesPlaceByPlace() {
    assertThat(between("{'l':[{'n':'a'},{'n':'b'},3]}", "{'l':[{'n':'a'},{'n':'c'}]}"))
        .containsExactly(
            new FieldDifference("/l/1/n", "\"b\"", "\"c\""), new FieldDifference("/l/2", "3", ""));
    assertThat(between("[]", "[[1]]")).containsExactly(new FieldDifference("/0", "", "[1]"));
  }

  @Test
  void between_namesWithSlashAndTilde_escapesThePointer() {
    assertThat(between("{'a/b~c':1}", "{'a/b~c':2}"))
        .containsExactly(new FieldDifference("/a~1b~0c", "1", "2"));
  }

  @Test
  void between_longValues_cutsThemAndStillTellsThemApart() {
    String longText = "x".repeat(398) + "😀".repeat(500);

    FieldDifference difference =
        between("{'a':'" + longText + "1'}", "{'a':'" + longText + "2'}").get(0);

    assertThat(difference.live()).hasSizeLessThan(500).contains("1401 characters");
    assertThat(difference.live()).isNotEqualTo(difference.desired());
    assertThat(difference.live()).doesNotContain("\ud83d…");
  }

  @Test
  void mask_ofSecret_leavesNothingButDigestsOfWhatItHolds() {
    SecretMask mask = new SecretMask();
    String secret =
        "{'kind':'Secret','type':'t','data':{'a':'CANARY','b':'CANARY','c':'CANARY-2'},"
            + "'stringData':'CANARY','later':['CANARY'],'metadata':{'name':'n','annotations':"
            + "{'kubectl.kubernetes.io/last-applied-configuration':'CANARY','x':'y'}}}";

    JsonObject masked = mask.mask(json(secret).getAsJsonObject());

    assertThat(masked.toString())
        .doesNotContain("CANARY")
        .contains("\"x\":\"y\"", "\"type\":\"t\"");
    JsonObject data = masked.getAsJsonObject("data");
    assertThat(data.get("a")).isEqualTo(data.get("b")).isNotEqualTo(data.get("c"));
    assertThat(mask.mask(json(secret).getAsJsonObject())).isEqualTo(masked);
    assertThat(new SecretMask().mask(json(secret).getAsJsonObject())).isNotEqualTo(masked);
  }

  @Test
  void mask_ofOtherKinds_leavesThemAsTheyAre() {
    JsonObject map = json("{'kind':'ConfigMap','data':{'a':'b'}}").getAsJsonObject();

    assertThat(new SecretMask().mask(map.deepCopy())).isEqualTo(map);
  }
}
