// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.ItemBlockInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Velero's {@code velero.io/pvc}: keeps a bound claim with its volume, with the running pods that
 * mount it and with the other claims of its snapshot group, so that hooks freeze all of them at
 * once.
 */
final class ClaimBlockAction implements ItemBlockAction {
  private static final String DEFAULT_GROUP_LABEL = "velero.io/volume-group";

  @Override
  public ResourceSelector appliesTo() {
    return ResourceSelector.ofResources(Resources.CLAIMS);
  }

  @Override
  public List<ResourceIdentifier> relatedItems(ItemBlockInput input) throws Exception {
    KubernetesItem claim = input.item();
    Optional<ResourceIdentifier> volume = Related.boundVolume(claim);
    if (volume.isEmpty()) {
      return List.of();
    }
    List<ResourceIdentifier> related = new ArrayList<>();
    related.add(volume.get());
    related.addAll(ClaimUsers.of(claim, input.run(), input.cluster()));
    related.addAll(sameGroup(input, claim));
    return related;
  }

  private static List<ResourceIdentifier> sameGroup(ItemBlockInput input, KubernetesItem claim) {
    String label =
        input.run().backup().spec().volumeGroupSnapshotLabelKey().orElse(DEFAULT_GROUP_LABEL);
    String group = claim.labels().getOrDefault(label, "");
    if (group.isEmpty()) {
      return List.of();
    }
    ItemQuery query =
        ItemQuery.ofResource(Resources.CLAIMS)
            .inNamespace(claim.namespace().orElse(""))
            .labelled(label + "=" + group);
    try (Stream<KubernetesItem> members = input.cluster().list(query)) {
      return members
          .map(KubernetesItem::name)
          .filter(name -> !name.equals(claim.name()))
          .map(name -> claim.sibling(Resources.CLAIMS, name))
          .toList();
    }
  }
}
