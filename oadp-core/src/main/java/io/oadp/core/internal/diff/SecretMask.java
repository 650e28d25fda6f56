// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.diff;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Replaces what a Secret holds by digests, before anything is compared or printed. The digests are
 * keyed with a number that no one else knows and that ends with this object: a plain digest of a
 * short password is as good as the password. Equal values have equal digests within one mask only.
 * Thread-safe.
 */
public final class SecretMask {
  /** Everything else in a Secret is taken to be secret, whatever a later version calls it. */
  private static final Set<String> OPEN =
      Set.of("apiVersion", "kind", "metadata", "type", "immutable", "status");

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final HashFunction digests;

  /** A mask of its own key. */
  public SecretMask() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    digests = Hashing.hmacSha256(key);
  }

  /**
   * Masks an object if it is a Secret.
   *
   * @param tree the object, which is changed
   * @return the same tree
   */
  public JsonObject mask(JsonObject tree) {
    if (!(tree.get("kind") instanceof JsonPrimitive kind && kind.getAsString().equals("Secret"))) {
      return tree;
    }
    for (String name : Set.copyOf(tree.keySet())) {
      if (!OPEN.contains(name)) {
        maskField(tree, name);
      }
    }
    if (tree.get("metadata") instanceof JsonObject metadata
        && metadata.get("annotations") instanceof JsonObject annotations
        && annotations.has(LAST_APPLIED)) {
      annotations.add(LAST_APPLIED, digest(annotations.get(LAST_APPLIED)));
    }
    return tree;
  }

  private void maskField(JsonObject tree, String name) {
    if (tree.get(name) instanceof JsonObject values) {
      values.entrySet().forEach(entry -> entry.setValue(digest(entry.getValue())));
    } else {
      tree.add(name, digest(tree.get(name)));
    }
  }

  private JsonPrimitive digest(JsonElement value) {
    return new JsonPrimitive(
        "digest:"
            + digests
                .hashString(value.toString(), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 16));
  }
}
