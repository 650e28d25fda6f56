// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.spi.PluginProvider;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BuiltInPluginsTest {
  private final ActionRecorder registry = new ActionRecorder();

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

    assertThat(registry.actions()).containsOnlyKeys("backup", "block", "restore");
    assertThat(registry.actions().keySet())
        .allSatisfy(k -> assertThat(registry.names(k)).isSorted());
  }

  @Test
  void register_everyAction_namesItsResources() {
    new BuiltInPlugins().register(registry);

    assertThat(registry.actions().values())
        .flatMap(Map::values)
        .allSatisfy(action -> assertThat(action.appliesTo().resources()).isNotEmpty());
  }

  @Test
  void serviceLoader_builtIns_areNotDiscovered() {
    assertThat(ServiceLoader.load(PluginProvider.class))
        .noneSatisfy(provider -> assertThat(provider).isInstanceOf(BuiltInPlugins.class));
  }
}
