// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says that a spec cannot be accepted, with everything that is wrong with it. Nothing was done. */
public class InvalidSpecException extends OadpException {
  private static final long serialVersionUID = 1L;

  /** Null after deserialisation: violations are not serialised. */
  private final transient @Nullable List<Violation> violations;

  /**
   * Creates an exception.
   *
   * @param subject what is invalid, such as {@code BackupSpec 'orders-nightly'}
   * @param violations all that is wrong, in the order of the message
   */
  public InvalidSpecException(String subject, List<Violation> violations) {
    super(message(subject, violations));
    this.violations = List.copyOf(violations);
  }

  /**
   * Creates an exception with what caused it.
   *
   * @param subject what is invalid, such as {@code BackupSpec 'orders-nightly'}
   * @param violations all that is wrong, in the order of the message
   * @param cause what was caught
   */
  public InvalidSpecException(String subject, List<Violation> violations, Throwable cause) {
    super(message(subject, violations), cause);
    this.violations = List.copyOf(violations);
  }

  /**
   * Returns all that is wrong.
   *
   * @return the violations, at least one; empty only in a deserialised exception, whose message
   *     still has them
   */
  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }

  private static String message(String subject, List<Violation> violations) {
    return subject
        + " is invalid: "
        + violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
  }
}
