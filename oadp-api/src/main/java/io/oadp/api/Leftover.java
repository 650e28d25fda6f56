// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/**
 * Something that a run left behind and could not remove.
 *
 * @param what the thing, such as an object's key
 * @param why what kept it from being removed
 * @param remedy how to remove it
 */
public record Leftover(String what, String why, String remedy) {
  @Override
  public String toString() {
    return what + ": " + why + "; " + remedy;
  }
}
