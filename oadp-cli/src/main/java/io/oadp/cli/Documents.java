// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Prints records as JSON or YAML, with all that they hold. */
final class Documents {
  private static final Gson PRETTY =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private Documents() {}

  static JsonObject parse(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  /** One record alone, or several as the items of a List. */
  static String print(Output output, List<JsonObject> records, boolean single) {
    JsonObject document;
    if (single) {
      document = records.get(0);
    } else {
      document = new JsonObject();
      document.addProperty("apiVersion", "v1");
      document.addProperty("kind", "List");
      JsonArray items = new JsonArray();
      records.forEach(items::add);
      document.add("items", items);
    }
    return print(output, document);
  }

  static String print(Output output, JsonObject document) {
    return output == Output.YAML ? yaml(document) : PRETTY.toJson(document);
  }

  private static String yaml(JsonObject document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    return new Yaml(options).dump(plain(document)).stripTrailing();
  }

  private static @Nullable Object plain(JsonElement element) {
    if (element instanceof JsonObject object) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      object.entrySet().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
      return map;
    }
    if (element instanceof JsonArray array) {
      List<@Nullable Object> list = new ArrayList<>();
      array.forEach(e -> list.add(plain(e)));
      return list;
    }
    if (element instanceof JsonPrimitive primitive) {
      if (primitive.isBoolean()) {
        return primitive.getAsBoolean();
      }
      if (primitive.isNumber()) {
        BigDecimal number = primitive.getAsBigDecimal();
        return number.scale() <= 0 ? number.toBigInteger() : number;
      }
      return primitive.getAsString();
    }
    return null;
  }
}
