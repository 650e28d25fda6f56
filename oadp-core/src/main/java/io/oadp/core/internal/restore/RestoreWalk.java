// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.restore;

import io.oadp.api.item.ResourceIdentifier;
import io.oadp.core.internal.archive.ArchiveCatalogue;
import io.oadp.core.internal.run.ItemWorkers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes through a backup in the order of restore, reading it in as few passes as memory allows, and
 * hands each selected item to the workers. The items of one resource go side by side; the next
 * resource waits for them.
 */
final class RestoreWalk {
  private static final String NAMESPACES = "namespaces";

  private final RestoreParts parts;
  private final StoredNamespaces namespaces;
  private final ItemRestorer restorer;
  private final Effects effects;
  private final ItemWorkers workers;
  private final AfterResource afterResource;
  private String current = "";

  RestoreWalk(
      RestoreParts parts,
      StoredNamespaces namespaces,
      Effects effects,
      ItemWorkers workers,
      AfterResource afterResource) {
    this.parts = parts;
    this.namespaces = namespaces;
    this.effects = effects;
    this.restorer = new ItemRestorer(parts, effects);
    this.workers = workers;
    this.afterResource = afterResource;
  }

  /** Told when all items of a resource are done. */
  interface AfterResource {
    /** Waits for what the next resources need. */
    void done(String groupResource) throws InterruptedException;
  }

  /** The items that the spec selects by their place, in the order of restore. */
  List<ArchiveCatalogue.Item> selection() {
    List<ArchiveCatalogue.Item> selected = new ArrayList<>();
    var resources = parts.catalogue().resources();
    for (String groupResource : Priorities.order(resources.keySet(), parts.cluster().discovery())) {
      ArchiveCatalogue.Resource resource = resources.get(groupResource);
      if (resource == null || groupResource.equals(NAMESPACES)) {
        continue;
      }
      for (ArchiveCatalogue.Item item : resource.items()) {
        if (parts.filter().selects(groupResource, item.namespace())) {
          selected.add(item);
        }
      }
    }
    return selected;
  }

  /** Goes through them. */
  void walk(List<ArchiveCatalogue.Item> selected) throws IOException, InterruptedException {
    try {
      walkNamespaces();
      parts.archive().read(selected, this::item);
      end();
    } catch (InterruptedIOException e) {
      InterruptedException interrupted = new InterruptedException("interrupted while reading");
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      workers.settle();
    }
  }

  /** Namespaces come back with the items that need them; selected ones come back empty too. */
  private void walkNamespaces() throws InterruptedException {
    ArchiveCatalogue.Resource resource = parts.catalogue().resources().get(NAMESPACES);
    if (resource == null) {
      return;
    }
    for (ArchiveCatalogue.Item item : resource.items()) {
      if (parts.filter().selectsNamespace(item.name())
          && namespaces.matchesSelector(item.name(), parts)) {
        try {
          effects.needNamespace(item.name(), parts.mapNamespace(item.name()));
        } catch (ItemDropped e) {
          parts.log().info("Namespace not restored", "name", item.name());
        }
      }
    }
  }

  private void item(ArchiveCatalogue.Item item, byte[] body) throws IOException {
    parts.token().throwIfCanceled();
    try {
      if (!item.groupResource().equals(current)) {
        end();
        current = item.groupResource();
      }
      ResourceIdentifier id = item.id();
      workers.submit(place -> restorer.selected(id, body, place));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private void end() throws InterruptedException {
    workers.drain();
    if (!current.isEmpty()) {
      afterResource.done(current);
    }
  }
}
