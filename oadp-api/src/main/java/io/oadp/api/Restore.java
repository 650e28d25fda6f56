// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A restore as it is stored: identity, spec and status, in the fields of Velero's Restore. Reading
 * never fails on what another program wrote: unknown fields are kept, values of a wrong type read
 * as unset. Immutable.
 */
public final class Restore {
  private final RestoreSpec spec;
  private final Fields fields;

  private Restore(RestoreSpec spec, Fields fields) {
    this.spec = spec;
    this.fields = fields;
  }

  /**
   * Begins a record.
   *
   * @param spec what was asked for; gives the record its name, labels and annotations
   * @return a builder
   */
  public static Builder builder(RestoreSpec spec) {
    return new Builder(Objects.requireNonNull(spec, "spec"), Fields.NONE.edit());
  }

  /**
   * Begins a changed copy of this record.
   *
   * @return a builder that holds the values of this record
   */
  public Builder toBuilder() {
    return new Builder(spec, fields.edit());
  }

  /**
   * Returns the name of the restore.
   *
   * @return the name
   */
  public String name() {
    return spec.name();
  }

  /**
   * Returns the namespace the restore was stored for, Velero's home.
   *
   * @return the text; empty if unset
   */
  public Optional<String> namespace() {
    return fields.text("namespace");
  }

  /**
   * Returns the uid.
   *
   * @return the text; empty if unset
   */
  public Optional<String> uid() {
    return fields.text("uid");
  }

  /**
   * Returns when the object was created.
   *
   * @return the time; empty if unset
   */
  public Optional<Instant> creationTimestamp() {
    return fields.value("creationTimestamp", Instant.class);
  }

  /**
   * Returns the labels.
   *
   * @return the labels
   */
  public Map<String, String> labels() {
    return spec.labels();
  }

  /**
   * Returns the annotations.
   *
   * @return the annotations
   */
  public Map<String, String> annotations() {
    return spec.annotations();
  }

  /**
   * Returns what was asked for. What another program stored need not pass this library's checks:
   * see {@link RestoreSpec#violations}.
   *
   * @return the spec, with the name, labels and annotations of this record
   */
  public RestoreSpec spec() {
    return spec;
  }

  /**
   * Returns the phase.
   *
   * @return the phase; {@link Phase#NEW} if unset, {@link Phase#UNKNOWN} for a word of a newer
   *     writer
   */
  public Phase phase() {
    return Phase.parse(phaseText());
  }

  /**
   * Returns the phase as it is stored, for a word that {@link Phase} does not know.
   *
   * @return Velero's word; the empty text if unset
   */
  public String phaseText() {
    return fields.text("phase").orElse("");
  }

  /**
   * Returns when the run began.
   *
   * @return the time; empty if unset
   */
  public Optional<Instant> startTimestamp() {
    return fields.value("startTimestamp", Instant.class);
  }

  /**
   * Returns when the run ended.
   *
   * @return the time; empty if unset
   */
  public Optional<Instant> completionTimestamp() {
    return fields.value("completionTimestamp", Instant.class);
  }

  /**
   * Returns why the run failed as a whole.
   *
   * @return the text; empty if unset
   */
  public Optional<String> failureReason() {
    return fields.text("failureReason");
  }

  /**
   * Returns why the spec was refused.
   *
   * @return the entries in the order given; empty if unset
   */
  public List<String> validationErrors() {
    return fields.list("validationErrors");
  }

  /**
   * Returns the number of warnings.
   *
   * @return the number; zero if unset
   */
  public int warnings() {
    return fields.count("warnings");
  }

  /**
   * Returns the number of errors.
   *
   * @return the number; zero if unset
   */
  public int errors() {
    return fields.count("errors");
  }

  /**
   * Returns how many items there are ({@code progress.totalItems}).
   *
   * @return the number; zero if unset
   */
  public int totalItems() {
    return fields.count("totalItems");
  }

  /**
   * Returns how many items are done, whether created, skipped or failed ({@code
   * progress.itemsRestored}).
   *
   * @return the number; zero if unset
   */
  public int itemsRestored() {
    return fields.count("itemsRestored");
  }

  /**
   * Returns how many asynchronous operations were begun ({@code restoreItemOperationsAttempted}).
   *
   * @return the number; zero if unset
   */
  public int itemOperationsAttempted() {
    return fields.count("itemOperationsAttempted");
  }

  /**
   * Returns how many asynchronous operations succeeded ({@code restoreItemOperationsCompleted}).
   *
   * @return the number; zero if unset
   */
  public int itemOperationsCompleted() {
    return fields.count("itemOperationsCompleted");
  }

  /**
   * Returns how many asynchronous operations failed ({@code restoreItemOperationsFailed}).
   *
   * @return the number; zero if unset
   */
  public int itemOperationsFailed() {
    return fields.count("itemOperationsFailed");
  }

  /**
   * Returns how many hooks were to run ({@code hookStatus.hooksAttempted}).
   *
   * @return the number; zero if unset
   */
  public int hooksAttempted() {
    return fields.count("hooksAttempted");
  }

  /**
   * Returns how many hooks failed ({@code hookStatus.hooksFailed}).
   *
   * @return the number; zero if unset
   */
  public int hooksFailed() {
    return fields.count("hooksFailed");
  }

  /**
   * Returns the JSON document this record was read from. What this library does not know of it is
   * written back when the record is stored again.
   *
   * @return the document; empty for a record made here
   */
  public Optional<String> original() {
    return fields.text("original");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Restore that && spec.equals(that.spec) && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(spec, fields);
  }

