// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.oadp.api.item.KubernetesItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
  private static final ApiResource CONFIG_MAPS =
      new ApiResource(
          "", "v1", "configmaps", "configmap", "ConfigMap", true, Set.of(), List.of(), false);

  private static ListPage page(String json) {
    return new ListPage(json.getBytes(StandardCharsets.UTF_8), CONFIG_MAPS);
  }

  private static List<String> texts(ListPage page) {
    return page.items().stream()
        .map(item -> new String(item.toBytes(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void items_ofBuiltInKind_getVersionAndKindInFrontAndNothingElse() {
    ListPage page =
        page(
            "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\","
                + "\"continue\":\"abc\"},\"items\":[{\"metadata\":{\"name\":\"a\"},\"n\":1.50e3,"
                + "\"z\":null},{\"metadata\":{\"name\":\"b\"}}]}\n");

    assertThat(page.resourceVersion()).isEqualTo("7");
    assertThat(page.continueToken()).isEqualTo("abc");
    assertThat(texts(page))
        .containsExactly(
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"n\":1.50e3,"
                + "\"z\":null}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"b\"}}");
  }

  @Test
  void items_withOwnVersionAndKind_stayAsTheyAre() {
    String item =
        "{ \"metadata\" : {\"name\":\"a\"} , \"kind\":\"X\",\"apiVersion\":\"e.io/v2\", \"l\":[[],{}] }";

    assertThat(texts(page("{ \"items\" : [ " + item + " ] , \"metadata\":{} }")))
        .containsExactly(item);
  }

  @Test
  void items_withKindAlone_getTheVersionAlone() {
    assertThat(texts(page("{\"items\":[{\"kind\":\"X\",\"metadata\":{\"name\":\"a\"}}]}")))
        .containsExactly("{\"apiVersion\":\"v1\",\"kind\":\"X\",\"metadata\":{\"name\":\"a\"}}");
  }

  @Test
  void items_withStringsThatLookLikeStructure_areCutWhereTheyEnd() {
    String tricky =
        "{\"metadata\":{\"name\":\"a\",\"annotations\":{\"x\":\"}],\\\\\",\"y\\\"}\":\"{[\\\"\"}},"
            + "\"data\":{\"items\":\"[{\\\"kind\\\":\\\"K\\\"}]\",\"kind\":\"\\u007d\",\"ü€𝄞\":\"\\\\\\\"\"}}";
    String list = "{\"items\":[" + tricky + "," + tricky + "],\"metadata\":{\"continue\":\"n\"}}";

    ListPage page = page(list);

    assertThat(page.continueToken()).isEqualTo("n");
    List<KubernetesItem> items = page.items();
    assertThat(items).hasSize(2);
    assertThat(texts(page).get(1)).endsWith(tricky.substring(1));
    assertThat(items.get(1).toTree().get("data"))
        .isEqualTo(JsonParser.parseString(tricky).getAsJsonObject().get("data"));
  }

  @Test
  void items_nullOrEmptyOrAbsent_areNone() {
    assertThat(page("{\"items\":null,\"metadata\":{\"resourceVersion\":\"1\"}}").items()).isEmpty();
    assertThat(page("{\"items\":[]}").items()).isEmpty();
    assertThat(page("{}").items()).isEmpty();
  }

  @Test
  void items_moreThanThePageWasMadeFor_areAllThere() {
    StringBuilder list = new StringBuilder("{\"items\":[");
    for (int i = 0; i < 3000; i++) {
      list.append(i == 0 ? "" : ",").append("{\"metadata\":{\"name\":\"n" + i + "\"}}");
    }
    assertThat(page(list + "]}").items())
        .hasSize(3000)
        .last()
        .extracting(KubernetesItem::name)
        .isEqualTo("n2999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"items\":[{\"metadata\":{\"name\":\"a\"}}",
        "{\"items\":[{\"metadata\":{\"name\":\"a",
        "{\"items\":[{\"metadata\":\"a\\\\",
        "{\"items\":[1]}",
        "{\"items\" []}",
        "{\"metadata\":}"
      })
  void page_thatIsCutOffOrNoList_isRefused(String json) {
    assertThatThrownBy(() -> page(json).items()).isInstanceOf(IllegalArgumentException.class);
  }
}
