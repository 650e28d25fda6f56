// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

/** How far a run goes along with Velero where Velero's way has a known defect or costs time. */
public enum Compatibility {
  /** The right thing, as fast as the cluster allows. */
  DEFAULT,
  /** What Velero 1.18 does: its order, one item at a time, and its known defects. */
  VELERO_1_18
}
