// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.oadp.api.item.KubernetesItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes items that an action must survive out of one that it likes: each place inside set to null,
 * taken out or of another type, names as odd as a server takes them, huge and deep content. What
 * identifies an item as such (apiVersion, kind, a name) is always there, since an engine hands out
 * nothing else.
 */
public final class HostileItems {
  private static final int PLACES = 400;
  private static final int HUGE = 1 << 20;
  private static final List<String> IDENTITY =
      List.of("/apiVersion", "/kind", "/metadata", "/metadata/name", "/metadata/namespace");

  private final KubernetesItem sample;
  private final Map<String, KubernetesItem> items = new LinkedHashMap<>();

  private HostileItems(KubernetesItem sample) {
    this.sample = sample;
  }

  /**
   * Makes them.
   *
   * @param sample a usual item; the more fields it has, the more places are tried
   * @return the items by what is wrong with them, in a steady order
   */
  public static Map<String, KubernetesItem> like(KubernetesItem sample) {
    HostileItems made = new HostileItems(sample);
    made.addBare();
    made.addPlaces();
    made.addNames();
    made.addHuge();
    return made.items;
  }

  private void add(String what, UnaryOperator<JsonObject> change) {
    KubernetesItem item;
    try {
      item = KubernetesItem.ofTree(change.apply(sample.toTree()));
    } catch (IllegalArgumentException e) {
      return; // not readable as an item, so that no action gets to see it
    }
    items.put(what, item);
  }

  private void edit(String what, Consumer<JsonObject> change) {
    add(
        what,
        tree -> {
          change.accept(tree);
          return tree;
        });
  }

  private void addBare() {
    edit(
        "nothing but an identity",
        tree -> tree.keySet().retainAll(List.of("apiVersion", "kind", "metadata")));
    edit("spec missing", tree -> tree.remove("spec"));
    edit("spec null", tree -> tree.add("spec", JsonNull.INSTANCE));
    edit("spec a text", tree -> tree.addProperty("spec", "text"));
    edit("spec a list", tree -> tree.add("spec", new JsonArray()));
    for (String field : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
      edit(field + " null", tree -> metadata(tree).add(field, JsonNull.INSTANCE));
      edit(field + " a text", tree -> metadata(tree).addProperty(field, "text"));
    }
  }

  private static JsonObject metadata(JsonObject tree) {
    return tree.getAsJsonObject("metadata");
  }

  private void addPlaces() {
    List<String> places = new ArrayList<>();
    collect(sample.toTree(), "", places);
    for (String place : places.subList(0, Math.min(PLACES, places.size()))) {
      replace(place, "null", JsonNull.INSTANCE);
      replace(place, "a number", new JsonPrimitive(-1));
      replace(place, "empty text", new JsonPrimitive(""));
      replace(place, "an object", new JsonObject());
      JsonArray nulls = new JsonArray();
      nulls.add(JsonNull.INSTANCE);
      replace(place, "a list of null", nulls);
      items.put(place + " missing", sample.edit(e -> e.remove(place)));
    }
  }

  private static void collect(JsonElement element, String at, List<String> places) {
    if (!at.isEmpty() && !IDENTITY.contains(at)) {
      places.add(at);
    }
    if (element instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(field -> collect(field.getValue(), at + "/" + escaped(field.getKey()), places));
    } else if (element instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), at + "/" + i, places);
      }
    }
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private void replace(String place, String what, JsonElement value) {
    try {
      items.put(place + " " + what, sample.edit(e -> e.setJson(place, value.toString())));
    } catch (IllegalArgumentException e) {
      items.remove(place + " " + what); // not readable as an item, as in add
    }
  }

  private void addNames() {
    for (String name :
        List.of(
            "x".repeat(253),
            "a.b-c.9",
            "system:node:a~b",
            "UPPER_case",
            "ünïcödé-名前",
            "a b$(c)\"'")) {
      edit(
          "named " + (name.length() > 40 ? name.length() + " letters" : name),
          tree -> metadata(tree).addProperty("name", name));
    }
  }

  private void addHuge() {
    edit(
        "an annotation of a MiB",
        tree -> {
          JsonObject annotations = new JsonObject();
          annotations.addProperty("example.com/huge", "ä".repeat(HUGE / 2));
          metadata(tree).add("annotations", annotations);
        });
    edit(
        "ten thousand labels",
        tree -> {
          JsonObject labels = new JsonObject();
          for (int i = 0; i < 10_000; i++) {
            labels.addProperty("example.com/l" + i, "v" + i);
          }
          metadata(tree).add("labels", labels);
        });
    edit(
        "200 levels deep",
        tree -> {
          JsonObject deep = new JsonObject();
          for (int i = 0; i < 200; i++) {
            JsonObject outer = new JsonObject();
            outer.add("in", deep);
            deep = outer;
          }
          tree.add("x-deep", deep);
        });
  }
}
