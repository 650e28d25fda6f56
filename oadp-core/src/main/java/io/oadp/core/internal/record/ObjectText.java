// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.InvalidSpecException;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.Violation;
import io.oadp.api.Violation.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What stands behind SpecYaml: the envelope of an object (apiVersion, kind, metadata, spec, status)
 * around the codecs of the specs, read strictly, with all violations told at once.
 */
public final class ObjectText {
  private static final String API_VERSION = "velero.io/v1";

  private final String kind;
  private final List<Violation> violations = new ArrayList<>();
  private String name = "";
  private Map<String, String> labels = Map.of();
  private Map<String, String> annotations = Map.of();
  private boolean hasStatus;

  private ObjectText(String kind) {
    this.kind = kind;
  }

  /**
   * Reads a Backup strictly.
   *
   * @param text YAML or JSON
   * @return its spec
   * @throws InvalidSpecException with all that is wrong
   */
  public static BackupSpec readBackup(String text) {
    ObjectText object = new ObjectText("Backup");
    return object.read(
        text,
        (name, reader) -> {
          BackupSpec.Builder spec = BackupSpec.builder(name);
          spec.labels(object.labels).annotations(object.annotations);
          BackupSpecCodec.read(reader, spec);
          return spec.buildUnchecked();
        },
        BackupSpec::violations);
  }

  /**
   * Reads a Restore strictly.
   *
   * @param text YAML or JSON
   * @return its spec
   * @throws InvalidSpecException with all that is wrong
   */
  public static RestoreSpec readRestore(String text) {
    ObjectText object = new ObjectText("Restore");
    return object.read(
        text,
        (name, reader) -> {
          RestoreSpec.Builder builder = RestoreSpec.builder(name);
          builder.labels(object.labels).annotations(object.annotations);
          RestoreSpecCodec.read(reader, builder);
          RestoreSpec spec = builder.buildUnchecked();
          // The server fills in both; what it began with can no longer be told, and the backup is
          // what was restored.
          boolean filledIn = object.hasStatus && spec.backupName().isPresent();
          return filledIn ? builder.scheduleName("").buildUnchecked() : spec;
        },
        RestoreSpec::violations);
  }

  /**
   * Reads a BackupStorageLocation strictly.
   *
   * @param text YAML or JSON
   * @return the location
   * @throws InvalidSpecException with all that is wrong
   */
  public static BackupStorageLocation readLocation(String text) {
    ObjectText object = new ObjectText("BackupStorageLocation");
    return object.read(
        text,
        (name, reader) -> {
          BackupStorageLocation.Builder location = BackupStorageLocation.builder(name);
          LocationCodec.read(reader, location);
          return location.buildUnchecked();
        },
        BackupStorageLocation::violations);
  }

