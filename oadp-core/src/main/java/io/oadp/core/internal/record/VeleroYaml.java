// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Turns one YAML document into a JSON tree and back. Works on SnakeYAML's nodes, not on its Java
 * objects: scalars follow Go's rules ({@link GoScalars}), keys given twice are seen, and nothing is
 * ever instantiated. Bounded against hostile input in length, depth, and the number of nodes after
 * aliases are followed.
 */
public final class VeleroYaml {
  private static final int MAX_NODES = 200_000;
  private static final int MAX_DEPTH = 60;

  private int nodes;

  private VeleroYaml() {}

  /**
   * Reads the one document of a text.
   *
   * @param text YAML, or JSON, which is read by the same rules
   * @return the document
   * @throws IllegalArgumentException if it cannot be read; the message has the line, never the
   *     content
   */
  public static JsonElement parse(String text) {
    Optional<JsonElement> json = StrictJson.parse(text);
    if (json.isPresent()) {
      return json.get();
    }
    try {
      Iterator<Node> documents = yaml().composeAll(new StringReader(text)).iterator();
      JsonElement tree = JsonNull.INSTANCE;
      while (documents.hasNext()) {
        Node node = documents.next();
        if (isEmpty(node)) {
          continue; // a lone --- before or after the document
        }
        if (!tree.isJsonNull()) {
          throw new IllegalArgumentException(
              "there are several documents in it; split it into files of one document each");
        }
        tree = new VeleroYaml().convert(node, 0);
      }
      return tree;
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(at(e.getProblemMark()) + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("it cannot be read as YAML: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("it is nested too deeply", e);
    }
  }

  private static boolean isEmpty(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain();
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    loading.setMaxAliasesForCollections(50);
    loading.setNestingDepthLimit(MAX_DEPTH);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(FlowStyle.BLOCK);
    dumping.setWidth(100);
    dumping.setSplitLines(false);
    dumping.setIndicatorIndent(0);
    return new Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, new GoScalars());
  }

  private JsonElement convert(Node node, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw error(node, "aliases or nesting make this document too large");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, depth);
    }
    if (node instanceof SequenceNode sequence) {
      JsonArray array = new JsonArray();
      for (Node entry : sequence.getValue()) {
        array.add(convert(entry, depth + 1));
      }
      return array;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    throw error(node, "this cannot be expressed in JSON");
  }

  private JsonObject object(MappingNode mapping, int depth) {
    JsonObject object = new JsonObject();
    List<JsonObject> merged = new ArrayList<>();
    for (NodeTuple field : mapping.getValue()) {
      if (field.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(field.getValueNode(), depth, merged);
        continue;
      }
      String key = key(field.getKeyNode());
      if (object.has(key)) {
        throw error(field.getKeyNode(), "the key '" + key + "' is there twice");
      }
      object.add(key, convert(field.getValueNode(), depth + 1));
    }
    // What a merge brings in gives way to the keys beside it, and to merges before it.
    for (JsonObject source : merged) {
      for (Map.Entry<String, JsonElement> field : source.entrySet()) {
        if (!object.has(field.getKey())) {
          object.add(field.getKey(), field.getValue());
        }
      }
    }
    return object;
  }

  private void merge(Node value, int depth, List<JsonObject> merged) {
    JsonElement source = convert(value, depth + 1);
    Iterable<JsonElement> sources = source instanceof JsonArray array ? array : List.of(source);
    for (JsonElement each : sources) {
      if (!(each instanceof JsonObject object)) {
        throw error(value, "'<<' takes a mapping or a list of mappings");
      }
      merged.add(object);
    }
  }

  private static String key(Node node) {
    if (node instanceof ScalarNode scalar) {
      JsonElement key = scalar(scalar);
      if (!key.isJsonNull()) {
        return key.getAsString();
      }
    }
    throw error(node, "a key must be a string");
  }

  private static JsonElement scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    Optional<? extends JsonElement> value;
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      value = Optional.of(new JsonPrimitive(text));
    } else if (tag.equals(Tag.NULL)) {
      value = Optional.of(JsonNull.INSTANCE);
    } else if (tag.equals(Tag.BOOL)) {
      value = GoScalars.flag(text).map(JsonPrimitive::new);
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      value =
          GoScalars.integer(text)
              .map(BigDecimal::new)
              .or(() -> GoScalars.decimal(text))
              .map(VeleroYaml::plain);
    } else {
      throw error(scalar, "the tag " + tag.getValue() + " is not supported");
    }
    if (value.isEmpty()) {
      throw error(scalar, "this is no value that JSON has");
    }
    return value.get();
  }

  /** A number without exponent where that is short, so that it reads like an integer again. */
  private static JsonPrimitive plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return new JsonPrimitive(
        stripped.scale() < 0 && stripped.scale() > -20 ? stripped.setScale(0) : stripped);
  }

  private static IllegalArgumentException error(Node node, String problem) {
    return new IllegalArgumentException(at(node.getStartMark()) + problem);
  }

  private static String at(@Nullable Mark mark) {
    return mark == null
        ? ""
        : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  /**
   * Writes a tree as YAML in block style, in the order of its keys. Texts that Go or SnakeYAML
   * would not read back as texts are quoted.
   *
   * @param tree the tree
   * @return the text, which ends in a newline
   */
  public static String print(JsonElement tree) {
    StringWriter text = new StringWriter();
    try (text) {
      yaml().serialize(node(tree), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Node node(JsonElement element) {
    if (element instanceof JsonObject object) {
      List<NodeTuple> fields = new ArrayList<>();
      for (Map.Entry<String, JsonElement> field : object.entrySet()) {
        fields.add(new NodeTuple(node(new JsonPrimitive(field.getKey())), node(field.getValue())));
      }
      return new MappingNode(Tag.MAP, fields, fields.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }
    if (element instanceof JsonArray array) {
      List<Node> entries = new ArrayList<>();
      array.forEach(entry -> entries.add(node(entry)));
      return new SequenceNode(
          Tag.SEQ, entries, entries.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }
    if (element.isJsonNull()) {
      return new ScalarNode(Tag.NULL, "null", null, null, ScalarStyle.PLAIN);
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return new ScalarNode(Tag.BOOL, primitive.getAsString(), null, null, ScalarStyle.PLAIN);
    }
    if (primitive.isNumber()) {
      Tag tag = new GoScalars().resolve(NodeId.scalar, primitive.getAsString(), true);
      return new ScalarNode(tag, primitive.getAsString(), null, null, ScalarStyle.PLAIN);
    }
    return new ScalarNode(
        Tag.STR, primitive.getAsString(), null, null, style(primitive.getAsString()));
  }

  /**
   * Plain where nobody could take the text for something else; the printer quotes what needs it.
   */
  private static ScalarStyle style(String text) {
    if (text.contains("\n")) {
      return ScalarStyle.LITERAL;
    }
    boolean looksLikeDate = text.length() >= 8 && text.matches("[0-9]{4}-[0-9].*");
    return looksLikeDate ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
  }
}
