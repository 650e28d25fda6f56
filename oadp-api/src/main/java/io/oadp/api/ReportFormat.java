// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** The form of a report. All are UTF-8. */
public enum ReportFormat {
  /** Lines for a terminal: counts, then each item with what differs. */
  TEXT,
  /** All of it as one YAML document. */
  YAML,
  /** All of it as one JSON document. */
  JSON,
  /** One page for reviewers that needs no other file and runs no script. */
  HTML
}
