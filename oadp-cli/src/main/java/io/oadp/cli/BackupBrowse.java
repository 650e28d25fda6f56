// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.Oadp;
import io.oadp.api.StoredBackup;
import io.oadp.api.item.ItemQuery;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oadp backup browse}: from the kinds and namespaces of a backup down to one item. */
@Command(
    name = "browse",
    description = {
      "Look into a backup: its kinds and namespaces, then with --resource or --item-namespace its,",
      "items, then with the name of an item the item itself. Needs no cluster."
    })
final class BackupBrowse implements Callable<Integer> {
  private final Environment environment;

  @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "The backup.")
  private String name = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "ITEM", description = "One item.")
  private String item = "";

  @Option(
      names = "--resource",
      paramLabel = "RESOURCE",
      description = "The items of a resource, such as configmaps, deployments.apps or Secret.")
  private String resource = "";

  @Option(
      names = "--item-namespace",
      paramLabel = "NAMESPACE",
      description = "The items of a namespace.")
  private String namespace = "";

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only items whose labels match.")
  private String selector = "";

  @Option(
      names = "--show-secrets",
      description = "Show what Secrets hold, instead of digests that tell nothing.")
  private boolean showSecrets;

  @Mixin private final LocationOptions location = new LocationOptions();
  @Mixin private final OutputOption output = new OutputOption();

  BackupBrowse(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (!item.isEmpty() && resource.isEmpty()) {
      throw new UsageException("'" + item + "' is the name of what? Give its --resource");
    }
    try (Oadp oadp = location.openCatalog(environment);
        StoredBackup backup = oadp.catalog().open(name)) {
      List<ResourceIdentifier> found = found(backup);
      environment.console().print(item.isEmpty() ? listing(found) : items(backup, found));
    }
    return ExitCodes.OK;
  }

  private List<ResourceIdentifier> found(StoredBackup backup) {
    try (Stream<ResourceIdentifier> contents =
        backup.contents(new ItemQuery(resource, namespace, selector))) {
      return contents.filter(id -> item.isEmpty() || id.name().equals(item)).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--selector: " + e.getMessage());
    }
  }

  private String listing(List<ResourceIdentifier> found) {
    if (output.value() != Output.TEXT) {
      return Documents.print(
          output.value(), found.stream().map(Identifiers::document).toList(), false);
    }
    if (found.isEmpty()) {
      return "nothing of that is in backup '" + name + "'";
    }
    if (resource.isEmpty() && namespace.isEmpty() && selector.isEmpty()) {
      return overview(found);
    }
    Table table = new Table("RESOURCE", "NAMESPACE", "NAME");
    found.forEach(id -> table.row(id.groupResource(), id.namespace(), id.name()));
    return table.toString();
  }

  private static String overview(List<ResourceIdentifier> found) {
    Map<String, Integer> resources = new TreeMap<>();
    Map<String, Integer> namespaces = new TreeMap<>();
    for (ResourceIdentifier id : found) {
      resources.merge(id.groupResource(), 1, Integer::sum);
      namespaces.merge(id.isClusterScoped() ? "<none>" : id.namespace(), 1, Integer::sum);
    }
    return counts("RESOURCE", resources) + "\n\n" + counts("NAMESPACE", namespaces);
  }

  private static String counts(String heading, Map<String, Integer> counts) {
    Table table = new Table(heading, "ITEMS");
    counts.forEach((key, count) -> table.row(key, String.valueOf(count)));
    return table.toString();
  }

  private String items(StoredBackup backup, List<ResourceIdentifier> found) {
    List<JsonObject> items =
        found.stream()
            .map(id -> showSecrets ? backup.item(id) : backup.maskedItem(id))
            .flatMap(Optional::stream)
            .map(KubernetesItem::toTree)
            .toList();
    if (items.isEmpty()) {
      throw new CommandFailedException(
          "there is no "
              + resource
              + " '"
              + item
              + "' in backup '"
              + name
              + "'"
              + (namespace.isEmpty() ? "" : ", namespace '" + namespace + "'"));
    }
    Output form = output.value() == Output.TEXT ? Output.YAML : output.value();
    return Documents.print(form, items, items.size() == 1);
  }
}
