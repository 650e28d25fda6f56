// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.oadp.api.VolumeInfo;
import io.oadp.api.item.KubernetesItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was decided for each persistent volume of a backup. The data of none is saved yet, so each
 * entry is a skipped one, which tells a restore to provision the volume anew if its reclaim policy
 * is Delete, and to create the PersistentVolume as it is otherwise. Thread-safe.
 */
final class VolumeBook {
  /** Why no data is saved. */
  static final String REASON = "the data of volumes is not backed up by this version";

  private final Map<String, VolumeInfo> volumes = new TreeMap<>(); // guarded by this

  /** Records a PersistentVolume. */
  void volume(KubernetesItem pv) {
    VolumeInfo info =
        new VolumeInfo(
            pv.text("/spec/claimRef/namespace").orElse(""),
            pv.text("/spec/claimRef/name").orElse(""),
            pv.name(),
            REASON,
            pv.text("/spec/persistentVolumeReclaimPolicy").orElse(""),
            pv.labels());
    synchronized (this) {
      volumes.put(pv.name(), info);
    }
  }

  synchronized List<VolumeInfo> volumes() {
    return List.copyOf(volumes.values());
  }

  /** The volume infos as Velero writes them. */
  byte[] json() {
    JsonArray array = new JsonArray();
    for (VolumeInfo volume : volumes()) {
      JsonObject entry = new JsonObject();
      addUnlessEmpty(entry, "pvcName", volume.pvcName());
      addUnlessEmpty(entry, "pvcNamespace", volume.pvcNamespace());
      entry.addProperty("pvName", volume.pvName());
      entry.addProperty("snapshotDataMoved", false);
      entry.addProperty("preserveLocalSnapshot", false);
      entry.addProperty("skipped", true);
      entry.addProperty("skippedReason", volume.skippedReason());
      JsonObject pvInfo = new JsonObject();
      pvInfo.addProperty("reclaimPolicy", volume.reclaimPolicy());
      JsonObject labels = new JsonObject();
      new TreeMap<>(volume.labels()).forEach(labels::addProperty);
      pvInfo.add("labels", labels);
      entry.add("pvInfo", pvInfo);
      array.add(entry);
    }
    return (array + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void addUnlessEmpty(JsonObject entry, String name, String value) {
    if (!value.isEmpty()) {
      entry.addProperty(name, value);
    }
  }
}
