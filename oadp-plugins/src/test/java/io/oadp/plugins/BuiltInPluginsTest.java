// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.spi.BackupItemAction;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.PluginProvider;
import io.oadp.spi.PluginRegistry;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BuiltInPluginsTest {
  private final Recorder registry = new Recorder();

  @Test
  void register_anyRegistry_addsBackupActionsUnderVelerosNames() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.names("backup"))
        .containsExactly("velero.io/pod", "velero.io/pv", "velero.io/service-account");
  }

  @Test
  void register_anyRegistry_addsItemBlockActionsUnderVelerosNames() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.names("block"))
        .containsExactly("velero.io/pod", "velero.io/pvc", "velero.io/service-account");
  }

  @Test
  void register_anyRegistry_addsRestoreActionsUnderVelerosNames() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.names("restore"))
        .containsExactly(
            "velero.io/add-pvc-from-pod",
            "velero.io/admission-webhook-configuration",
            "velero.io/apiservice",
            "velero.io/cluster-role-bindings",
            "velero.io/crd-preserve-fields",
            "velero.io/job",
            "velero.io/pod",
            "velero.io/pvc",
            "velero.io/role-bindings",
            "velero.io/secret",
            "velero.io/service",
            "velero.io/service-account");
  }

  @Test
  void register_anyRegistry_addsNothingElseAndSortedByName() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.actions).containsOnlyKeys("backup", "block", "restore");
    assertThat(registry.actions.keySet()).allSatisfy(k -> assertThat(registry.names(k)).isSorted());
  }

  @Test
  void register_everyAction_namesItsResources() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.actions.values())
        .flatMap(Map::values)
        .allSatisfy(action -> assertThat(action.appliesTo().resources()).isNotEmpty());
  }

  @Test
  void serviceLoader_builtIns_areNotDiscovered() {
    assertThat(ServiceLoader.load(PluginProvider.class))
        .noneSatisfy(provider -> assertThat(provider).isInstanceOf(BuiltInPlugins.class));
  }

  private static final class Recorder implements PluginRegistry<Recorder> {
    private final Map<String, Map<String, ItemAction>> actions = new LinkedHashMap<>();

    private Recorder add(String kind, String name, ItemAction action) {
      ItemAction before =
          actions.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(name, action);
      assertThat(before).as(name).isNull();
      return this;
    }

    List<String> names(String kind) {
      return new ArrayList<>(actions.getOrDefault(kind, Map.of()).keySet());
    }

    @Override
    public Recorder backupItemAction(String name, BackupItemAction action) {
      return add("backup", name, action);
    }

    @Override
    public Recorder restoreItemAction(String name, RestoreItemAction action) {
      return add("restore", name, action);
    }

    @Override
    public Recorder deleteItemAction(String name, DeleteItemAction action) {
      return add("delete", name, action);
    }

    @Override
    public Recorder itemBlockAction(String name, ItemBlockAction action) {
      return add("block", name, action);
    }

    @Override
    public Recorder objectStore(String provider, ObjectStoreProvider factory) {
      throw new AssertionError("no store is expected");
    }
  }
}
