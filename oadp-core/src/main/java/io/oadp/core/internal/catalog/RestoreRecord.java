// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.OadpException;
import io.oadp.api.Restore;
import io.oadp.core.internal.record.ObjectText;
import io.oadp.core.internal.record.RestoreDocument;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our record of a restore, as docs/format/oadp-run.md describes it. */
public final class RestoreRecord {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreRecord.class);
  private static final int FORMAT_VERSION = 1;

  private RestoreRecord() {}

  /** Writes a record. */
  public static byte[] write(Restore restore) {
    JsonObject record = new JsonObject();
    record.addProperty("formatVersion", FORMAT_VERSION);
    record.add("restore", RestoreDocument.toTree(restore));
    return ObjectText.json(record).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a record.
   *
   * @param key of the object, for messages
   * @return empty, after a warning, if it is of a newer format than this version knows
   * @throws CorruptBackupException if it is no record
   */
  static Optional<Restore> read(String key, byte[] json) {
    try {
      JsonElement parsed = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
      if (!(parsed instanceof JsonObject record)
          || !record.has("formatVersion")
          || !(record.get("restore") instanceof JsonObject restore)) {
        throw new CorruptBackupException(key, "it is no record of a restore");
      }
      if (record.get("formatVersion").getAsInt() > FORMAT_VERSION) {
        LOG.warn("{} is of a newer format than this version knows, and is passed over", key);
        return Optional.empty();
      }
      return Optional.of(RestoreDocument.read(restore));
    } catch (CorruptBackupException e) {
      throw e;
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | OadpException e) {
      throw new CorruptBackupException(key, "it is no record of a restore", e);
    }
  }
}
