// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plugin;

import io.oadp.api.ConfigurationException;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceSelector;
import io.oadp.core.internal.cluster.Discovery;
import io.oadp.core.internal.select.IncludeExclude;
import io.oadp.core.internal.select.ResourceNames;
import io.oadp.spi.ItemAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The actions of one kind, with what they apply to resolved by discovery, once a run.
 *
 * @param <A> the kind of action
 */
public final class ResolvedActions<A extends ItemAction> {
  private final List<Resolved<A>> actions;

  private ResolvedActions(List<Resolved<A>> actions) {
    this.actions = actions;
  }

  private record Resolved<A extends ItemAction>(
      PluginSet.Named<A> named,
      IncludeExclude resources,
      IncludeExclude namespaces,
      Optional<LabelSelector> labels) {

    boolean wants(String groupResource, String namespace) {
      return resources.includes(groupResource)
          && (namespace.isEmpty() ? namespaces.isEverything() : namespaces.includes(namespace));
    }
  }

  /**
   * Resolves what each action applies to.
   *
   * @throws ConfigurationException naming the action whose selector cannot be read
   */
  @SuppressWarnings("CatchingUnchecked") // a plugin may throw anything; it is named here
  public static <A extends ItemAction> ResolvedActions<A> resolve(
      List<PluginSet.Named<A>> actions, Discovery discovery) {
    List<Resolved<A>> resolved = new ArrayList<>();
    for (PluginSet.Named<A> named : actions) {
      try {
        ResourceSelector wanted = named.action().appliesTo();
        resolved.add(
            new Resolved<>(
                named,
                ResourceNames.resolve(discovery, wanted.resources(), wanted.excludedResources()),
                new IncludeExclude(wanted.namespaces(), wanted.excludedNamespaces()),
                wanted.labelSelector().isEmpty()
                    ? Optional.empty()
                    : Optional.of(LabelSelector.parse(wanted.labelSelector()))));
      } catch (RuntimeException e) {
        throw new ConfigurationException(
            "action '" + named.name() + "': what it applies to cannot be read: " + e.getMessage(),
            e);
      }
    }
    return new ResolvedActions<>(resolved);
  }

  /** Whether no action wants any item of a resource in a namespace, whatever its labels. */
  public boolean noneFor(String groupResource, String namespace) {
    for (Resolved<A> action : actions) {
      if (action.wants(groupResource, namespace)) {
        return false;
      }
    }
    return true;
  }

  /** The actions for items of a resource in a namespace, labels not yet looked at. */
  public List<Candidate<A>> candidates(String groupResource, String namespace) {
    List<Candidate<A>> found = new ArrayList<>();
    for (Resolved<A> action : actions) {
      if (action.wants(groupResource, namespace)) {
        found.add(new Candidate<>(action.named(), action.labels()));
      }
    }
    return found;
  }

  /**
   * An action that wants an item if its labels match.
   *
   * @param named the action
   * @param labels what they must match
   * @param <A> its kind
   */
  public record Candidate<A extends ItemAction>(
      PluginSet.Named<A> named, Optional<LabelSelector> labels) {
    /** Whether the labels match. */
    public boolean wants(Map<String, String> itemLabels) {
      return labels.isEmpty() || labels.get().matches(itemLabels);
    }
  }
}
