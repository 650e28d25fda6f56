// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.api.item.ResourceSelector;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a selector wants an item, by the rules of backups and restores. */
final class SelectorMatch {
  private SelectorMatch() {}

  static boolean matches(ResourceSelector selector, TesterInput input, ClusterView cluster) {
    ResourceIdentifier id = input.id();
    return (selector.resources().isEmpty() || names(selector.resources(), id, cluster))
        && !names(selector.excludedResources(), id, cluster)
        && namespaceMatches(selector, input.targetNamespace())
        && (selector.labelSelector().isEmpty()
            || LabelSelector.parse(selector.labelSelector()).matches(input.item().labels()));
  }

  static boolean names(List<String> names, ResourceIdentifier id, ClusterView cluster) {
    return names.stream()
        .anyMatch(
            name ->
                name.equals(id.resource())
                    || cluster.resolve(name).orElse(name).equals(id.groupResource()));
  }

  static boolean namespaceMatches(ResourceSelector selector, String namespace) {
    if (namespace.isEmpty()) {
      return selector.excludedNamespaces().isEmpty()
          && (selector.namespaces().isEmpty() || selector.namespaces().equals(List.of("*")));
    }
    return (selector.namespaces().isEmpty() || anyGlob(selector.namespaces(), namespace))
        && !anyGlob(selector.excludedNamespaces(), namespace);
  }

  static boolean anyGlob(List<String> globs, String text) {
    return globs.stream().anyMatch(glob -> glob(glob).matcher(text).matches());
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[', ']', '-' -> regex.append(c);
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
