// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemEdit;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.RestoreItemInput;
import io.oadp.spi.RestoreItemResult;

/**
 * Velero's {@code velero.io/job}: takes the old job's uid out of selector and template. The API
 * server puts the new one in, and refuses a job whose labels contradict it.
 */
final class JobRestoreAction implements RestoreItemAction {
  private static final String[] UID_LABELS = {
    "controller-uid", "batch.kubernetes.io~1controller-uid"
  };

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.JOBS);
  }

  @Override
  public RestoreItemResult execute(RestoreItemInput input) {
    KubernetesItem job = input.item();
    return Edits.restore(job, job.edit(edit -> removeUid(job, edit)));
  }

  private static void removeUid(KubernetesItem job, ItemEdit edit) {
    Edits.removeKeys(job, edit, "/spec/selector/matchLabels", UID_LABELS);
    Edits.removeKeys(job, edit, "/spec/template/metadata/labels", UID_LABELS);
  }
}
