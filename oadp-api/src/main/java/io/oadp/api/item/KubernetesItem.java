// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object: immutable and lossless. Unknown fields, explicit nulls, the exact text of
 * numbers and the order of keys stay as they came. It stays bytes until a tree is needed, so an
 * item that nobody touches costs no more than its bytes. Places inside are JSON Pointers (RFC
 * 6901). Threads may share it. It prints its identity, never its content.
 *
 * <p>Two items are equal if their JSON is equal, key order and white space aside.
 */
public final class KubernetesItem {
  private final ItemHeader header;
  // At least one of the two is set; each is made from the other when first needed. Racing threads
  // may make one twice, with equal outcomes.
  private volatile byte @Nullable [] json;
  private volatile @Nullable JsonObject tree;

  private KubernetesItem(ItemHeader header, byte @Nullable [] json, @Nullable JsonObject tree) {
    this.header = header;
    this.json = json;
    this.tree = tree;
  }

  /**
   * Reads an item and checks its whole syntax.
   *
   * @param json one object in UTF-8 with {@code apiVersion}, {@code kind} and {@code metadata};
   *     copied
   * @return the item
   * @throws IllegalArgumentException if it is no such JSON
   */
  public static KubernetesItem parse(byte[] json) {
    return new KubernetesItem(
        ItemHeader.read(new String(json, StandardCharsets.UTF_8), true), json.clone(), null);
  }

  /**
   * Reads what identifies an item, and leaves the rest of its syntax unchecked until it is needed:
   * for bytes that an API server has just sent.
   *
   * @param json one object in UTF-8; handed over, not to be changed any more
   * @return the item
   * @throws IllegalArgumentException if the identity cannot be read; a defect further on is thrown
   *     by the call that needs that part
   */
  public static KubernetesItem parseTrusted(byte[] json) {
    return new KubernetesItem(
        ItemHeader.read(new String(json, StandardCharsets.UTF_8), false), json, null);
  }

