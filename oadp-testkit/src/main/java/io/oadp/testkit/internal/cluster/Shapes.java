// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import io.oadp.testkit.internal.cluster.Shape.ListPatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The shapes of all kinds: of the built-in ones from a table, of custom ones from their schema. */
final class Shapes {
  private final Map<String, Shape> types = new HashMap<>();
  private final Map<String, Shape> kinds = new HashMap<>();

  Shapes() {
    try (InputStream in = Objects.requireNonNull(Shapes.class.getResourceAsStream("schemas.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Shape type = Shape.struct(false);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(" ")) {
          field(type, line.substring(1).split(" ", -1));
        } else if (!line.startsWith("#")) {
          type = type(line.split(" ", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shape type(String[] words) {
    boolean atomic = words[0].startsWith("!");
    Shape type = Shape.struct(atomic);
    types.put(words[0].substring(atomic ? 1 : 0), type);
    if (words.length > 2) {
      kinds.put(words[1] + " " + words[2], type);
    }
    return type;
  }

  private void field(Shape type, String[] words) {
    if (words[0].equals("-")) {
      List.of(words).subList(1, words.length).forEach(name -> type.field(name, () -> Shape.PLAIN));
      return;
    }
    boolean always = words[1].startsWith("+");
    String text = words[1].substring(always ? 1 : 0);
    Shape shape = shape(text, words.length > 2 ? words[2] : "");
    // A type may come after its first use.
    type.field(words[0], text.startsWith("@") ? named(text) : () -> shape);
    if (always) {
      type.always(words[0], text.startsWith("["));
    }
  }

  private Supplier<Shape> named(String text) {
    return () -> Objects.requireNonNull(types.get(text.substring(1)), text);
  }

  private Shape shape(String text, String patch) {
    if (text.startsWith("{")) {
      int end = text.indexOf('}') + 1;
      return Shape.map(text.startsWith("{!"), element(text.substring(end)));
    }
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      String keys = text.substring(1, end);
      boolean keyed = !keys.equals("!") && !keys.equals("=");
      return Shape.list(
          keyed ? List.of(keys.split(",", -1)) : List.of(),
          keys.equals("="),
          patch.isEmpty()
              ? ListPatch.REPLACE
              : new ListPatch(true, patch.substring(patch.indexOf(':') + 1).replace("merge", "")),
          element(text.substring(end + 1)));
    }
    return text.equals("?") ? Shape.ANYTHING : Shape.PLAIN;
  }

  private Supplier<Shape> element(String text) {
    if (text.startsWith("@")) {
      return named(text);
    }
    Shape shape = shape(text, "");
    return () -> shape;
  }

  Shape of(ResourceType type) {
    if (type.custom()) {
      return Shape.ofSchema(type.schema(), named("@meta.v1.ObjectMeta"), true);
    }
    return kinds.getOrDefault(type.groupVersion() + " " + type.kind(), Shape.ANYTHING);
  }
}
