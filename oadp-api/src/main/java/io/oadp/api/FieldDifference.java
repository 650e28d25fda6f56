// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/**
 * One field in which two objects differ. Values are JSON as it is written, so that {@code 1} and
 * {@code "1"}, or {@code null} and an absent field, can be told apart; a long one is cut and gives
 * its length and a digest. What a Secret holds is a digest, which tells whether two values of one
 * comparison are equal and nothing else. Immutable.
 *
 * @param pointer JSON Pointer to the field, such as {@code /spec/replicas}
 * @param live the value in the object that is there; empty if the field is not there
 * @param desired the value in the object that is to be there; empty if the field is not there
 */
public record FieldDifference(String pointer, String live, String desired) {
  /** {@code /spec/replicas: 3 -> 5}, with {@code (absent)} for a field that is not there. */
  @Override
  public String toString() {
    return pointer + ": " + shown(live) + " -> " + shown(desired);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(absent)" : value;
  }
}
