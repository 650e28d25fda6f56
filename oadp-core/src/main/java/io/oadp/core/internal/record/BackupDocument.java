// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.record;

import com.google.gson.JsonObject;
import io.oadp.api.Backup;
import io.oadp.api.BackupSpec;
import io.oadp.api.OadpException;
import io.oadp.api.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The document {@code velero-backup.json}: a Backup as Velero stores it. Written without
 * ownerReferences, finalizers and managedFields, which Velero would import and act on; read
 * leniently, since every field but the name may be missing or strange in what other programs wrote.
 */
public final class BackupDocument {
  private static final String KIND = "Backup";

  private BackupDocument() {}

  /**
   * Reads a document.
   *
   * @param json the stored bytes
   * @return the record, with the document as its original
   * @throws OadpException if this is no JSON, no Velero Backup, or has no name
   */
  public static Backup read(byte[] json) {
    return read(RecordCodec.parse(json, KIND));
  }

  /**
   * Reads a Backup object as a cluster gives it.
   *
   * @param tree the object, of kind Backup
   * @return the record, with the object as its original
   * @throws OadpException if it has no name
   */
  public static Backup read(JsonObject tree) {
    Collection<Violation> tolerated = new ArrayList<>();
    BackupSpec spec = spec(tree);
    Backup.Builder record = Backup.builder(spec).original(Json.PLAIN.toJson(tree));
    FieldReader metadata =
        FieldReader.of(RecordCodec.child(tree, "metadata"), "metadata", tolerated);
    metadata.text("namespace").ifPresent(record::namespace);
    metadata.text("uid").ifPresent(record::uid);
    metadata.instant("creationTimestamp").ifPresent(record::creationTimestamp);
    status(FieldReader.of(RecordCodec.child(tree, "status"), "status", tolerated), record);
    return record.build();
  }

  private static BackupSpec spec(JsonObject tree) {
    Collection<Violation> tolerated = new ArrayList<>();
    BackupSpec.Builder spec = BackupSpec.builder(RecordCodec.name(tree, KIND));
    FieldReader metadata =
        FieldReader.of(RecordCodec.child(tree, "metadata"), "metadata", tolerated);
    spec.labels(metadata.map("labels"));
    spec.annotations(metadata.map("annotations"));
    BackupSpecCodec.read(FieldReader.of(RecordCodec.child(tree, "spec"), "spec", tolerated), spec);
    return spec.buildUnchecked();
  }

  /**
   * Writes a document.
   *
   * @param backup the record
   * @return the bytes to store
   */
  public static byte[] write(Backup backup) {
    return RecordCodec.bytes(toTree(backup));
  }

  /**
   * Writes the document as a tree.
   *
   * @param backup the record
   * @return a fresh tree
   */
  public static JsonObject toTree(Backup backup) {
    JsonObject original = RecordCodec.original(backup.original());
    JsonObject status = status(backup);
    KnownFields.keepUnknown(
        status, RecordCodec.child(original, "status"), "status", statusFields());
    return RecordCodec.document(
        KIND,
        RecordCodec.metadata(
            backup.name(),
            backup.namespace(),
            backup.uid(),
            backup.creationTimestamp(),
            backup.labels(),
            backup.annotations()),
        spec(backup.spec(), original),
        status,
        original);
  }

  /** A spec that nobody changed is written as it was found, whatever it holds. */
  private static JsonObject spec(BackupSpec spec, JsonObject original) {
    if (original.get("spec") instanceof JsonObject found) {
      BackupSpec before =
          spec(original).toBuilder()
              .labels(spec.labels())
              .annotations(spec.annotations())
              .buildUnchecked();
      if (before.equals(spec)) {
        return found.deepCopy();
      }
      JsonObject changed = BackupSpecCodec.write(spec, true);
      KnownFields.keepUnknown(changed, found, "spec", KnownFields.backupSpec());
      return changed;
    }
    return BackupSpecCodec.write(spec, true);
  }

