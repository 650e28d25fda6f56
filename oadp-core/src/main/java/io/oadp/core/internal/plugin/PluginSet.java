// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.plugin;

import io.oadp.api.ConfigurationException;
import io.oadp.spi.BackupItemAction;
import io.oadp.spi.DeleteItemAction;
import io.oadp.spi.ItemAction;
import io.oadp.spi.ItemBlockAction;
import io.oadp.spi.RestoreItemAction;
import io.oadp.spi.storage.ObjectStoreProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is registered with an engine. Velero's own actions come first, in the order of Velero's
 * table, which is by name; the others follow, by name, so that two machines agree. Filled by one
 * thread, then only read.
 */
public final class PluginSet {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/[^/\\s]+");
  private static final String BUILT_IN = "velero.io/";

  private final Map<String, BackupItemAction> backupActions = new TreeMap<>(order());
  private final Map<String, RestoreItemAction> restoreActions = new TreeMap<>(order());
  private final Map<String, DeleteItemAction> deleteActions = new TreeMap<>(order());
  private final Map<String, ItemBlockAction> blockActions = new TreeMap<>(order());
  private final Map<String, ObjectStoreProvider> stores = new TreeMap<>();
  private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();

  private static Comparator<String> order() {
    return Comparator.comparing((String name) -> !name.startsWith(BUILT_IN))
        .thenComparing(Comparator.naturalOrder());
  }

  /**
   * An action with its name and settings.
   *
   * @param name as registered
   * @param action the action
   * @param settings from the engine's builder
   * @param <A> its kind
   */
  public record Named<A extends ItemAction>(String name, A action, Map<String, String> settings) {}

  /** Adds a backup item action; with {@code weak}, one that is there already stays. */
  public void backup(String name, BackupItemAction action, boolean weak) {
    add(backupActions, "backup item action", name, action, weak);
  }

  /** Adds a restore item action; with {@code weak}, one that is there already stays. */
  public void restore(String name, RestoreItemAction action, boolean weak) {
    add(restoreActions, "restore item action", name, action, weak);
  }

  /** Adds a delete item action; with {@code weak}, one that is there already stays. */
  public void delete(String name, DeleteItemAction action, boolean weak) {
    add(deleteActions, "delete item action", name, action, weak);
  }

  /** Adds an item block action; with {@code weak}, one that is there already stays. */
  public void block(String name, ItemBlockAction action, boolean weak) {
    add(blockActions, "item block action", name, action, weak);
  }

  /** Adds a kind of object store; with {@code weak}, one that is there already stays. */
  public void store(String provider, ObjectStoreProvider factory, boolean weak) {
    put(stores, "object store", provider, factory, weak);
  }

  /** Gives a plugin its settings. */
  public void settings(String plugin, Map<String, String> values) {
    settings.put(plugin, Map.copyOf(values));
  }

  private static <A> void add(
      Map<String, A> actions, String what, String name, A action, boolean weak) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          what
              + " '"
              + name
              + "': a plugin's name has the form dns-subdomain/name, such as example.com/"
              + (name.isEmpty() ? "my-action" : name.replaceAll("[/\\s]", "-")));
    }
    put(actions, what, name, action, weak);
  }

  private static <A> void put(Map<String, A> map, String what, String name, A value, boolean weak) {
    if (map.putIfAbsent(name, value) != null && !weak) {
      throw new ConfigurationException(
          what + " '" + name + "' is registered twice; give one of them another name");
    }
  }

  /** The backup item actions, in the order they run. */
  public List<Named<BackupItemAction>> backupActions() {
    return named(backupActions);
  }

  /** The restore item actions, in the order they run. */
  public List<Named<RestoreItemAction>> restoreActions() {
    return named(restoreActions);
  }

  /** The delete item actions, in the order they run. */
  public List<Named<DeleteItemAction>> deleteActions() {
    return named(deleteActions);
  }

  private <A extends ItemAction> List<Named<A>> named(Map<String, A> actions) {
    List<Named<A>> list = new ArrayList<>();
    actions.forEach(
        (name, action) ->
            list.add(new Named<>(name, action, settings.getOrDefault(name, Map.of()))));
    return list;
  }

  /** The provider of a kind of object store. */
  public Optional<ObjectStoreProvider> store(String provider) {
    return Optional.ofNullable(stores.get(provider));
  }

  /** The kinds of object stores, for messages. */
  public List<String> storeNames() {
    return List.copyOf(stores.keySet());
  }

  /** Settings given for plugins that are not there, for messages. */
  public List<String> unusedSettings() {
    return settings.keySet().stream()
        .filter(
            name ->
                !backupActions.containsKey(name)
                    && !restoreActions.containsKey(name)
                    && !deleteActions.containsKey(name)
                    && !blockActions.containsKey(name))
        .toList();
  }
}
