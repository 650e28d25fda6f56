// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.oadp.api.Leftover;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectNotFoundException;
import io.oadp.spi.storage.ObjectStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What a backup has outside its directory: snapshots at a provider, data in a repository. It is
 * named before the directory that knows of it goes.
 */
final class VolumeLeftovers {
  private static final int MAX_BYTES = 256 << 20;

  private final ObjectStore store;
  private final String backup;
  private final List<Leftover> found = new ArrayList<>();

  private VolumeLeftovers(ObjectStore store, String backup) {
    this.store = store;
    this.backup = backup;
  }

  static List<Leftover> find(ObjectStore store, String backup) throws IOException {
    VolumeLeftovers leftovers = new VolumeLeftovers(store, backup);
    leftovers.search(
        "volumesnapshots.json.gz", "snapshot", "status", "providerSnapshotID", "the provider");
    leftovers.search(
        "podvolumebackups.json.gz", "volume data", "status", "snapshotID", "the backup repository");
    leftovers.search(
        "volumeinfo.json.gz",
        "volume data",
        "snapshotDataMovementInfo",
        "snapshotHandle",
        "the backup repository");
    return leftovers.found;
  }

  private void search(String object, String what, String parent, String field, String where)
      throws IOException {
    String key = Keys.ofBackup(backup, object);
    JsonElement parsed;
    try {
      byte[] json = SmallObjects.readGzip(store, key, MAX_BYTES);
      parsed = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
    } catch (ObjectNotFoundException e) {
      return;
    } catch (ZipException | EOFException | JsonParseException e) {
      add(key, "it is damaged: what it names outside the directory is not known", where);
      return;
    }
    if (parsed instanceof JsonArray array) {
      for (JsonElement element : array) {
        String id = text(element, parent, field);
        if (!id.isEmpty()) {
          add(what + " " + id, "this version does not delete it", where);
        }
      }
    }
  }

  private void add(String what, String why, String where) {
    found.add(new Leftover(what, why, "delete it in " + where));
  }

  private static String text(@Nullable JsonElement element, String parent, String field) {
    return element instanceof JsonObject object
            && object.get(parent) instanceof JsonObject inner
            && inner.get(field) instanceof JsonPrimitive value
        ? value.getAsString()
        : "";
  }
}
