// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.CorruptBackupException;
import io.oadp.api.LocationException;
import io.oadp.api.Problem;
import io.oadp.api.Problem.Severity;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.store.SmallObjects;
import io.oadp.spi.storage.ObjectNotFoundException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads the log and the results that a run left beside its record, whoever wrote them. */
final class RunFiles {
  private static final int MAX_RESULTS_BYTES = 256 << 20;

  private RunFiles() {}

  /** The lines of a log; empty if none is stored. */
  static Stream<String> log(Locations.Location location, String key) {
    try {
      InputStream in = location.store().read(key, 0, -1);
      try {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
        return reader.lines().onClose(() -> close(reader));
      } catch (ZipException | EOFException e) {
        in.close();
        throw new CorruptBackupException(key, "it is no gzip log: " + e.getMessage(), e);
      }
    } catch (ObjectNotFoundException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new LocationException(location.name(), key + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The problems in a results object; empty if none is stored. */
  static Stream<Problem> problems(Locations.Location location, String key) {
    try {
      byte[] json = SmallObjects.readGzip(location.store(), key, MAX_RESULTS_BYTES);
      JsonElement parsed = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
      if (!(parsed instanceof JsonObject results)) {
        return Stream.empty();
      }
      return Stream.concat(
          problems(results.get("errors"), Severity.ERROR),
          problems(results.get("warnings"), Severity.WARNING));
    } catch (ObjectNotFoundException e) {
      return Stream.empty();
    } catch (ZipException | EOFException | JsonParseException | IllegalStateException e) {
      throw new CorruptBackupException(key, "it holds no results: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LocationException(location.name(), key + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Stream<Problem> problems(@Nullable JsonElement element, Severity severity) {
    if (!(element instanceof JsonObject result)) {
      return Stream.empty();
    }
    Stream<Problem> found =
        Stream.concat(
            texts(result.get("velero")).map(text -> Problem.ofRun(severity, text)),
            texts(result.get("cluster")).map(text -> Problem.ofNamespace(severity, "", text)));
    if (result.get("namespaces") instanceof JsonObject namespaces) {
      for (Map.Entry<String, JsonElement> entry : namespaces.entrySet()) {
        found =
            Stream.concat(
                found,
                texts(entry.getValue())
                    .map(text -> Problem.ofNamespace(severity, entry.getKey(), text)));
      }
    }
    return found;
  }

  private static Stream<String> texts(@Nullable JsonElement element) {
    return element instanceof JsonArray array
        ? array.asList().stream().map(e -> e.getAsString().strip())
        : Stream.empty();
  }
}