  /** Returns name and phase. */
  @Override
  public String toString() {
    return "Restore '" + name() + "' (" + (phaseText().isEmpty() ? "New" : phaseText()) + ")";
  }

  /** Builds a Restore. Not thread-safe. */
  public static final class Builder {
    private RestoreSpec spec;
    private final Fields.Editor fields;

    private Builder(RestoreSpec spec, Fields.Editor fields) {
      this.spec = spec;
      this.fields = fields;
    }

    /**
     * Sets the namespace. Replaces.
     *
     * @param namespace the home namespace
     * @return this builder
     */
    public Builder namespace(String namespace) {
      fields.set("namespace", namespace);
      return this;
    }

    /**
     * Sets the uid. Replaces.
     *
     * @param uid the uid
     * @return this builder
     */
    public Builder uid(String uid) {
      fields.set("uid", uid);
      return this;
    }

    /**
     * Sets when the object was created. Replaces.
     *
     * @param time the time; stored in whole seconds
     * @return this builder
     */
    public Builder creationTimestamp(Instant time) {
      fields.set("creationTimestamp", time);
      return this;
    }

    /**
     * Sets the spec. Name, labels and annotations of the record are those of the spec. Replaces.
     *
     * @param newSpec the spec
     * @return this builder
     */
    public Builder spec(RestoreSpec newSpec) {
      spec = Objects.requireNonNull(newSpec, "newSpec");
      return this;
    }

    /**
     * Sets a label of the record and of its spec; replaces an earlier value of the same key.
     *
     * @param key the label's key
     * @param value its value
     * @return this builder
     */
    public Builder label(String key, String value) {
      spec = spec.toBuilder().label(key, value).buildUnchecked();
      return this;
    }

    /**
     * Sets an annotation of the record and of its spec; replaces an earlier value of the same key.
     *
     * @param key the annotation's key
     * @param value its value
     * @return this builder
     */
    public Builder annotation(String key, String value) {
      spec = spec.toBuilder().annotation(key, value).buildUnchecked();
      return this;
    }

    /**
     * Sets the phase. Replaces.
     *
     * @param phase a phase that Velero knows
     * @return this builder
     * @throws IllegalArgumentException for {@link Phase#CANCELED} and {@link Phase#UNKNOWN}, which
     *     are never stored
     */
    public Builder phase(Phase phase) {
      if (phase == Phase.CANCELED || phase == Phase.UNKNOWN) {
        throw new IllegalArgumentException("phase " + phase + " is never stored");
      }
      return phaseText(phase.velero());
    }

    /**
     * Sets the phase by the word that is stored. Replaces.
     *
     * @param text Velero's word; the empty text for none
     * @return this builder
     */
    public Builder phaseText(String text) {
      fields.set("phase", text);
      return this;
    }

    /**
     * Sets when the run began. Replaces.
     *
     * @param time the time; stored in whole seconds
     * @return this builder
     */
    public Builder startTimestamp(Instant time) {
      fields.set("startTimestamp", time);
      return this;
    }

    /**
     * Sets when the run ended. Replaces.
     *
     * @param time the time; stored in whole seconds
     * @return this builder
     */
    public Builder completionTimestamp(Instant time) {
      fields.set("completionTimestamp", time);
      return this;
    }

    /**
     * Sets why the run failed as a whole. Replaces.
     *
     * @param reason the reason
     * @return this builder
     */
    public Builder failureReason(String reason) {
      fields.set("failureReason", reason);
      return this;
    }

    /**
     * Sets why the spec was refused. Replaces.
     *
     * @param errors the texts
     * @return this builder
     */
    public Builder validationErrors(Collection<String> errors) {
      fields.setList("validationErrors", errors);
      return this;
    }

    /**
     * Sets the number of warnings. Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder warnings(int count) {
      fields.set("warnings", count);
      return this;
    }

    /**
     * Sets the number of errors. Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder errors(int count) {
      fields.set("errors", count);
      return this;
    }

    /**
     * Sets how many items there are ({@code progress.totalItems}). Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder totalItems(int count) {
      fields.set("totalItems", count);
      return this;
    }

    /**
     * Sets how many items are done, whether created, skipped or failed ({@code
     * progress.itemsRestored}). Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder itemsRestored(int count) {
      fields.set("itemsRestored", count);
      return this;
    }

    /**
     * Sets how many asynchronous operations were begun ({@code restoreItemOperationsAttempted}).
     * Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder itemOperationsAttempted(int count) {
      fields.set("itemOperationsAttempted", count);
      return this;
    }

    /**
     * Sets how many asynchronous operations succeeded ({@code restoreItemOperationsCompleted}).
     * Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder itemOperationsCompleted(int count) {
      fields.set("itemOperationsCompleted", count);
      return this;
    }

    /**
     * Sets how many asynchronous operations failed ({@code restoreItemOperationsFailed}). Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder itemOperationsFailed(int count) {
      fields.set("itemOperationsFailed", count);
      return this;
    }

    /**
     * Sets how many hooks were to run ({@code hookStatus.hooksAttempted}). Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder hooksAttempted(int count) {
      fields.set("hooksAttempted", count);
      return this;
    }

    /**
     * Sets how many hooks failed ({@code hookStatus.hooksFailed}). Replaces.
     *
     * @param count the number
     * @return this builder
     */
    public Builder hooksFailed(int count) {
      fields.set("hooksFailed", count);
      return this;
    }

    /**
     * Sets the JSON document this record was read from. Replaces.
     *
     * @param json the document
     * @return this builder
     */
    public Builder original(String json) {
      fields.set("original", json);
      return this;
    }

    /**
     * Builds the record.
     *
     * @return the record
     */
    public Restore build() {
      return new Restore(spec, fields.build());
    }
  }
}
