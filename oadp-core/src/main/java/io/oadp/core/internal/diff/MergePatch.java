// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.diff;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Iterator;
import java.util.Map;

/**
 * Makes JSON merge patches (RFC 7386): objects are merged field by field, arrays are replaced as a
 * whole, and what is not wanted becomes null. Such a patch cannot ask for an explicit null.
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * The patch that turns one tree into another.
   *
   * @param from what is there
   * @param to what is to be there
   * @return the patch; empty if the trees are equal
   */
  public static JsonObject between(JsonObject from, JsonObject to) {
    JsonObject patch = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : to.entrySet()) {
      String name = entry.getKey();
      JsonElement wanted = entry.getValue();
      JsonElement there = from.get(name);
      if (there instanceof JsonObject before && wanted instanceof JsonObject after) {
        JsonObject inner = between(before, after);
        if (!inner.isEmpty()) {
          patch.add(name, inner);
        }
      } else if (there == null || !isSame(there, wanted)) {
        patch.add(name, wanted);
      }
    }
    for (String name : from.keySet()) {
      if (!to.has(name)) {
        patch.add(name, JsonNull.INSTANCE);
      }
    }
    return patch;
  }

  private static boolean isSame(JsonElement a, JsonElement b) {
    if (a instanceof JsonObject x && b instanceof JsonObject y) {
      return x.keySet().equals(y.keySet())
          && x.entrySet().stream().allMatch(e -> isSame(e.getValue(), y.get(e.getKey())));
    }
    if (a instanceof JsonArray x && b instanceof JsonArray y) {
      if (x.size() != y.size()) {
        return false;
      }
      Iterator<JsonElement> others = y.iterator();
      for (JsonElement element : x) {
        if (!isSame(element, others.next())) {
          return false;
        }
      }
      return true;
    }
    return TreeDiff.isSame(a, b);
  }
}
