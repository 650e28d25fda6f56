// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plan;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.PlannedItem;
import io.oadp.api.Problem;
import io.oadp.api.RestoreSpec;
import io.oadp.api.UnreadablePlanException;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.record.ObjectText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored plans: lines of JSON, first one that tells what the file is, then one for each item and
 * each problem, last one with the number of lines and the SHA-256 of all before it. The digest
 * finds damage; it is no signature, so that whoever executes a plan must know where it comes from.
 */
public final class PlanFile {
  private static final String KIND = "OadpRestorePlan";
  private static final int FORMAT = 1;
  private static final int LONGEST_LINE = 64 << 20;

  private PlanFile() {}

  /**
   * Writes a plan.
   *
   * @param out where to; flushed, not closed
   */
  public static void write(PlanContent plan, OutputStream out) throws IOException {
    HashingOutputStream hashed = new HashingOutputStream(Hashing.sha256(), out);
    line(hashed, header(plan));
    for (PlannedItem item : plan.items()) {
      JsonObject tree = PlanCodec.write(item);
      String basis = plan.bases().get(item.target());
      if (basis != null) {
        tree.addProperty("basis", basis);
      }
      line(hashed, wrapped("item", tree));
    }
    for (Problem problem : plan.problems()) {
      line(hashed, wrapped("problem", PlanCodec.write(problem)));
    }
    JsonObject end = new JsonObject();
    end.addProperty("lines", 1 + plan.items().size() + plan.problems().size());
    end.addProperty("sha256", hashed.hash().toString());
    line(out, wrapped("end", end));
    out.flush();
  }

  private static JsonObject header(PlanContent plan) {
    JsonObject restore = ObjectText.tree(plan.spec());
    if (plan.spec().backupName().isPresent() && plan.spec().scheduleName().isPresent()) {
      // The form of a Restore whose backup was found by its schedule: the backup counts.
      restore.add("status", new JsonObject());
    }
    JsonObject header = new JsonObject();
    header.addProperty("kind", KIND);
    header.addProperty("formatVersion", FORMAT);
    header.addProperty("createdAt", plan.createdAt().toString());
    header.addProperty("backup", plan.backupName());
    header.addProperty("location", plan.location());
    header.addProperty("fingerprint", plan.fingerprint());
    header.addProperty("clusterUid", plan.clusterUid());
    header.add("restore", restore);
    return header;
  }

  private static JsonObject wrapped(String name, JsonObject tree) {
    JsonObject line = new JsonObject();
    line.add(name, tree);
    return line;
  }

  private static void line(OutputStream out, JsonObject tree) throws IOException {
    out.write((tree + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a plan.
   *
   * @param in where from; not closed
   * @throws UnreadablePlanException if it is none, is damaged, or is of a newer format
   */
  public static PlanContent read(InputStream in) throws IOException {
    try {
      return new Reader(in).read();
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | ClassCastException
        | UnsupportedOperationException
        | DateTimeException
        | InvalidSpecException e) {
      throw new UnreadablePlanException(
          "the stored plan is damaged: " + e.getMessage() + "; plan again", e);
    }
  }

  /** Reads one plan, and digests what it reads. */
  private static final class Reader {
    private final InputStream in;
    private final Hasher hasher = Hashing.sha256().newHasher();
    private final List<PlannedItem> items = new ArrayList<>();
    private final Map<ResourceIdentifier, String> bases = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long lines;

    Reader(InputStream in) {
      this.in = new BufferedInputStream(in);
    }

    PlanContent read() throws IOException {
      JsonObject header = header();
      JsonObject end = null;
      while (end == null) {
        byte[] line = line();
        if (line == null) {
          throw new UnreadablePlanException(
              "the stored plan is cut off after " + lines + " lines; plan again");
        }
        JsonObject tree = parse(line).getAsJsonObject();
        if (tree.has("end")) {
          end = PlanCodec.object(tree, "end");
        } else {
          digested(line);
          part(tree);
        }
      }
      if (PlanCodec.value(end, "lines").getAsLong() != lines
          || !PlanCodec.value(end, "sha256").getAsString().equals(hasher.hash().toString())
          || line() != null) {
        throw new UnreadablePlanException(
            "the stored plan has been changed since it was written; plan again");
      }
      return content(header);
    }

    private JsonObject header() throws IOException {
      byte[] line = line();
      JsonElement tree;
      try {
        tree = parse(line == null ? new byte[0] : line);
      } catch (JsonParseException e) {
        throw new UnreadablePlanException("this is not a stored plan", e);
      }
      if (!(tree instanceof JsonObject header
          && header.has("kind")
          && header.get("kind").isJsonPrimitive()
          && header.get("kind").getAsString().equals(KIND))) {
        throw new UnreadablePlanException("this is not a stored plan");
      }
      int format = PlanCodec.value(header, "formatVersion").getAsInt();
      if (format > FORMAT) {
        throw new UnreadablePlanException(
            "the stored plan is of format "
                + format
                + ", and this version reads formats up to "
                + FORMAT
                + "; execute it with the version that wrote it, or plan again");
      }
      digested(line == null ? new byte[0] : line);
      return header;
    }

    private void digested(byte[] line) {
      hasher.putBytes(line).putByte((byte) '\n');
      lines++;
    }

    private static JsonElement parse(byte[] line) {
      return JsonParser.parseString(new String(line, StandardCharsets.UTF_8));
    }

    /** The next line, without its end; null after the last one. */
    private byte @Nullable [] line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = in.read();
      if (next < 0) {
        return null;
      }
      while (next >= 0 && next != '\n') {
        if (line.size() == LONGEST_LINE) {
          throw new UnreadablePlanException("this is not a stored plan: a line is too long");
        }
        line.write(next);
        next = in.read();
      }
      return line.toByteArray();
    }

    private void part(JsonObject tree) {
      if (tree.has("item")) {
        JsonObject written = PlanCodec.object(tree, "item");
        PlannedItem item = PlanCodec.readItem(written);
        items.add(item);
        if (written.has("basis")) {
          bases.put(item.target(), written.get("basis").getAsString());
        }
      } else {
        problems.add(PlanCodec.readProblem(PlanCodec.object(tree, "problem")));
      }
    }

    private PlanContent content(JsonObject header) {
      RestoreSpec spec = ObjectText.readRestore(PlanCodec.object(header, "restore").toString());
      return new PlanContent(
          spec,
          PlanCodec.value(header, "backup").getAsString(),
          PlanCodec.value(header, "location").getAsString(),
          PlanCodec.value(header, "fingerprint").getAsString(),
          PlanCodec.value(header, "clusterUid").getAsString(),
          Instant.parse(PlanCodec.value(header, "createdAt").getAsString()),
          items,
          bases,
          problems);
    }
  }
}
