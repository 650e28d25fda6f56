// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.backup;

import io.oadp.api.Leftover;
import io.oadp.core.internal.catalog.Keys;
import io.oadp.core.internal.engine.Services;
import io.oadp.spi.storage.ObjectInfo;
import io.oadp.spi.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Removes what a backup wrote that failed or was canceled, its claim last. It works on a thread of
 * its own, so that a store that hangs does not hold the answer back for longer than the grace time.
 */
final class CleanUp {
  private final ObjectStore store;
  private final String backup;
  private final Services services;

  CleanUp(ObjectStore store, String backup, Services services) {
    this.store = store;
    this.backup = backup;
    this.services = services;
  }

  /** Removes what it can within the grace time, and names the rest. */
  List<Leftover> run() {
    CompletableFuture<List<Leftover>> removing =
        CompletableFuture.supplyAsync(this::remove, services.background());
    long end = System.nanoTime() + services.limits().cancelGrace().toNanos();
    while (true) {
      try {
        return removing.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // A cancel interrupts the run's thread; the clean-up is bounded without that.
      } catch (TimeoutException e) {
        return List.of(leftover("it was not removed within the grace time"));
      } catch (ExecutionException e) {
        return List.of(leftover("it could not be removed: " + e.getCause()));
      }
    }
  }

  private Leftover leftover(String why) {
    return new Leftover(
        Keys.backupDirectory(backup),
        why,
        "delete the objects below it, or run a backup of that name that takes it over");
  }

  private List<Leftover> remove() {
    List<Leftover> left = new ArrayList<>();
    // The record makes all else visible, so it goes first.
    delete(Keys.backupRecord(backup), left);
    String claim = Keys.claim(backup);
    try (Stream<ObjectInfo> objects = store.list(Keys.backupDirectory(backup))) {
      for (ObjectInfo object : objects.toList()) {
        if (!object.key().equals(claim)) {
          delete(object.key(), left);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      left.add(leftover("it could not be listed: " + e.getMessage()));
    }
    // The claim marks what is left, so it stays as long as there is something.
    if (left.isEmpty()) {
      delete(claim, left);
    }
    return left;
  }

  private void delete(String key, List<Leftover> left) {
    try {
      store.delete(key);
    } catch (IOException e) {
      left.add(
          new Leftover(key, "it could not be deleted: " + e.getMessage(), "delete the object"));
    }
  }
}
