// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a structural schema fills in and what it refuses: defaults, types, required members, enums,
 * bounds, patterns and the uniqueness of list elements. CEL rules and formats are not looked at.
 */
final class SchemaRules {
  private static final Set<String> ROOT = Set.of("apiVersion", "kind", "metadata");

  private SchemaRules() {}

  /** Fills in defaults where the schema has them, in place. */
  static void fillIn(JsonObject schema, JsonElement value) {
    if (value instanceof JsonArray array) {
      array.forEach(e -> fillIn(Json.object(schema, "items"), e));
      return;
    }
    if (!(value instanceof JsonObject object)) {
      return;
    }
    JsonObject properties = Json.object(schema, "properties");
    for (String name : properties.keySet()) {
      JsonElement filling = Json.object(properties, name).get("default");
      if (filling != null && !object.has(name)) {
        object.add(name, filling.deepCopy());
      }
    }
    JsonObject additional = Json.object(schema, "additionalProperties");
    for (Map.Entry<String, JsonElement> e : object.entrySet()) {
      boolean known = properties.has(e.getKey());
      fillIn(known ? Json.object(properties, e.getKey()) : additional, e.getValue());
    }
  }

  /**
   * Refuses what the schema does not allow.
   *
   * @param part the part of the object that is looked at; empty for all of it
   */
  static void check(ResourceType type, JsonObject object, String part) {
    List<ApiFailure.Cause> causes = new ArrayList<>();
    JsonObject properties = Json.object(type.schema(), "properties");
    if (part.isEmpty()) {
      new Walk("", causes).object(type.schema(), "", object);
    } else if (object.get(part) instanceof JsonObject value) {
      new Walk(part + ".", causes).object(Json.object(properties, part), part, value);
    }
    if (!causes.isEmpty()) {
      String name = Json.string(Json.object(object, "metadata"), "name");
      throw ApiFailure.invalid(type, name, causes);
    }
  }

  private record Walk(String hidden, List<ApiFailure.Cause> causes) {
    private void add(String reason, String problem, String field) {
      causes.add(new ApiFailure.Cause(reason, problem, field));
    }

    private void invalid(String field, JsonElement value, String problem) {
      add("FieldValueInvalid", "Invalid value: " + value + ": " + name(field) + problem, field);
    }

    /** The server leaves out of its texts where the part begins that it looks at. */
    private String name(String field) {
      return (field.startsWith(hidden) ? field.substring(hidden.length()) : field) + " in body ";
    }

    private void value(JsonObject schema, String field, JsonElement value) {
      if (value.isJsonNull()) {
        return;
      }
      String wanted = Json.string(schema, "type");
      String given = typeOf(value);
      boolean same = wanted.equals(given) || (wanted.equals("number") && given.equals("integer"));
      if (!wanted.isEmpty() && !same) {
        String problem = "must be of type " + wanted + ": \"" + given + "\"";
        add(
            "FieldValueTypeInvalid",
            "Invalid value: \"" + given + "\": " + name(field) + problem,
            field);
        return;
      }
      JsonArray allowed = Json.array(schema, "enum");
      if (!allowed.isEmpty() && !allowed.contains(value)) {
        List<String> texts = new ArrayList<>();
        allowed.forEach(a -> texts.add(a.toString()));
        add(
            "FieldValueNotSupported",
            "Unsupported value: " + value + ": supported values: " + String.join(", ", texts),
            field);
      }
      if (value instanceof JsonObject object) {
        object(schema, field, object);
      } else if (value instanceof JsonArray array) {
        array(schema, field, array);
      } else if (value instanceof JsonPrimitive p && p.isNumber()) {
        number(schema, field, p);
      } else if (value instanceof JsonPrimitive p && p.isString()) {
        text(schema, field, p);
      }
    }

