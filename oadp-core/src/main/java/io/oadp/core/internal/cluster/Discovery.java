// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.item.GroupVersionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a server serves, at one moment. Immutable. The order is Velero's, since it decides the order
 * of a backup: groups as the server tells them with {@code extensions} last, resources as the
 * server tells them, save that pods, claims and volumes lead the core group.
 */
public final class Discovery {
  private static final Set<String> NEEDED_FOR_BACKUP = Set.of("list", "create", "get", "delete");

  private final List<ApiResource> served;
  private final List<ApiResource> preferred;
  private final List<ApiResource> backupable;
  private final Map<String, ApiResource> byGroupResource;
  private final Map<GroupVersionKind, ApiResource> byKind;
  private final List<String> warnings;

  /** One group: its versions, best first, each with its resources in the server's order. */
  record Group(String name, Map<String, List<ApiResource>> versions) {}

  Discovery(List<Group> groups, List<String> warnings) {
    this.warnings = List.copyOf(warnings);
    List<Group> ordered = new ArrayList<>(groups);
    ordered.sort(Comparator.comparing(group -> group.name().equals("extensions")));
    List<ApiResource> all = new ArrayList<>();
    List<ApiResource> best = new ArrayList<>();
    for (Group group : ordered) {
      Set<String> seen = new LinkedHashSet<>();
      List<ApiResource> ofGroup = new ArrayList<>();
      group
          .versions()
          .values()
          .forEach(
              resources -> {
                all.addAll(resources);
                resources.stream().filter(r -> seen.add(r.resource())).forEach(ofGroup::add);
              });
      if (group.name().isEmpty()) {
        ofGroup.sort(Comparator.comparingInt(Discovery::coreRank));
      }
      best.addAll(ofGroup);
    }
    this.served = List.copyOf(all);
    this.preferred = List.copyOf(best);
    this.backupable =
        preferred.stream().filter(r -> r.verbs().containsAll(NEEDED_FOR_BACKUP)).toList();
    this.byGroupResource = new LinkedHashMap<>();
    preferred.forEach(r -> byGroupResource.putIfAbsent(r.groupResource(), r));
    this.byKind = new HashMap<>();
    // A kind may have several resources, such as views of it; what can be listed holds the objects.
    served.stream()
        .filter(r -> r.verbs().contains("list"))
        .forEach(r -> byKind.putIfAbsent(r.gvk(), r));
    served.forEach(r -> byKind.putIfAbsent(r.gvk(), r));
  }

  private static int coreRank(ApiResource resource) {
    return switch (resource.resource()) {
      case "pods" -> 0;
      case "persistentvolumeclaims" -> 1;
      case "persistentvolumes" -> 2;
      default -> 3;
    };
  }

  /** Each resource once, in the version that the server prefers, or the best that has it. */
  public List<ApiResource> preferred() {
    return preferred;
  }

  /** The preferred ones that can be listed, created, read and deleted. */
  public List<ApiResource> backupable() {
    return backupable;
  }

  /** Every resource in every served version, best version first in each group. */
  public List<ApiResource> served() {
    return served;
  }

  /** Finds a preferred resource by {@code resource} or {@code resource.group}. */
  public Optional<ApiResource> byGroupResource(String groupResource) {
    return Optional.ofNullable(byGroupResource.get(groupResource));
  }

  /** Finds the resource of a kind, in exactly this version. */
  public Optional<ApiResource> byKind(GroupVersionKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /** The served versions of a group, the preferred one first; empty if it is not served. */
  public Set<String> servedVersions(String group) {
    Set<String> versions = new LinkedHashSet<>();
    served.stream().filter(r -> r.group().equals(group)).forEach(r -> versions.add(r.version()));
    return versions;
  }

  /** Groups whose resources could not be learnt, such as of an aggregated API that is down. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Finds the resource that a name means: plural, singular, short name or kind in any case, alone
   * or with {@code .group} or {@code .version.group}. Of several, the plural counts before the
   * other names, and then the server's order. A group may be cut short, such as {@code
   * ingresses.networking}, if no whole one fits.
   */
  public Optional<ApiResource> find(String anySpelling) {
    String text = anySpelling.toLowerCase(Locale.ROOT);
    int dot = text.indexOf('.');
    if (dot < 0) {
      return named(text, preferred, r -> true);
    }
    String name = text.substring(0, dot);
    String rest = text.substring(dot + 1);
    Optional<ApiResource> found = named(name, preferred, r -> r.group().equals(rest));
    if (found.isPresent()) {
      return found;
    }
    int second = rest.indexOf('.');
    String version = second < 0 ? rest : rest.substring(0, second);
    String group = second < 0 ? "" : rest.substring(second + 1);
    found = named(name, served, r -> r.version().equals(version) && r.group().equals(group));
    return found.isPresent()
        ? found
        : named(name, preferred, r -> !rest.isEmpty() && r.group().startsWith(rest));
  }

  private static Optional<ApiResource> named(
      String name, List<ApiResource> from, Predicate<ApiResource> filter) {
    List<Predicate<ApiResource>> spellings =
        List.of(
            r -> r.resource().equals(name),
            r -> r.shortNames().contains(name),
            r -> r.singular().equals(name),
            r -> r.kind().toLowerCase(Locale.ROOT).equals(name));
    for (Predicate<ApiResource> spelling : spellings) {
      Optional<ApiResource> found = from.stream().filter(filter.and(spelling)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