  private <T> T read(
      String text, BiFunction<String, FieldReader, T> spec, Function<T, List<Violation>> check) {
    JsonObject tree = parse(text);
    FieldReader reader = FieldReader.of(tree, "", violations);
    envelope(reader);
    FieldReader specReader =
        reader
            .object("spec")
            .orElseGet(() -> FieldReader.of(new JsonObject(), "spec", new ArrayList<>()));
    reader.end();
    T value = spec.apply(name, specReader);
    for (Violation violation : check.apply(value)) {
      Violation placed =
          new Violation(place(violation.field()), violation.code(), violation.text());
      // A value that could not be read is unset by now; that it is missing is no news.
      if (violations.stream().noneMatch(known -> covers(known.field(), placed.field()))) {
        violations.add(placed);
      }
    }
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(subject(), violations);
    }
    return value;
  }

  private JsonObject parse(String text) {
    JsonElement tree;
    try {
      tree = VeleroYaml.parse(text);
    } catch (IllegalArgumentException e) {
      Violation violation = new Violation("", Code.INVALID, String.valueOf(e.getMessage()));
      throw new InvalidSpecException(subject(), List.of(violation), e);
    }
    if (tree.isJsonNull()) {
      throw refuse("", Code.REQUIRED, "it is empty");
    }
    if (!(tree instanceof JsonObject object)) {
      throw refuse("", Code.WRONG_TYPE, "must be an object of kind " + kind);
    }
    String found = RecordCodec.text(object.get("kind"));
    if (found.endsWith("List")) {
      throw refuse(
          "kind", Code.INVALID, "is a " + found + "; split it into files of one object each");
    }
    if (!found.equals(kind)) {
      throw refuse(
          "kind",
          found.isEmpty() ? Code.REQUIRED : Code.INVALID,
          "must be " + kind + (found.isEmpty() ? "" : ", was " + found));
    }
    return object;
  }

  private void envelope(FieldReader reader) {
    reader.text("kind");
    String apiVersion = reader.text("apiVersion").orElse("");
    if (!apiVersion.equals(API_VERSION)) {
      reader.violation(
          "apiVersion",
          apiVersion.isEmpty() ? Code.REQUIRED : Code.INVALID,
          "must be " + API_VERSION + (apiVersion.isEmpty() ? "" : ", was " + apiVersion));
    }
    reader.object("metadata").ifPresent(this::metadata);
    hasStatus = reader.has("status");
    reader.ignore("status");
  }

  private void metadata(FieldReader metadata) {
    name = metadata.text("name").orElse("");
    labels = metadata.map("labels");
    annotations = SharedCodec.annotations(metadata);
    metadata.ignore(
        "namespace",
        "uid",
        "resourceVersion",
        "generation",
        "generateName",
        "selfLink",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "managedFields",
        "ownerReferences",
        "finalizers");
    metadata.end();
  }

  /** Where a field of the spec stands in the document. */
  private static String place(String field) {
    return switch (field) {
      case "name", "labels", "annotations" -> "metadata." + field;
      default -> "spec." + field;
    };
  }

  private static boolean covers(String known, String field) {
    return known.equals(field)
        || known.startsWith(field + ".")
        || known.startsWith(field + "[")
        || field.startsWith(known + ".");
  }

  private InvalidSpecException refuse(String field, Code code, String text) {
    return new InvalidSpecException(subject(), List.of(new Violation(field, code, text)));
  }

  private String subject() {
    return name.isEmpty() ? "The file of a " + kind : kind + " '" + name + "'";
  }

  /**
   * Writes a spec as a Backup.
   *
   * @param spec the spec
   * @return a fresh tree
   */
  public static JsonObject tree(BackupSpec spec) {
    return tree(
        "Backup",
        RecordCodec.metadata(
            spec.name(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            spec.labels(),
            spec.annotations()),
        BackupSpecCodec.write(spec, false));
  }

  /**
   * Writes a spec as a Restore.
   *
   * @param spec the spec
   * @return a fresh tree
   */
  public static JsonObject tree(RestoreSpec spec) {
    return tree(
        "Restore",
        RecordCodec.metadata(
            spec.name(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            spec.labels(),
            spec.annotations()),
        RestoreSpecCodec.write(spec, false));
  }

  /**
   * Writes a location as a BackupStorageLocation.
   *
   * @param location the location
   * @return a fresh tree
   */
  public static JsonObject tree(BackupStorageLocation location) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", location.name());
    return tree("BackupStorageLocation", metadata, LocationCodec.write(location));
  }

  /**
   * Writes a stored backup.
   *
   * @param backup the record
   * @return a fresh tree
   */
  public static JsonObject tree(Backup backup) {
    return BackupDocument.toTree(backup);
  }

  /**
   * Writes a stored restore.
   *
   * @param restore the record
   * @return a fresh tree
   */
  public static JsonObject tree(Restore restore) {
    return RestoreDocument.toTree(restore);
  }

  private static JsonObject tree(String kind, JsonObject metadata, JsonObject spec) {
    JsonObject tree = new JsonObject();
    tree.addProperty("apiVersion", API_VERSION);
    tree.addProperty("kind", kind);
    tree.add("metadata", metadata);
    tree.add("spec", spec);
    return tree;
  }

  /**
   * Prints a tree as YAML.
   *
   * @param tree the tree
   * @return the text
   */
  public static String yaml(JsonObject tree) {
    return VeleroYaml.print(tree);
  }

  /**
   * Prints a tree as indented JSON.
   *
   * @param tree the tree
   * @return the text
   */
  public static String json(JsonObject tree) {
    return Json.PRETTY.toJson(tree);
  }
}
