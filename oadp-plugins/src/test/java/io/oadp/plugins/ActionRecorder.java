// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.oadp.spi.BackupItemAction;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.PluginRegistry;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A registry that keeps what is registered, by kind and name. */
final class ActionRecorder implements PluginRegistry<ActionRecorder> {
  private final Map<String, Map<String, ItemAction>> actions = new LinkedHashMap<>();

  private ActionRecorder add(String kind, String name, ItemAction action) {
    ItemAction before = actions.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(name, action);
    assertThat(before).as(name).isNull();
    return this;
  }

  /** What is registered, by kind and name. */
  Map<String, Map<String, ItemAction>> actions() {
    return actions;
  }

  ItemAction action(String kind, String name) {
    return Objects.requireNonNull(actions.getOrDefault(kind, Map.of()).get(name), name);
  }

  List<String> names(String kind) {
    return new ArrayList<>(actions.getOrDefault(kind, Map.of()).keySet());
  }

  @Override
  public ActionRecorder backupItemAction(String name, BackupItemAction action) {
    return add("backup", name, action);
  }

  @Override
  public ActionRecorder restoreItemAction(String name, RestoreItemAction action) {
    return add("restore", name, action);
  }

  @Override
  public ActionRecorder deleteItemAction(String name, DeleteItemAction action) {
    return add("delete", name, action);
  }

  @Override
  public ActionRecorder itemBlockAction(String name, ItemBlockAction action) {
    return add("block", name, action);
  }

  @Override
  public ActionRecorder objectStore(String provider, ObjectStoreProvider factory) {
    throw new AssertionError("no store is expected");
  }
}