    private void object(JsonObject schema, String field, JsonObject object) {
      String prefix = field.isEmpty() ? "" : field + ".";
      List<String> required = new ArrayList<>(Json.strings(Json.array(schema, "required")));
      if (Json.string(schema, "x-kubernetes-embedded-resource").equals("true")) {
        required.addAll(List.of("apiVersion", "kind"));
      }
      for (String name : required) {
        boolean ofEveryObject = field.isEmpty() && ROOT.contains(name);
        if (!object.has(name) && !ofEveryObject) {
          add("FieldValueRequired", "Required value", prefix + name);
        }
      }
      JsonObject properties = Json.object(schema, "properties");
      JsonObject additional = Json.object(schema, "additionalProperties");
      for (Map.Entry<String, JsonElement> e : object.entrySet()) {
        boolean known = properties.has(e.getKey());
        JsonObject below = known ? Json.object(properties, e.getKey()) : additional;
        value(below, prefix + e.getKey(), e.getValue());
      }
    }

    private void array(JsonObject schema, String field, JsonArray array) {
      count(schema, "maxItems", field, array.size());
      String kind = Json.string(schema, "x-kubernetes-list-type");
      List<String> keys = Json.strings(Json.array(schema, "x-kubernetes-list-map-keys"));
      Set<JsonElement> seen = new HashSet<>();
      for (int i = 0; i < array.size(); i++) {
        String place = field + "[" + i + "]";
        JsonElement id = array.get(i);
        if (kind.equals("map") && id instanceof JsonObject o) {
          JsonObject names = new JsonObject();
          keys.stream().filter(o::has).forEach(k -> names.add(k, o.get(k)));
          id = names;
        }
        if ((kind.equals("map") || kind.equals("set")) && !seen.add(id)) {
          add("FieldValueDuplicate", "Duplicate value: " + id, place);
        }
        value(Json.object(schema, "items"), place, array.get(i));
      }
    }

    private void count(JsonObject schema, String limit, String field, int size) {
      if (schema.has(limit) && size > schema.get(limit).getAsInt()) {
        String most = schema.get(limit).getAsString();
        add(
            "FieldValueTooMany",
            "Too many: " + size + ": must have at most " + most + " items",
            field);
      }
    }

    private void number(JsonObject schema, String field, JsonPrimitive value) {
      BigDecimal number = value.getAsBigDecimal();
      if (schema.has("minimum") && number.compareTo(schema.get("minimum").getAsBigDecimal()) < 0) {
        String least = schema.get("minimum").getAsString();
        invalid(field, value, "should be greater than or equal to " + least);
      }
      if (schema.has("maximum") && number.compareTo(schema.get("maximum").getAsBigDecimal()) > 0) {
        String most = schema.get("maximum").getAsString();
        invalid(field, value, "should be less than or equal to " + most);
      }
    }

    private void text(JsonObject schema, String field, JsonPrimitive value) {
      int length = value.getAsString().codePointCount(0, value.getAsString().length());
      if (schema.has("maxLength") && length > schema.get("maxLength").getAsInt()) {
        String most = schema.get("maxLength").getAsString();
        add("FieldValueTooLong", "Too long: may not be more than " + most + " bytes", field);
      }
      if (schema.has("minLength") && length < schema.get("minLength").getAsInt()) {
        String least = schema.get("minLength").getAsString();
        invalid(field, value, "should be at least " + least + " chars long");
      }
      String pattern = Json.string(schema, "pattern");
      if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value.getAsString()).find()) {
        invalid(field, value, "should match '" + pattern + "'");
      }
    }

    private static String typeOf(JsonElement value) {
      if (value.isJsonObject()) {
        return "object";
      }
      if (value.isJsonArray()) {
        return "array";
      }
      JsonPrimitive plain = value.getAsJsonPrimitive();
      if (plain.isString()) {
        return "string";
      }
      if (plain.isBoolean()) {
        return "boolean";
      }
      return plain.getAsString().matches("-?\\d+") ? "integer" : "number";
    }
  }
}
