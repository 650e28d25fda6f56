// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** What a restore would do with one item. */
public enum Decision {
  /** Create it. */
  CREATE,
  /** Change the object that is there. */
  UPDATE,
  /** Nothing: the object that is there is the same. */
  UNCHANGED,
  /** Leave it out: a filter, an action or its own state says so. */
  SKIP,
  /** Leave the object that is there, which differs; the restore gives a warning. */
  CONFLICT
}
