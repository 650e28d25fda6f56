// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonObject;
import io.oadp.api.AccessMode;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Violation.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** {@code BackupStorageLocation.spec} as JSON. What it has of credentials are names only. */
final class LocationCodec {
  private LocationCodec() {}

  static void read(FieldReader reader, BackupStorageLocation.Builder location) {
    reader.text("provider").ifPresent(location::provider);
    location.config(reader.map("config"));
    SharedCodec.secretKey(reader, "credential").ifPresent(location::credential);
    reader.object("objectStorage").ifPresent(storage -> objectStorage(storage, location));
    reader.flag("default").ifPresent(location::isDefault);
    reader
        .word("accessMode", AccessMode::parse, "must be ReadOnly or ReadWrite, was ")
        .ifPresent(location::accessMode);
    reader.duration("backupSyncPeriod").ifPresent(location::backupSyncPeriod);
    reader.duration("validationFrequency").ifPresent(location::validationFrequency);
    reader.end();
  }

  private static void objectStorage(FieldReader reader, BackupStorageLocation.Builder location) {
    reader.text("bucket").ifPresent(location::bucket);
    reader.text("prefix").ifPresent(location::prefix);
    reader
        .text("caCert")
        .ifPresent(
            base64 -> {
              try {
                byte[] pem = Base64.getMimeDecoder().decode(base64);
                location.caCert(new String(pem, StandardCharsets.UTF_8));
              } catch (IllegalArgumentException e) {
                reader.violation("caCert", Code.INVALID, "must be base64 of certificates in PEM");
              }
            });
    SharedCodec.secretKey(reader, "caCertRef").ifPresent(location::caCertRef);
    reader.end();
  }

  static JsonObject write(BackupStorageLocation location) {
    JsonObject tree = new JsonObject();
    tree.addProperty("provider", location.provider());
    Json.map(tree, "config", location.config());
    Json.value(tree, "credential", location.credential(), SharedCodec::secretKey);
    JsonObject storage = new JsonObject();
    storage.addProperty("bucket", location.bucket());
    Json.text(storage, "prefix", location.prefix());
    Json.text(storage, "caCert", location.caCert().map(LocationCodec::base64));
    Json.value(storage, "caCertRef", location.caCertRef(), SharedCodec::secretKey);
    tree.add("objectStorage", storage);
    if (location.isDefault()) {
      tree.addProperty("default", true);
    }
    if (location.accessMode() == AccessMode.READ_ONLY) {
      tree.addProperty("accessMode", location.accessMode().velero());
    }
    Json.duration(tree, "backupSyncPeriod", location.backupSyncPeriod());
    Json.duration(tree, "validationFrequency", location.validationFrequency());
    return tree;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
