// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.assertions;

import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Asserts what the archive of a backup holds. Failures list what is there near to what was looked
 * for.
 *
 * <pre>{@code
 * ArchiveAssert.assertThat(StoredArchive.of(store, "shop-1"))
 *     .containsItem("configmaps", "shop", "conf")
 *     .hasNoDuplicates();
 * }</pre>
 */
public final class ArchiveAssert extends AbstractAssert<ArchiveAssert, StoredArchive> {
  private static final int NEAR = 20;

  private ArchiveAssert(StoredArchive actual) {
    super(actual, ArchiveAssert.class);
  }

  /**
   * Begins.
   *
   * @param archive what is asserted on
   * @return the assertions
   */
  public static ArchiveAssert assertThat(StoredArchive archive) {
    return new ArchiveAssert(archive);
  }

  /**
   * Asserts that an item is stored.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param namespace its namespace; empty for a cluster-scoped item
   * @param name its name
   * @return this
   */
  public ArchiveAssert containsItem(String groupResource, String namespace, String name) {
    return containsItem(ResourceIdentifier.of(groupResource, namespace, name));
  }

  /**
   * Asserts that an item is stored.
   *
   * @param id the item
   * @return this
   */
  public ArchiveAssert containsItem(ResourceIdentifier id) {
    body(id);
    return this;
  }

  private byte[] body(ResourceIdentifier id) {
    isNotNull();
    byte[] body = actual.items().get(id);
    if (body == null) {
      throw failure("the archive does not hold %s; %s", id, near(id));
    }
    return body;
  }

  private String near(ResourceIdentifier id) {
    List<ResourceIdentifier> sameResource =
        matching(other -> other.groupResource().equals(id.groupResource()));
    if (!sameResource.isEmpty()) {
      return "of " + id.groupResource() + " it has " + list(sameResource);
    }
    List<ResourceIdentifier> sameName = matching(other -> other.name().equals(id.name()));
    String resources =
        String.join(
            ", ",
            actual.items().keySet().stream()
                .map(ResourceIdentifier::groupResource)
                .collect(Collectors.toCollection(TreeSet::new)));
    return "it has none of "
        + id.groupResource()
        + (sameName.isEmpty() ? "" : ", of that name it has " + list(sameName))
        + (resources.isEmpty() ? "; it has no items" : "; its resources are " + resources);
  }

  private List<ResourceIdentifier> matching(Predicate<ResourceIdentifier> predicate) {
    return actual.items().keySet().stream().filter(predicate).toList();
  }

  private static String list(List<ResourceIdentifier> ids) {
    String shown =
        ids.stream()
            .limit(NEAR)
            .map(ResourceIdentifier::toString)
            .collect(Collectors.joining(", "));
    return ids.size() > NEAR ? shown + " and " + (ids.size() - NEAR) + " more" : shown;
  }

  /**
   * Asserts that an item is not stored, in any version.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param namespace its namespace; empty for a cluster-scoped item
   * @param name its name
   * @return this
   */
  public ArchiveAssert doesNotContainItem(String groupResource, String namespace, String name) {
    return doesNotContainItem(ResourceIdentifier.of(groupResource, namespace, name));
  }

  /**
   * Asserts that an item is not stored, in any version.
   *
   * @param id the item
   * @return this
   */
  public ArchiveAssert doesNotContainItem(ResourceIdentifier id) {
    isNotNull();
    if (actual.items().containsKey(id)) {
      throw failure("the archive holds %s, and should not", id);
    }
    if (!actual.versions(id).isEmpty()) {
      throw failure("the archive holds %s as %s, and should not", id, actual.versions(id));
    }
    return this;
  }

