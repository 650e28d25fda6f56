// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonObject;
import io.oadp.api.OadpException;
import io.oadp.api.Restore;
import io.oadp.api.RestoreSpec;
import io.oadp.api.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/** A stored Restore, written and read by the rules of {@link BackupDocument}. */
public final class RestoreDocument {
  private static final String KIND = "Restore";

  private RestoreDocument() {}

  /**
   * Reads a document.
   *
   * @param json the stored bytes
   * @return the record, with the document as its original
   * @throws OadpException if this is no JSON, no Velero Restore, or has no name
   */
  public static Restore read(byte[] json) {
    return read(RecordCodec.parse(json, KIND));
  }

  /**
   * Reads a Restore object as a cluster gives it.
   *
   * @param tree the object, of kind Restore
   * @return the record, with the object as its original
   * @throws OadpException if it has no name
   */
  public static Restore read(JsonObject tree) {
    Collection<Violation> tolerated = new ArrayList<>();
    Restore.Builder record = Restore.builder(spec(tree)).original(Json.PLAIN.toJson(tree));
    FieldReader metadata =
        FieldReader.of(RecordCodec.child(tree, "metadata"), "metadata", tolerated);
    metadata.text("namespace").ifPresent(record::namespace);
    metadata.text("uid").ifPresent(record::uid);
    metadata.instant("creationTimestamp").ifPresent(record::creationTimestamp);
    status(FieldReader.of(RecordCodec.child(tree, "status"), "status", tolerated), record);
    return record.build();
  }

  private static RestoreSpec spec(JsonObject tree) {
    Collection<Violation> tolerated = new ArrayList<>();
    RestoreSpec.Builder spec = RestoreSpec.builder(RecordCodec.name(tree, KIND));
    FieldReader metadata =
        FieldReader.of(RecordCodec.child(tree, "metadata"), "metadata", tolerated);
    spec.labels(metadata.map("labels"));
    spec.annotations(metadata.map("annotations"));
    RestoreSpecCodec.read(FieldReader.of(RecordCodec.child(tree, "spec"), "spec", tolerated), spec);
    return spec.buildUnchecked();
  }

  /**
   * Writes a document.
   *
   * @param restore the record
   * @return the bytes to store
   */
  public static byte[] write(Restore restore) {
    return RecordCodec.bytes(toTree(restore));
  }

  /**
   * Writes the document as a tree.
   *
   * @param restore the record
   * @return a fresh tree
   */
  public static JsonObject toTree(Restore restore) {
    JsonObject original = RecordCodec.original(restore.original());
    JsonObject status = status(restore);
    KnownFields.keepUnknown(
        status, RecordCodec.child(original, "status"), "status", statusFields());
    return RecordCodec.document(
        KIND,
        RecordCodec.metadata(
            restore.name(),
            restore.namespace(),
            restore.uid(),
            restore.creationTimestamp(),
            restore.labels(),
            restore.annotations()),
        spec(restore.spec(), original),
        status,
        original);
  }

  /** A spec that nobody changed is written as it was found, whatever it holds. */
  private static JsonObject spec(RestoreSpec spec, JsonObject original) {
    if (original.get("spec") instanceof JsonObject found) {
      RestoreSpec before =
          spec(original).toBuilder()
              .labels(spec.labels())
              .annotations(spec.annotations())
              .buildUnchecked();
      if (before.equals(spec)) {
        return found.deepCopy();
      }
      JsonObject changed = RestoreSpecCodec.write(spec, true);
      KnownFields.keepUnknown(changed, found, "spec", KnownFields.restoreSpec());
      return changed;
    }
    return RestoreSpecCodec.write(spec, true);
  }

  private static void status(FieldReader status, Restore.Builder record) {
    status.text("phase").ifPresent(record::phaseText);
    record.validationErrors(status.texts("validationErrors"));
    status.number("warnings").ifPresent(record::warnings);
    status.number("errors").ifPresent(record::errors);
    status.text("failureReason").ifPresent(record::failureReason);
    status.instant("startTimestamp").ifPresent(record::startTimestamp);
    status.instant("completionTimestamp").ifPresent(record::completionTimestamp);
    status
        .object("progress")
        .ifPresent(
            progress -> {
              progress.number("totalItems").ifPresent(record::totalItems);
              progress.number("itemsRestored").ifPresent(record::itemsRestored);
            });
    status.number("restoreItemOperationsAttempted").ifPresent(record::itemOperationsAttempted);
    status.number("restoreItemOperationsCompleted").ifPresent(record::itemOperationsCompleted);
    status.number("restoreItemOperationsFailed").ifPresent(record::itemOperationsFailed);
    status
        .object("hookStatus")
        .ifPresent(
            hooks -> {
              hooks.number("hooksAttempted").ifPresent(record::hooksAttempted);
              hooks.number("hooksFailed").ifPresent(record::hooksFailed);
            });
  }

  private static JsonObject status(Restore restore) {
    JsonObject status = new JsonObject();
    Json.text(status, "phase", Optional.of(restore.phaseText()));
    Json.texts(status, "validationErrors", restore.validationErrors());
    Json.count(status, "warnings", restore.warnings());
    Json.count(status, "errors", restore.errors());
    Json.text(status, "failureReason", restore.failureReason());
    Json.instant(status, "startTimestamp", restore.startTimestamp());
    Json.instant(status, "completionTimestamp", restore.completionTimestamp());
    JsonObject progress = new JsonObject();
    Json.count(progress, "totalItems", restore.totalItems());
    Json.count(progress, "itemsRestored", restore.itemsRestored());
    Json.object(status, "progress", progress);
    Json.count(status, "restoreItemOperationsAttempted", restore.itemOperationsAttempted());
    Json.count(status, "restoreItemOperationsCompleted", restore.itemOperationsCompleted());
    Json.count(status, "restoreItemOperationsFailed", restore.itemOperationsFailed());
    JsonObject hooks = new JsonObject();
    Json.count(hooks, "hooksAttempted", restore.hooksAttempted());
    Json.count(hooks, "hooksFailed", restore.hooksFailed());
    Json.object(status, "hookStatus", hooks);
    return status;
  }

  static SortedMap<String, String> statusFields() {
    SortedMap<String, String> known = FieldReader.newProbe();
    status(
        FieldReader.probe("status", known),
        Restore.builder(RestoreSpec.builder("probe").buildUnchecked()));
    return known;
  }
}
