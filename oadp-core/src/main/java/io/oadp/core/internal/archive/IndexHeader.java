// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The JSON part of the index: what it belongs to, and the kinds. */
record IndexHeader(
    String backup, long tarballBytes, String tarballSha256, long rawBytes, IndexFacts facts) {
  private static final int MAX_JSON_BYTES = 64 << 20;

  byte[] encode() throws IOException {
    JsonArray kinds = new JsonArray();
    for (IndexFacts.Kind kind : facts.kinds()) {
      JsonObject one = new JsonObject();
      one.addProperty("groupResource", kind.groupResource());
      one.addProperty("version", kind.version());
      one.addProperty("preferred", kind.preferred());
      one.addProperty("kind", kind.kind());
      one.addProperty("listResourceVersion", kind.listResourceVersion());
      kinds.add(one);
    }
    JsonObject tarball = new JsonObject();
    tarball.addProperty("bytes", tarballBytes);
    tarball.addProperty("sha256", tarballSha256);
    tarball.addProperty("rawBytes", rawBytes);
    JsonObject root = new JsonObject();
    root.addProperty("formatVersion", IndexLayout.FORMAT_VERSION);
    root.addProperty("backup", backup);
    root.add("tarball", tarball);
    root.addProperty("clusterUid", facts.clusterUid());
    root.add("kinds", kinds);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(root.toString().getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  static IndexHeader decode(byte[] compressed) throws IOException {
    byte[] json;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      json = in.readNBytes(MAX_JSON_BYTES);
    }
    try {
      JsonObject root =
          JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonObject tarball = root.getAsJsonObject("tarball");
      List<IndexFacts.Kind> kinds = new ArrayList<>();
      for (JsonElement element : root.getAsJsonArray("kinds")) {
        JsonObject kind = element.getAsJsonObject();
        kinds.add(
            new IndexFacts.Kind(
                kind.get("groupResource").getAsString(),
                kind.get("version").getAsString(),
                kind.get("preferred").getAsBoolean(),
                kind.get("kind").getAsString(),
                kind.get("listResourceVersion").getAsString()));
      }
      return new IndexHeader(
          root.get("backup").getAsString(),
          tarball.get("bytes").getAsLong(),
          tarball.get("sha256").getAsString(),
          tarball.get("rawBytes").getAsLong(),
          new IndexFacts(root.get("clusterUid").getAsString(), kinds));
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | ClassCastException
        | NullPointerException e) {
      // Gson tells of a field that is missing or of another type in all of these ways.
      throw new IOException("its header is not as specified", e);
    }
  }
}
