// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.archive;

import io.oadp.api.item.ResourceIdentifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds, without the bodies: per groupResource its versions, and the items that
 * stand at plain paths, which are the ones a restore takes. Immutable.
 */
public final class ArchiveCatalogue {
  private final SortedMap<String, Resource> resources;
  private final long items;

  private ArchiveCatalogue(SortedMap<String, Resource> resources) {
    this.resources = Collections.unmodifiableSortedMap(resources);
    this.items = resources.values().stream().mapToLong(r -> r.items().size()).sum();
  }

  /** All groupResources, by name. */
  public SortedMap<String, Resource> resources() {
    return resources;
  }

  /** One groupResource; empty if the archive has nothing of it. */
  public Optional<Resource> resource(String groupResource) {
    return Optional.ofNullable(resources.get(groupResource));
  }

  /** All items at plain paths, sorted by groupResource, namespace and name. */
  public Stream<Item> items() {
    return resources.values().stream().flatMap(resource -> resource.items().stream());
  }

  /** How many items there are at plain paths. */
  public long itemCount() {
    return items;
  }

  /** Finds an item. */
  public Optional<Item> find(String groupResource, String namespace, String name) {
    Resource resource = resources.get(groupResource);
    if (resource == null) {
      return Optional.empty();
    }
    Item wanted = new Item(groupResource, namespace, name, -1, -1);
    int at = Collections.binarySearch(resource.items(), wanted, Item.ORDER);
    return at < 0 ? Optional.empty() : Optional.of(resource.items().get(at));
  }

  /**
   * One groupResource.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param versions that the archive has of it, sorted
   * @param preferredVersion the one at the plain path; empty if the archive does not say
   * @param items sorted by namespace, cluster-scoped first, then by name
   */
  public record Resource(
      String groupResource, List<String> versions, String preferredVersion, List<Item> items) {}

  /** One item of the archive. Immutable. */
  public static final class Item {
    static final Comparator<Item> ORDER =
        Comparator.comparing(Item::namespace).thenComparing(Item::name);

    private final String groupResource;
    private final String namespace;
    private final String name;
    private final long sizeBytes;
    private final int entry;

    Item(String groupResource, String namespace, String name, long sizeBytes, int entry) {
      this.groupResource = groupResource;
      this.namespace = namespace;
      this.name = name;
      this.sizeBytes = sizeBytes;
      this.entry = entry;
    }

    /** Which item it is. */
    public ResourceIdentifier id() {
      return ResourceIdentifier.of(groupResource, namespace, name);
    }

    /** Such as {@code deployments.apps}. */
    public String groupResource() {
      return groupResource;
    }

    /** Empty for a cluster-scoped item. */
    public String namespace() {
      return namespace;
    }

    /** As in the path. */
    public String name() {
      return name;
    }

    /**
     * The length of its JSON in bytes; -1 if the catalogue was made without reading the archive.
     */
    public long sizeBytes() {
      return sizeBytes;
    }

    /** Which entry of the tar file it is; -1 if unknown. */
    int entry() {
      return entry;
    }

    @Override
    public String toString() {
      return groupResource + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
  }

  /** Collects items as they come. Used by one thread. */
  static final class Builder {
    private static final int MAX_ITEMS = 20_000_000;

    private final Map<String, Collected> resources = new HashMap<>();
    private final Map<String, String> namespaces = new HashMap<>();
    private long items;

    /** An item at the plain path; one that was there before is replaced. */
    void item(String groupResource, String namespace, String name, long sizeBytes, int entry)
        throws IOException {
      if (++items > MAX_ITEMS) {
        throw new IOException("it has more than " + MAX_ITEMS + " items");
      }
      Collected collected = collected(groupResource);
      String sharedNamespace = namespaces.computeIfAbsent(namespace, n -> n);
      collected.items.add(
          new Item(collected.groupResource, sharedNamespace, name, sizeBytes, entry));
    }

    void version(String groupResource, String version, boolean preferred) {
      Collected collected = collected(groupResource);
      collected.versions.add(version);
      if (preferred) {
        collected.preferred = version;
      }
    }

    private Collected collected(String groupResource) {
      return resources.computeIfAbsent(groupResource, Collected::new);
    }

    ArchiveCatalogue build() {
      SortedMap<String, Resource> built = new TreeMap<>();
      resources.forEach((name, collected) -> built.put(name, collected.build()));
      return new ArchiveCatalogue(built);
    }
  }

  private static final class Collected {
    private final String groupResource;
    private final SortedSet<String> versions = new TreeSet<>();
    private final List<Item> items = new ArrayList<>();
    private String preferred = "";

    Collected(String groupResource) {
      this.groupResource = groupResource;
    }

    Resource build() {
      // The sort is stable: of two entries with one path, the later stands behind, and counts.
      items.sort(Item.ORDER);
      List<Item> unique = new ArrayList<>(items.size());
      @Nullable Item last = null;
      for (Item item : items) {
        if (last != null && Item.ORDER.compare(last, item) == 0) {
          unique.set(unique.size() - 1, item);
        } else {
          unique.add(item);
        }
        last = item;
      }
      return new Resource(
          groupResource, List.copyOf(versions), preferred, Collections.unmodifiableList(unique));
    }
  }
}
