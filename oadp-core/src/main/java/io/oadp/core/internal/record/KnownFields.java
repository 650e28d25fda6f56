// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.RestoreSpec;
import java.util.Map;
import java.util.SortedMap;

/**
 * All field paths that this library knows of Velero's objects, with their types in the words of
 * OpenAPI, such as {@code spec.hooks.resources[].pre[].exec.command} and {@code array}. The entry
 * of a list is {@code []}, that of a map {@code .*}.
 */
public final class KnownFields {
  private KnownFields() {}

  /**
   * Returns what is known of {@code Backup.spec}.
   *
   * @return types by path
   */
  public static SortedMap<String, String> backupSpec() {
    SortedMap<String, String> known = FieldReader.newProbe();
    BackupSpecCodec.read(FieldReader.probe("spec", known), BackupSpec.builder("probe"));
    return known;
  }

  /**
   * Returns what is known of {@code Restore.spec}.
   *
   * @return types by path
   */
  public static SortedMap<String, String> restoreSpec() {
    SortedMap<String, String> known = FieldReader.newProbe();
    RestoreSpecCodec.read(FieldReader.probe("spec", known), RestoreSpec.builder("probe"));
    return known;
  }

  /**
   * Returns what is known of {@code BackupStorageLocation.spec}.
   *
   * @return types by path
   */
  public static SortedMap<String, String> locationSpec() {
    SortedMap<String, String> known = FieldReader.newProbe();
    LocationCodec.read(FieldReader.probe("spec", known), BackupStorageLocation.builder("probe"));
    return known;
  }

  /**
   * Returns what is known of {@code Backup.status}.
   *
   * @return types by path
   */
  public static SortedMap<String, String> backupStatus() {
    return BackupDocument.statusFields();
  }

  /**
   * Returns what is known of {@code Restore.status}.
   *
   * @return types by path
   */
  public static SortedMap<String, String> restoreStatus() {
    return RestoreDocument.statusFields();
  }

  /** Adds to a freshly written tree the fields of the original that nobody here knows. */
  static void keepUnknown(
      JsonObject fresh, JsonObject original, String path, SortedMap<String, String> known) {
    for (Map.Entry<String, JsonElement> field : original.entrySet()) {
      String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      boolean isMap = known.containsKey(at + ".*");
      if (!known.containsKey(at)) {
        fresh.add(field.getKey(), field.getValue().deepCopy());
      } else if (!isMap
          && field.getValue() instanceof JsonObject child
          && fresh.get(field.getKey()) instanceof JsonObject freshChild) {
        keepUnknown(freshChild, child, at, known);
      }
    }
  }
}
