// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.engine;

import io.oadp.api.AccessMode;
import io.oadp.api.BackupStorageLocation;
import io.oadp.api.ConfigurationException;
import io.oadp.api.CredentialSource;
import io.oadp.api.LocationException;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.core.internal.store.ReadOnlyObjectStore;
import io.oadp.spi.storage.ObjectStore;
import io.oadp.spi.storage.ObjectStoreContext;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The locations of an engine, each with its store, opened when first needed. Thread-safe. */
public final class Locations implements AutoCloseable {
  private final Map<String, Location> byName = new LinkedHashMap<>();
  private final Clock clock;

  /**
   * Checks that each location has a provider.
   *
   * @throws ConfigurationException naming the location that has none
   */
  public Locations(Collection<BackupStorageLocation> locations, PluginSet plugins, Clock clock) {
    this.clock = clock;
    for (BackupStorageLocation location : locations) {
      ObjectStoreProvider provider =
          plugins
              .store(location.provider())
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          "location '"
                              + location.name()
                              + "': there is no object store for provider '"
                              + location.provider()
                              + "'; register one with objectStore(\""
                              + location.provider()
                              + "\", …), or use one of "
                              + plugins.storeNames()));
      if (byName.put(location.name(), new Location(location, provider)) != null) {
        throw new ConfigurationException(
            "location '" + location.name() + "' is given twice; give one another name");
      }
    }
  }

  /** All locations, in the order they were given. */
  public Collection<Location> all() {
    return byName.values();
  }

  /**
   * Finds a location.
   *
   * @throws ConfigurationException if there is none of that name
   */
  public Location get(String name) {
    Location found = byName.get(name);
    if (found == null) {
      throw new ConfigurationException(
          "there is no location '"
              + name
              + "'; "
              + (byName.isEmpty() ? "the engine has none" : "the engine has " + byName.keySet()));
    }
    return found;
  }

  /**
   * The location that backups go to unless they name one: the one marked as default, else the
   * first.
   *
   * @throws ConfigurationException if there is none
   */
  public Location byDefault() {
    return byName.values().stream()
        .filter(l -> l.record.isDefault())
        .findFirst()
        .or(() -> byName.values().stream().findFirst())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "the engine has no location; give it one with location(…)"));
  }

  @Override
  public void close() {
    byName.values().forEach(Location::close);
  }

  /** One location. */
  public final class Location implements AutoCloseable {
    private final BackupStorageLocation record;
    private final ObjectStoreProvider provider;
    private Optional<ObjectStore> store = Optional.empty(); // guarded by this
    private boolean closed; // guarded by this

    private Location(BackupStorageLocation record, ObjectStoreProvider provider) {
      this.record = record;
      this.provider = provider;
    }

    /** Its name. */
    public String name() {
      return record.name();
    }

    /** Whether nothing may be written to it. */
    public boolean isReadOnly() {
      return record.accessMode() == AccessMode.READ_ONLY;
    }

    /**
     * Its store.
     *
     * @throws LocationException if it cannot be opened; the next call tries again
     */
    public synchronized ObjectStore store() {
      if (closed) {
        throw new IllegalStateException("the engine is closed");
      }
      if (store.isEmpty()) {
        try {
          ObjectStore opened = provider.open(new Context(record, clock));
          store =
              Optional.of(isReadOnly() ? ReadOnlyObjectStore.of(opened, record.name()) : opened);
        } catch (IOException e) {
          throw new LocationException(record.name(), "it cannot be opened: " + e.getMessage(), e);
        }
      }
      return store.get();
    }

    @Override
    public synchronized void close() {
      closed = true;
      store.ifPresent(ObjectStore::close);
      store = Optional.empty();
    }
  }

  private record Context(BackupStorageLocation location, Clock clock)
      implements ObjectStoreContext {
    @Override
    public byte[] credentials() throws IOException {
      Optional<CredentialSource> source = location.credentials();
      return source.isPresent() ? source.get().read() : new byte[0];
    }
  }
}
