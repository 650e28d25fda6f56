// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import java.util.Map;

/**
 * What was decided for one persistent volume; an entry of Velero's {@code volumeinfo}. In this
 * version the data of no volume is saved, so every entry is a skipped one.
 *
 * @param pvcNamespace the claim's namespace; empty if there is none
 * @param pvcName the claim's name; empty if there is none
 * @param pvName the volume's name
 * @param skippedReason why its data was not saved
 * @param reclaimPolicy the volume's {@code persistentVolumeReclaimPolicy}
 * @param labels the volume's labels
 */
public record VolumeInfo(
    String pvcNamespace,
    String pvcName,
    String pvName,
    String skippedReason,
    String reclaimPolicy,
    Map<String, String> labels) {
  /**
   * Copies the labels.
   *
   * @param pvcNamespace the claim's namespace; empty if there is none
   * @param pvcName the claim's name; empty if there is none
   * @param pvName the volume's name
   * @param skippedReason why its data was not saved
   * @param reclaimPolicy the volume's {@code persistentVolumeReclaimPolicy}
   * @param labels the volume's labels
   */
  public VolumeInfo {
    labels = Map.copyOf(labels);
  }
}
