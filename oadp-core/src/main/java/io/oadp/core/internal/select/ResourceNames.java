// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.select;

import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.Discovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the resource names that people write into the one form that filters compare. */
public final class ResourceNames {
  private ResourceNames() {}

  /** Resolves both lists; a name that discovery does not know stays, and works as a pattern. */
  public static IncludeExclude resolve(
      Discovery discovery, List<String> includes, List<String> excludes) {
    return new IncludeExclude(resolve(discovery, includes), resolve(discovery, excludes));
  }

  private static List<String> resolve(Discovery discovery, List<String> names) {
    return names.stream()
        .map(name -> discovery.find(name).map(ApiResource::groupResource).orElse(name))
        .toList();
  }

  /** Resolves the lists of one scope; known names of the other scope drop out, as in Velero. */
  static IncludeExclude resolveScope(
      Discovery discovery, List<String> includes, List<String> excludes, boolean namespaced) {
    return new IncludeExclude(
        ofScope(discovery, includes, namespaced), ofScope(discovery, excludes, namespaced));
  }

  private static List<String> ofScope(Discovery discovery, List<String> names, boolean namespaced) {
    List<String> kept = new ArrayList<>();
    for (String name : names) {
      Optional<ApiResource> known = discovery.find(name);
      if (known.isEmpty()) {
        kept.add(name);
      } else if (known.get().namespaced() == namespaced) {
        kept.add(known.get().groupResource());
      }
    }
    return kept;
  }
}
