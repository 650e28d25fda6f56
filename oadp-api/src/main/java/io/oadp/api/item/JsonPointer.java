// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901) on Gson trees: finds, puts and removes. */
final class JsonPointer {
  private final String text;
  private final List<String> parts;

  private JsonPointer(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
  }

  static JsonPointer of(String text) {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw new IllegalArgumentException(
          "'" + text + "' is not a JSON Pointer: it must be empty or begin with '/'");
    }
    List<String> parts = new ArrayList<>();
    int from = 1;
    while (from <= text.length()) {
      int slash = text.indexOf('/', from);
      int end = slash < 0 ? text.length() : slash;
      parts.add(text.substring(from, end).replace("~1", "/").replace("~0", "~"));
      from = end + 1;
    }
    return new JsonPointer(text, parts);
  }

  static String escape(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }

  @Nullable JsonElement find(JsonObject root) {
    JsonElement at = root;
    for (String part : parts) {
      at = child(at, part);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static @Nullable JsonElement child(JsonElement parent, String part) {
    if (parent instanceof JsonObject object) {
      return object.get(part);
    }
    if (parent instanceof JsonArray array) {
      int index = index(part);
      return index >= 0 && index < array.size() ? array.get(index) : null;
    }
    return null;
  }

  private static int index(String part) {
    if (part.isEmpty() || part.length() > 9 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Integer.parseInt(part);
  }

  void put(JsonObject root, JsonElement value) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the whole item cannot be set; give a place inside it");
    }
    JsonElement at = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      JsonElement next = child(at, part);
      if (next == null || next.isJsonNull()) {
        next = new JsonObject();
        putChild(at, part, next);
      }
      at = next;
    }
    putChild(at, parts.get(parts.size() - 1), value);
  }

  private void putChild(JsonElement parent, String part, JsonElement value) {
    if (parent instanceof JsonObject object) {
      object.add(part, value);
    } else if (parent instanceof JsonArray array && part.equals("-")) {
      array.add(value);
    } else if (parent instanceof JsonArray array
        && index(part) >= 0
        && index(part) < array.size()) {
      array.set(index(part), value);
    } else {
      throw new IllegalArgumentException(
          "cannot set " + text + ": '" + part + "' is no place in what is there");
    }
  }

  void remove(JsonObject root) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the whole item cannot be removed");
    }
    JsonElement at = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      at = child(at, part);
      if (at == null) {
        return;
      }
    }
    String last = parts.get(parts.size() - 1);
    if (at instanceof JsonObject object) {
      object.remove(last);
    } else if (at instanceof JsonArray array && index(last) >= 0 && index(last) < array.size()) {
      array.remove(index(last));
    }
  }

  /** The pointers that exist under this pattern, in which {@code *} stands for any one part. */
  List<String> matches(JsonObject root) {
    List<String> found = new ArrayList<>();
    collect(root, 0, "", found);
    return found;
  }

  private void collect(JsonElement at, int depth, String path, List<String> found) {
    if (depth == parts.size()) {
      found.add(path);
      return;
    }
    String part = parts.get(depth);
    if (!part.equals("*")) {
      JsonElement next = child(at, part);
      if (next != null) {
        collect(next, depth + 1, path + "/" + escape(part), found);
      }
    } else if (at instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(e -> collect(e.getValue(), depth + 1, path + "/" + escape(e.getKey()), found));
    } else if (at instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), depth + 1, path + "/" + i, found);
      }
    }
  }
}