  /**
   * Asserts which items are stored, and that there are no others.
   *
   * @param ids the items, in any order
   * @return this
   */
  public ArchiveAssert containsOnlyItems(ResourceIdentifier... ids) {
    isNotNull();
    List<ResourceIdentifier> wanted = List.of(ids);
    List<ResourceIdentifier> missing =
        wanted.stream().filter(id -> !actual.items().containsKey(id)).toList();
    List<ResourceIdentifier> unexpected = matching(id -> !wanted.contains(id));
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw failure(
          "the archive lacks [%s], and holds [%s] that it should not",
          list(missing), list(unexpected));
    }
    return this;
  }

  /**
   * Asserts that no path is in the archive twice.
   *
   * @return this
   */
  public ArchiveAssert hasNoDuplicates() {
    isNotNull();
    if (!actual.duplicates().isEmpty()) {
      throw failure("the archive has paths more than once: %s", actual.duplicates());
    }
    return this;
  }

  /**
   * Asserts the version of the archive's format.
   *
   * @param version such as {@code 1.1.0}
   * @return this
   */
  public ArchiveAssert hasFormatVersion(String version) {
    isNotNull();
    Optional<String> stored = actual.formatVersion();
    if (!stored.equals(Optional.of(version))) {
      throw failure(
          "the archive's format version is %s, and should be %s",
          stored.orElse("not stored"), version);
    }
    return this;
  }

  /**
   * Goes on with an item that is stored.
   *
   * @param groupResource such as {@code secrets} or {@code deployments.apps}
   * @param namespace its namespace; empty for a cluster-scoped item
   * @param name its name
   * @return assertions on the item
   */
  public ItemAssert item(String groupResource, String namespace, String name) {
    return item(ResourceIdentifier.of(groupResource, namespace, name));
  }

  /**
   * Goes on with an item that is stored.
   *
   * @param id the item
   * @return assertions on the item
   */
  public ItemAssert item(ResourceIdentifier id) {
    byte[] body = body(id);
    try {
      return new ItemAssert(KubernetesItem.parse(body), id);
    } catch (IllegalArgumentException e) {
      AssertionError error = failure("what is stored of %s is no item: %s", id, e.getMessage());
      error.addSuppressed(e);
      throw error;
    }
  }

  /** Asserts what one stored item says. */
  public static final class ItemAssert extends AbstractAssert<ItemAssert, KubernetesItem> {
    private final ResourceIdentifier id;

    private ItemAssert(KubernetesItem actual, ResourceIdentifier id) {
      super(actual, ItemAssert.class);
      this.id = id;
    }

    /**
     * Asserts a text in the item.
     *
     * @param pointer where, as a JSON Pointer
     * @param text the text
     * @return this
     */
    public ItemAssert hasField(String pointer, String text) {
      return hasJson(pointer, actual.text(pointer).filter(text::equals).isPresent(), quoted(text));
    }

    /**
     * Asserts a whole number in the item.
     *
     * @param pointer where, as a JSON Pointer
     * @param number the number
     * @return this
     */
    public ItemAssert hasField(String pointer, long number) {
      boolean same =
          actual.number(pointer).isPresent() && actual.number(pointer).getAsLong() == number;
      return hasJson(pointer, same, String.valueOf(number));
    }

    /**
     * Asserts a true or false in the item.
     *
     * @param pointer where, as a JSON Pointer
     * @param flag the value
     * @return this
     */
    public ItemAssert hasField(String pointer, boolean flag) {
      boolean same = actual.flag(pointer).filter(value -> value == flag).isPresent();
      return hasJson(pointer, same, String.valueOf(flag));
    }

    private ItemAssert hasJson(String pointer, boolean same, String wanted) {
      hasField(pointer);
      if (!same) {
        throw failure(
            "%s has %s at %s, and should have %s",
            id, actual.json(pointer).orElseThrow(), pointer, wanted);
      }
      return this;
    }

    private static String quoted(String text) {
      return '"' + text + '"';
    }

    /**
     * Asserts that the item has something at a place, be it null.
     *
     * @param pointer where, as a JSON Pointer
     * @return this
     */
    public ItemAssert hasField(String pointer) {
      if (!actual.has(pointer)) {
        throw failure("%s has nothing at %s; %s", id, pointer, near(pointer));
      }
      return this;
    }

    private String near(String pointer) {
      String parent = pointer;
      do {
        parent = parent.substring(0, Math.max(0, parent.lastIndexOf('/')));
      } while (!parent.isEmpty() && !actual.has(parent));
      return (parent.isEmpty() ? "at the top it has " : "at " + parent + " it has ")
          + actual.find(parent + "/*").stream()
              .limit(NEAR)
              .map(place -> place.substring(place.lastIndexOf('/') + 1))
              .toList();
    }

    /**
     * Asserts that the item has nothing at a place.
     *
     * @param pointer where, as a JSON Pointer
     * @return this
     */
    public ItemAssert doesNotHaveField(String pointer) {
      if (actual.has(pointer)) {
        throw failure(
            "%s has %s at %s, and should have nothing",
            id, actual.json(pointer).orElseThrow(), pointer);
      }
      return this;
    }
  }
}
