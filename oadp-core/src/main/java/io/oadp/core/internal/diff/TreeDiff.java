// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.diff;

import com.google.common.hash.Hashing;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.oadp.api.FieldDifference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two JSON trees field by field. Numbers are compared as they are written, an explicit
 * null is not an absent field, and lists are compared place by place: which elements belong
 * together is not for a tree to know. Trees that may be Secrets go through {@link SecretMask}
 * first.
 */
public final class TreeDiff {

  /** Values longer than this are cut: a difference is to be read, and is no copy of the object. */
  private static final int LONGEST_VALUE = 400;

  private final List<FieldDifference> found = new ArrayList<>();

  private TreeDiff() {}

  /**
   * Compares two trees.
   *
   * @param live what is there
   * @param desired what is to be there
   * @return the fields that differ, in the order of their names; empty if the trees are equal
   */
  public static List<FieldDifference> between(JsonElement live, JsonElement desired) {
    TreeDiff diff = new TreeDiff();
    diff.compare("", live, desired);
    return List.copyOf(diff.found);
  }

  private void compare(String pointer, @Nullable JsonElement live, @Nullable JsonElement desired) {
    if (live instanceof JsonObject a && desired instanceof JsonObject b) {
      TreeSet<String> names = new TreeSet<>(a.keySet());
      names.addAll(b.keySet());
      for (String name : names) {
        compare(pointer + "/" + escaped(name), a.get(name), b.get(name));
      }
    } else if (live instanceof JsonArray a && desired instanceof JsonArray b) {
      for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
        compare(pointer + "/" + i, i < a.size() ? a.get(i) : null, i < b.size() ? b.get(i) : null);
      }
    } else if (!isSame(live, desired)) {
      found.add(new FieldDifference(pointer, text(live), text(desired)));
    }
  }

  static boolean isSame(@Nullable JsonElement a, @Nullable JsonElement b) {
    if (a instanceof JsonPrimitive x && b instanceof JsonPrimitive y) {
      // Gson's own equals takes 1.0 for 1 and loses digits of big numbers.
      return x.isString() == y.isString()
          && x.isBoolean() == y.isBoolean()
          && x.getAsString().equals(y.getAsString());
    }
    return a != null && b != null && a.isJsonNull() && b.isJsonNull();
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String text(@Nullable JsonElement value) {
    if (value == null) {
      return "";
    }
    String json = value.toString();
    if (json.length() <= LONGEST_VALUE) {
      return json;
    }
    int end =
        Character.isHighSurrogate(json.charAt(LONGEST_VALUE - 1))
            ? LONGEST_VALUE - 1
            : LONGEST_VALUE;
    String digest =
        Hashing.sha256().hashString(json, StandardCharsets.UTF_8).toString().substring(0, 16);
    return json.substring(0, end) + "… (" + json.length() + " characters, digest " + digest + ")";
  }
}
