// SPDX-License-Identifier: Apache-2.0
package io.oadp.core;

import io.oadp.api.BackupStorageLocation;
import io.oadp.api.Compatibility;
import io.oadp.api.ConfigurationException;
import io.oadp.api.Limits;
import io.oadp.api.Oadp;
import io.oadp.api.cluster.Cluster;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.engine.EngineThreads;
import io.oadp.core.internal.engine.InProcessOadp;
import io.oadp.core.internal.engine.Locations;
import io.oadp.core.internal.engine.Services;
import io.oadp.core.internal.plugin.ActionCaller;
import io.oadp.core.internal.plugin.PluginSet;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.PluginProvider;
import io.oadp.spi.PluginRegistry;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds the in-process engine. */
public final class OadpEngine {
  private static final String BUILT_INS = "io.oadp.plugins.BuiltInPlugins";

  private OadpEngine() {}

  /**
   * Begins an engine with the defaults that each method states.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Gathers what an engine is made of. A plugin's name taken twice, or a location without a
   * provider, fails {@link #build}. Used by one thread.
   */
  public static final class Builder implements PluginRegistry<Builder> {
    private final PluginSet plugins = new PluginSet();
    private final List<BackupStorageLocation> locations = new ArrayList<>();
    private @Nullable Cluster cluster;
    private @Nullable Executor executor;
    private Limits limits = Limits.defaults();
    private Clock clock = Clock.systemUTC();
    private String namespace = "velero";
    private Compatibility compatibility = Compatibility.DEFAULT;
    private boolean discover;
    private boolean builtIns = true;

    private Builder() {}

    /**
     * Gives the cluster that is backed up and restored into. Without one, only catalogs work.
     *
     * @param owned made by {@link Clusters}; closed with the engine
     * @return this
     */
    public Builder cluster(Cluster owned) {
      cluster = owned;
      return this;
    }

    /**
     * Adds a location. Backups go to the one marked as default, else to the first, unless their
     * spec names another.
     *
     * @param add the location
     * @return this
     */
    public Builder location(BackupStorageLocation add) {
      locations.add(add);
      return this;
    }

    /**
     * Lends an executor for the work on items. The engine coordinates on a few threads of its own,
     * so one thread here is enough to make progress; one that is lost to an action which does not
     * answer is missing for good.
     *
     * @param borrowed never shut down; by default the engine has threads of its own
     * @return this
     */
    public Builder executor(Executor borrowed) {
      executor = borrowed;
      return this;
    }

    /**
     * Bounds what the engine takes.
     *
     * @param value {@link Limits#defaults} by default
     * @return this
     */
    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /**
     * Gives the clock that all times come from.
     *
     * @param value the system's in UTC by default
     * @return this
     */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Names the home of records, ConfigMaps and Secrets.
     *
     * @param home {@code velero} by default
     * @return this
     */
    public Builder namespace(String home) {
      namespace = home;
      return this;
    }

    /**
     * Says how close to Velero the engine stays.
     *
     * @param level {@link Compatibility#DEFAULT} by default
     * @return this
     */
    public Builder compatibility(Compatibility level) {
      compatibility = level;
      return this;
    }

    /**
     * Has {@link ServiceLoader} find plugins too. What is registered by hand under the same name
     * wins.
     *
     * @return this
     */
    public Builder discoverPlugins() {
      discover = true;
      return this;
    }

    /**
     * Leaves out Velero's item actions, which are there otherwise. Without them Pods are restored
     * with their node's name and Services with their address.
     *
     * @return this
     */
    public Builder withoutBuiltIns() {
      builtIns = false;
      return this;
    }

    /**
     * Gives a plugin its settings, which win over its ConfigMap.
     *
     * @param plugin its name
     * @param settings copied
     * @return this
     */
    public Builder pluginSettings(String plugin, Map<String, String> settings) {
      plugins.settings(plugin, settings);
      return this;
    }

    @Override
    public Builder backupItemAction(String name, BackupItemAction action) {
      plugins.backup(name, action, false);
      return this;
    }

    @Override
    public Builder restoreItemAction(String name, RestoreItemAction action) {
      plugins.restore(name, action, false);
      return this;
    }

    @Override
    public Builder deleteItemAction(String name, DeleteItemAction action) {
      plugins.delete(name, action, false);
      return this;
    }

    @Override
    public Builder itemBlockAction(String name, ItemBlockAction action) {
      plugins.block(name, action, false);
      return this;
    }

    @Override
    public Builder objectStore(String provider, ObjectStoreProvider factory) {
      plugins.store(provider, factory, false);
      return this;
    }

    /**
     * Makes the engine. Neither the cluster nor a location is contacted.
     *
     * @return the engine; closed by the caller
     * @throws ConfigurationException if the parts do not fit; the message names what to change
     */
    public Oadp build() {
      WeakRegistry weak = new WeakRegistry(plugins);
      if (builtIns) {
        loadBuiltIns().register(weak);
      }
      if (discover) {
        ServiceLoader.load(PluginProvider.class).forEach(provider -> provider.register(weak));
      }
      weak.objectStore(FileSystemStore.PROVIDER, FileSystemStore.provider());
      List<String> unused = plugins.unusedSettings();
      if (!unused.isEmpty()) {
        throw new ConfigurationException(
            "settings are given for " + unused + ", and there are no plugins of these names");
      }
      if (cluster != null && !(cluster instanceof KubernetesCluster)) {
        throw new ConfigurationException(
            "the cluster is a " + cluster.getClass().getName() + "; make it with Clusters");
      }
      EngineThreads threads = new EngineThreads(limits, executor);
      Services services =
          new Services(
              plugins,
              new ActionCaller(threads.timer(), limits.actionTimeout()),
              threads.items(),
              threads.background(),
              limits,
              clock,
              namespace,
              compatibility);
      return new InProcessOadp(
          services, threads, new Locations(locations, plugins, clock), (KubernetesCluster) cluster);
    }

    private static PluginProvider loadBuiltIns() {
      try {
        return Class.forName(BUILT_INS)
            .asSubclass(PluginProvider.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new ConfigurationException(
            "Velero's item actions are not on the class path: add the jar oadp-plugins, or call"
                + " withoutBuiltIns()",
            e);
      }
    }
  }

  /** Adds plugins where nothing of the name is registered yet. */
  private static final class WeakRegistry implements PluginRegistry<WeakRegistry> {
    private final PluginSet plugins;

    WeakRegistry(PluginSet plugins) {
      this.plugins = plugins;
    }

    @Override
    public WeakRegistry backupItemAction(String name, BackupItemAction action) {
      plugins.backup(name, action, true);
      return this;
    }

    @Override
    public WeakRegistry restoreItemAction(String name, RestoreItemAction action) {
      plugins.restore(name, action, true);
      return this;
    }

    @Override
    public WeakRegistry deleteItemAction(String name, DeleteItemAction action) {
      plugins.delete(name, action, true);
      return this;
    }

    @Override
    public WeakRegistry itemBlockAction(String name, ItemBlockAction action) {
      plugins.block(name, action, true);
      return this;
    }

    @Override
    public WeakRegistry objectStore(String provider, ObjectStoreProvider factory) {
      plugins.store(provider, factory, true);
      return this;
    }
  }
}