  private static void status(FieldReader status, Backup.Builder record) {
    status.number("version").ifPresent(record::version);
    status.text("formatVersion").ifPresent(record::formatVersion);
    status.instant("expiration").ifPresent(record::expiration);
    status.text("phase").ifPresent(record::phaseText);
    status.number("queuePosition").ifPresent(record::queuePosition);
    record.validationErrors(status.texts("validationErrors"));
    status.instant("startTimestamp").ifPresent(record::startTimestamp);
    status.instant("completionTimestamp").ifPresent(record::completionTimestamp);
    status.number("volumeSnapshotsAttempted").ifPresent(record::volumeSnapshotsAttempted);
    status.number("volumeSnapshotsCompleted").ifPresent(record::volumeSnapshotsCompleted);
    status.text("failureReason").ifPresent(record::failureReason);
    status.number("warnings").ifPresent(record::warnings);
    status.number("errors").ifPresent(record::errors);
    status
        .object("progress")
        .ifPresent(
            progress -> {
              progress.number("totalItems").ifPresent(record::totalItems);
              progress.number("itemsBackedUp").ifPresent(record::itemsBackedUp);
            });
    status.number("csiVolumeSnapshotsAttempted").ifPresent(record::csiVolumeSnapshotsAttempted);
    status.number("csiVolumeSnapshotsCompleted").ifPresent(record::csiVolumeSnapshotsCompleted);
    status.number("backupItemOperationsAttempted").ifPresent(record::itemOperationsAttempted);
    status.number("backupItemOperationsCompleted").ifPresent(record::itemOperationsCompleted);
    status.number("backupItemOperationsFailed").ifPresent(record::itemOperationsFailed);
    status
        .object("hookStatus")
        .ifPresent(
            hooks -> {
              hooks.number("hooksAttempted").ifPresent(record::hooksAttempted);
              hooks.number("hooksFailed").ifPresent(record::hooksFailed);
            });
  }

  private static JsonObject status(Backup backup) {
    JsonObject status = new JsonObject();
    Json.count(status, "version", backup.version());
    Json.text(status, "formatVersion", backup.formatVersion());
    Json.instant(status, "expiration", backup.expiration());
    Json.text(status, "phase", Optional.of(backup.phaseText()));
    Json.count(status, "queuePosition", backup.queuePosition());
    Json.texts(status, "validationErrors", backup.validationErrors());
    Json.instant(status, "startTimestamp", backup.startTimestamp());
    Json.instant(status, "completionTimestamp", backup.completionTimestamp());
    Json.count(status, "volumeSnapshotsAttempted", backup.volumeSnapshotsAttempted());
    Json.count(status, "volumeSnapshotsCompleted", backup.volumeSnapshotsCompleted());
    Json.text(status, "failureReason", backup.failureReason());
    Json.count(status, "warnings", backup.warnings());
    Json.count(status, "errors", backup.errors());
    JsonObject progress = new JsonObject();
    Json.count(progress, "totalItems", backup.totalItems());
    Json.count(progress, "itemsBackedUp", backup.itemsBackedUp());
    Json.object(status, "progress", progress);
    Json.count(status, "csiVolumeSnapshotsAttempted", backup.csiVolumeSnapshotsAttempted());
    Json.count(status, "csiVolumeSnapshotsCompleted", backup.csiVolumeSnapshotsCompleted());
    Json.count(status, "backupItemOperationsAttempted", backup.itemOperationsAttempted());
    Json.count(status, "backupItemOperationsCompleted", backup.itemOperationsCompleted());
    Json.count(status, "backupItemOperationsFailed", backup.itemOperationsFailed());
    JsonObject hooks = new JsonObject();
    Json.count(hooks, "hooksAttempted", backup.hooksAttempted());
    Json.count(hooks, "hooksFailed", backup.hooksFailed());
    Json.object(status, "hookStatus", hooks);
    return status;
  }

  static SortedMap<String, String> statusFields() {
    SortedMap<String, String> known = FieldReader.newProbe();
    status(
        FieldReader.probe("status", known),
        Backup.builder(BackupSpec.builder("probe").buildUnchecked()));
    return known;
  }
}
