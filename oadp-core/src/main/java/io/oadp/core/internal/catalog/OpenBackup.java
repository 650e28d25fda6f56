// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.catalog;

import io.oadp.api.Backup;
import io.oadp.api.ConfigurationException;
import io.oadp.api.ItemDifference;
import io.oadp.api.LocationException;
import io.oadp.api.Problem;
import io.oadp.api.StoredBackup;
import io.oadp.api.VerifyReport;
import io.oadp.api.cluster.ClusterView;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.LabelSelector;
import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.archive.ArchiveReader;
import io.oadp.core.internal.diff.SecretMask;
import io.oadp.core.internal.engine.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backup, opened for reading. Its archive is opened when first asked for. */
final class OpenBackup implements StoredBackup {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBackup.class);
  private static final long MEMORY_BYTES = 64 << 20;

  private final Locations.Location location;
  private final String name;
  private final Backup backup;
  private final SecretMask mask = new SecretMask();
  private @Nullable ArchiveReader archive; // guarded by this

  OpenBackup(Locations.Location location, String name, Backup backup) {
    this.location = location;
    this.name = name;
    this.backup = backup;
  }

  @Override
  public Backup backup() {
    return backup;
  }

  @Override
  public Stream<Problem> problems() {
    return RunFiles.problems(location, Keys.ofBackup(name, "results.gz"));
  }

  @Override
  public Stream<String> log() {
    return RunFiles.log(location, Keys.ofBackup(name, "logs.gz"));
  }

  private synchronized ArchiveReader archive() throws IOException {
    ArchiveReader opened = archive;
    if (opened == null) {
      opened =
          ArchiveReader.open(
              location.store(),
              name,
              MEMORY_BYTES,
              warning -> LOG.warn("backup '{}': {}", name, warning));
      archive = opened;
    }
    return opened;
  }

  private LocationException unreadable(IOException e) {
    return new LocationException(
        location.name(), "backup '" + name + "' cannot be read: " + e.getMessage(), e);
  }

  @Override
  public Stream<ResourceIdentifier> contents() {
    return contents(ItemQuery.ofResource(""));
  }

  @Override
  public Stream<ResourceIdentifier> contents(ItemQuery query) {
    try {
      ArchiveReader reader = archive();
      Set<String> spellings = spellings(reader, query.resource());
      List<ArchiveCatalogue.Item> found =
          reader.catalogue().resources().values().stream()
              .filter(
                  resource -> spellings.isEmpty() || spellings.contains(resource.groupResource()))
              .flatMap(resource -> resource.items().stream())
              .filter(i -> query.namespace().isEmpty() || i.namespace().equals(query.namespace()))
              .toList();
      return query.labelSelector().isEmpty()
          ? found.stream().map(ArchiveCatalogue.Item::id)
          : labelled(reader, found, LabelSelector.parse(query.labelSelector()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The groupResources that a name stands for; none for all, never none for a name. */
  private static Set<String> spellings(ArchiveReader reader, String name) throws IOException {
    Set<String> meant = new HashSet<>();
    if (name.isEmpty()) {
      return meant;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    meant.add(lower);
    for (String known : reader.catalogue().resources().keySet()) {
      if (known.startsWith(lower + ".")) {
        meant.add(known);
      }
    }
    reader
        .indexFacts()
        .ifPresent(
            facts ->
                facts.kinds().stream()
                    .filter(kind -> kind.kind().equalsIgnoreCase(name))
                    .forEach(kind -> meant.add(kind.groupResource())));
    return meant;
  }

  private static Stream<ResourceIdentifier> labelled(
      ArchiveReader reader, List<ArchiveCatalogue.Item> items, LabelSelector selector)
      throws IOException {
    List<ResourceIdentifier> matching = new ArrayList<>();
    reader.read(
        items,
        (item, body) -> {
          ResourceIdentifier id = item.id();
          if (selector.matches(ArchiveReader.parse(id, body).labels())) {
            matching.add(id);
          }
        });
    return matching.stream();
  }

  @Override
  public Optional<KubernetesItem> item(ResourceIdentifier id) {
    try {
      return archive()
          .read(id.groupResource(), id.namespace(), id.name())
          .map(body -> ArchiveReader.parse(id, body));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Optional<KubernetesItem> item(ResourceIdentifier id, String version) {
    try {
      return archive()
          .read(id.groupResource(), version, id.namespace(), id.name())
          .map(body -> ArchiveReader.parse(id, body));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Optional<KubernetesItem> maskedItem(ResourceIdentifier id) {
    return item(id).map(item -> KubernetesItem.ofTree(mask.mask(item.toTree())));
  }

  @Override
  public Stream<ItemDifference> diff(StoredBackup other) {
    if (!(other instanceof OpenBackup opened)) {
      throw new ConfigurationException(
          "the other backup is a " + other.getClass().getName() + "; open it with a Catalog");
    }
    try {
      return new BackupComparison(archive()).with(opened.archive()).stream();
    } catch (IOException e) {
      throw new LocationException(
          location.name(),
          "backups '" + name + "' and '" + opened.name + "' cannot be compared: " + e.getMessage(),
          e);
    }
  }

  @Override
  public Stream<ItemDifference> diff(ClusterView live) {
    try {
      return new BackupComparison(archive()).with(live, backup.spec()).stream();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public VerifyReport verify() {
    try {
      return new BackupVerification(location.store(), name, backup).run();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public synchronized void close() {
    archive = null;
  }
}
