// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Objects;

/**
 * One thing that is wrong with a spec.
 *
 * @param field path of the field in Velero's spelling, such as {@code ttl} or {@code
 *     hooks.resources[0].name}; read from a file it starts at the document's root ({@code
 *     spec.ttl})
 * @param code what kind of problem this is
 * @param text what is wrong; Velero's own text where Velero has one
 */
public record Violation(String field, Code code, String text) {
  /** What kinds of violations there are. More may come. */
  public enum Code {
    /** A value is out of range or malformed. */
    INVALID,
    /** A value that must be there is missing. */
    REQUIRED,
    /** Two fields, or two entries of them, exclude each other. */
    CONFLICT,
    /** The file has a field that Velero does not know. */
    UNKNOWN_FIELD,
    /** The file has a value of another type than the field's. */
    WRONG_TYPE,
    /** The engine does not serve this field yet, and ignoring it would change the outcome. */
    NOT_SERVED
  }

  /**
   * Creates a violation.
   *
   * @param field path of the field, empty for the whole
   * @param code what kind of problem this is
   * @param text what is wrong
   */
  public Violation {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
  }

  /** Returns the field and the text, as they stand in the exception's message. */
  @Override
  public String toString() {
    return field.isEmpty() ? text : field + ": " + text;
  }
}