  /**
   * Makes an item that has an identity and nothing else.
   *
   * @param apiVersion such as {@code v1} or {@code apps/v1}
   * @param kind such as {@code ConfigMap}
   * @param namespace empty for a cluster-scoped item
   * @param name its name
   * @return the item
   */
  public static KubernetesItem of(String apiVersion, String kind, String namespace, String name) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", name);
    if (!namespace.isEmpty()) {
      metadata.addProperty("namespace", namespace);
    }
    JsonObject tree = new JsonObject();
    tree.addProperty("apiVersion", apiVersion);
    tree.addProperty("kind", kind);
    tree.add("metadata", metadata);
    return adopt(tree);
  }

  /**
   * Makes an item of a tree.
   *
   * @param tree an object with {@code apiVersion}, {@code kind} and {@code metadata}; copied
   * @return the item
   * @throws IllegalArgumentException if one of these is missing
   */
  public static KubernetesItem ofTree(JsonObject tree) {
    return adopt(tree.deepCopy());
  }

  private static KubernetesItem adopt(JsonObject tree) {
    byte[] json = Json.bytes(tree);
    return new KubernetesItem(
        ItemHeader.read(new String(json, StandardCharsets.UTF_8), false), json, tree);
  }

  /**
   * The item as a tree, for work that pointers are too small for.
   *
   * @return a copy
   */
  public JsonObject toTree() {
    return tree().deepCopy();
  }

  private JsonObject tree() {
    JsonObject made = tree;
    if (made == null) {
      made = Json.parse(new String(json(), StandardCharsets.UTF_8)).getAsJsonObject();
      tree = made;
    }
    return made;
  }

  private byte[] json() {
    byte[] made = json;
    if (made == null) {
      made = Json.bytes(tree());
      json = made;
    }
    return made;
  }

  /**
   * Its API group, version and kind.
   *
   * @return all three
   */
  public GroupVersionKind kind() {
    return header.kind();
  }

  /**
   * Its {@code metadata.name}.
   *
   * @return the name; empty if it has none yet
   */
  public String name() {
    return header.name();
  }

  /**
   * Its {@code metadata.namespace}.
   *
   * @return the namespace; empty for a cluster-scoped item
   */
  public Optional<String> namespace() {
    return header.namespace().isEmpty() ? Optional.empty() : Optional.of(header.namespace());
  }

  /**
   * Its {@code metadata.labels}.
   *
   * @return unmodifiable, in the order of the item
   */
  public Map<String, String> labels() {
    return header.labels();
  }

  /**
   * Its {@code metadata.annotations}.
   *
   * @return unmodifiable, in the order of the item
   */
  public Map<String, String> annotations() {
    return header.annotations();
  }

  /**
   * Whether its deletion has begun ({@code metadata.deletionTimestamp} is set).
   *
   * @return true if it is on its way out
   */
  public boolean isBeingDeleted() {
    return header.beingDeleted();
  }

  /**
   * Reads a text.
   *
   * @param pointer where
   * @return the text; empty if there is none, or something that is no text
   */
  public Optional<String> text(String pointer) {
    return JsonPointer.of(pointer).find(tree()) instanceof JsonPrimitive value && value.isString()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  /**
   * Reads a whole number.
   *
   * @param pointer where
   * @return the number; empty if there is none, or something that is no whole number of 64 bits
   */
  public OptionalLong number(String pointer) {
    if (JsonPointer.of(pointer).find(tree()) instanceof JsonPrimitive value && value.isNumber()) {
      try {
        return OptionalLong.of(Long.parseLong(value.getAsString()));
      } catch (NumberFormatException e) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Reads true or false.
   *
   * @param pointer where
   * @return the value; empty if there is none, or something else
   */
  public Optional<Boolean> flag(String pointer) {
    return JsonPointer.of(pointer).find(tree()) instanceof JsonPrimitive value && value.isBoolean()
        ? Optional.of(value.getAsBoolean())
        : Optional.empty();
  }

  /**
   * Tells whether anything is at a place, an explicit null included.
   *
   * @param pointer where
   * @return true if the place exists
   */
  public boolean has(String pointer) {
    return JsonPointer.of(pointer).find(tree()) != null;
  }

  /**
   * Reads any value as JSON text.
   *
   * @param pointer where
   * @return the JSON; empty if the place does not exist
   */
  public Optional<String> json(String pointer) {
    JsonElement found = JsonPointer.of(pointer).find(tree());
    return found == null
        ? Optional.empty()
        : Optional.of(new String(Json.bytes(found), StandardCharsets.UTF_8));
  }

  /**
   * Finds places by a pattern: the one with the parts {@code spec}, {@code containers}, {@code *}
   * and {@code image} finds the image of each container.
   *
   * @param pattern a pointer in which {@code *} stands for any one part
   * @return the pointers that exist, in the item's order
   */
  public List<String> find(String pattern) {
    return JsonPointer.of(pattern).matches(tree());
  }

  /**
   * Makes a changed copy.
   *
   * @param edits makes the changes; called once, before this returns
   * @return the changed item; this one stays
   */
  public KubernetesItem edit(Consumer<ItemEdit> edits) {
    JsonObject copy = toTree();
    edits.accept(new TreeEdit(copy));
    return adopt(copy);
  }

  /**
   * Names another object in the same namespace.
   *
   * @param groupResource such as {@code secrets} or {@code exports.shop.example.com}
   * @param name its name
   * @return its identifier
   */
  public ResourceIdentifier sibling(String groupResource, String name) {
    return ResourceIdentifier.of(groupResource, header.namespace(), name);
  }

  /**
   * Writes the JSON in UTF-8: the bytes as they came, or compact if the item was made or changed.
   *
   * @param out where to; stays open
   * @throws IOException if {@code out} throws it
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(json());
  }

  /**
   * The JSON that {@link #writeTo} writes.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return json().clone();
  }

  /**
   * The length of what {@link #writeTo} writes.
   *
   * @return bytes
   */
  public long sizeBytes() {
    return json().length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof KubernetesItem that
            && (Arrays.equals(json(), that.json()) || tree().equals(that.tree())));
  }

  @Override
  public int hashCode() {
    return header.hashCode();
  }

  @Override
  public String toString() {
    return header.kind()
        + " "
        + (header.namespace().isEmpty() ? "" : header.namespace() + "/")
        + header.name();
  }
}
