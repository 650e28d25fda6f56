// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.oadp.api.item.KubernetesItem;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests of what counts when a live object is compared with one of a backup: everything but what
 * the server assigns, status, managed fields and the two labels of a restore. Managed fields say
 * who wrote a field, not what it is, and differ after every restore; Velero compares them too.
 */
final class Likeness {
  static final String BACKUP_LABEL = "velero.io/backup-name";
  static final String RESTORE_LABEL = "velero.io/restore-name";

  private Likeness() {}

  /** The digest of an item; equal items have equal ones, key order aside. */
  static HashCode of(KubernetesItem item) {
    Hasher hasher = Hashing.sha256().newHasher();
    add(hasher, counted(item));
    return hasher.hash();
  }

  /**
   * The digest of what a decision to update rests on: what counts of both sides. It may be kept in
   * a file, so it is keyed with the live object's uid, which the file does not hold: a plain digest
   * of a Secret with a short password is as good as the password. An object that was replaced by
   * one of the same name has another basis.
   */
  static String basis(KubernetesItem live, KubernetesItem desired) {
    byte[] key = ("uid " + live.text("/metadata/uid").orElse("")).getBytes(StandardCharsets.UTF_8);
    Hasher hasher = Hashing.hmacSha256(key).newHasher();
    add(hasher, counted(live));
    add(hasher, counted(desired));
    return hasher.hash().toString();
  }

  /** The digest of an item together with its managed fields. */
  static HashCode withManagedFields(KubernetesItem item) {
    Hasher hasher = Hashing.sha256().newHasher();
    add(hasher, withoutAssigned(item));
    return hasher.hash();
  }

  /** What counts of an item, as a fresh tree. */
  static JsonObject counted(KubernetesItem item) {
    JsonObject tree = withoutAssigned(item);
    if (tree.get("metadata") instanceof JsonObject metadata) {
      metadata.remove("managedFields");
    }
    return tree;
  }

  private static JsonObject withoutAssigned(KubernetesItem item) {
    JsonObject tree = item.toTree();
    ItemReset.reset(tree);
    if (tree.get("metadata") instanceof JsonObject metadata) {
      if (metadata.get("labels") instanceof JsonObject labels) {
        labels.remove(BACKUP_LABEL);
        labels.remove(RESTORE_LABEL);
        if (labels.isEmpty()) {
          metadata.remove("labels");
        }
      }
    }
    return tree;
  }

  private static void add(Hasher hasher, JsonElement element) {
    if (element instanceof JsonObject object) {
      Map<String, JsonElement> sorted = new TreeMap<>(object.asMap());
      hasher.putChar('{').putInt(sorted.size());
      sorted.forEach(
          (name, value) -> {
            add(hasher, 's', name);
            add(hasher, value);
          });
    } else if (element instanceof JsonArray array) {
      hasher.putChar('[').putInt(array.size());
      array.forEach(value -> add(hasher, value));
    } else if (element instanceof JsonPrimitive value) {
      add(hasher, value.isString() ? 's' : value.isBoolean() ? 'b' : 'n', value.getAsString());
    } else {
      hasher.putChar('0');
    }
  }

  private static void add(Hasher hasher, char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putChar(kind).putInt(bytes.length).putBytes(bytes);
  }
}
