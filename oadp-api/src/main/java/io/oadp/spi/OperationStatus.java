// SPDX-License-Identifier: Apache-2.0
package io.oadp.spi;

/** How far an operation is. Immutable. */
public final class OperationStatus {
  private final boolean ended;
  private final String error;
  private final long done;
  private final long total;
  private final String unit;
  private final String description;

  private OperationStatus(
      boolean ended, String error, long done, long total, String unit, String description) {
    this.ended = ended;
    this.error = error;
    this.done = done;
    this.total = total;
    this.unit = unit;
    this.description = description;
  }

  /**
   * It goes on.
   *
   * @param done how much is done
   * @param total how much there is; 0 if unknown
   * @param unit of what, such as {@code Bytes}
   * @return the status
   */
  public static OperationStatus running(long done, long total, String unit) {
    return new OperationStatus(false, "", done, total, unit, "");
  }

  /**
   * It has succeeded.
   *
   * @return the status
   */
  public static OperationStatus completed() {
    return new OperationStatus(true, "", 0, 0, "", "");
  }

  /**
   * It has failed.
   *
   * @param error why; not empty
   * @return the status
   */
  public static OperationStatus failed(String error) {
    if (error.isEmpty()) {
      throw new IllegalArgumentException("a failed operation needs to say why");
    }
    return new OperationStatus(true, error, 0, 0, "", "");
  }

  /**
   * Adds a few words for people.
   *
   * @param text such as the phase of an object that does the work
   * @return this with the words
   */
  public OperationStatus withDescription(String text) {
    return new OperationStatus(ended, error, done, total, unit, text);
  }

  /**
   * Whether it has ended well.
   *
   * @return false while it goes on, and if it failed
   */
  public boolean isCompleted() {
    return ended && error.isEmpty();
  }

  /**
   * Whether it has failed.
   *
   * @return true if {@link #error} says why
   */
  public boolean isFailed() {
    return !error.isEmpty();
  }

  /**
   * Why it failed.
   *
   * @return empty if it has not
   */
  public String error() {
    return error;
  }

  /**
   * How much is done.
   *
   * @return in {@link #unit}
   */
  public long done() {
    return done;
  }

  /**
   * How much there is.
   *
   * @return in {@link #unit}; 0 if unknown
   */
  public long total() {
    return total;
  }

  /**
   * What is counted.
   *
   * @return such as {@code Bytes}
   */
  public String unit() {
    return unit;
  }

  /**
   * A few words for people.
   *
   * @return empty if none were given
   */
  public String description() {
    return description;
  }
}
