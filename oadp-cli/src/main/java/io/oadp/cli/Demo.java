// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.ClusterException;
import io.oadp.api.Decision;
import io.oadp.api.Oadp;
import io.oadp.api.OperationCanceledException;
import io.oadp.api.PlanOptions;
import io.oadp.api.PlannedItem;
import io.oadp.api.RestorePlan;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.RunOptions;
import io.oadp.api.RunResult;
import io.oadp.api.cluster.Cluster;
import io.oadp.api.item.KubernetesItem;
import io.oadp.api.item.ResourceIdentifier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The demonstration: a shop is set up, backed up, lost, restored, and compared with what it was.
 * Every step says what it does. The same steps run on the cluster inside this JVM and on a real
 * one, where they stay inside one namespace of their own.
 */
final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;
  private static final int NOT_FOUND = 404;
  private static final String MARGIN = "   ";

  private final Environment environment;
  private final Cluster cluster;
  private final Oadp oadp;
  private final Shop shop;
  private final String backupName;
  private int step;

  Demo(Environment environment, Cluster cluster, Oadp oadp, Shop shop, String backupName) {
    this.environment = environment;
    this.cluster = cluster;
    this.oadp = oadp;
    this.shop = shop;
    this.backupName = backupName;
  }

  /**
   * Runs the steps.
   *
   * @param where the cluster, for people
   * @param location the location, for people
   * @return the exit status: 0 only if everything is as it was
   */
  int run(String where, String location) {
    heading("A cluster");
    say(where);
    setUp();
    Comparison comparison = new Comparison();
    for (ResourceIdentifier id : shop.identifiers()) {
      comparison.expect(id, cluster.get(id).orElseThrow(() -> lost(id)));
    }
    int code = backUp(location);
    if (code != ExitCodes.OK) {
      return code;
    }
    destroy();
    RestorePlan plan = plan();
    code = restore(plan);
    return code == ExitCodes.OK ? compare(comparison) : code;
  }

  /** Removes the namespace, and tells how if that fails. */
  void removeNamespace() {
    try {
      cluster.delete(shop.namespaceId());
      await("the namespace to go", () -> cluster.get(shop.namespaceId()).isEmpty());
      environment.console().print("Removed the namespace '" + shop.namespace() + "'.");
    } catch (ClusterException | CommandFailedException | OperationCanceledException e) {
      environment
          .console()
          .note(
              "The namespace '"
                  + shop.namespace()
                  + "' may still be there ("
                  + e.getMessage()
                  + "); remove it with: kubectl delete namespace "
                  + shop.namespace());
    }
  }

  private void setUp() {
    heading("A shop");
    cluster.create(shop.namespaceItem());
    if (shop.hasCustomResources()) {
      cluster.create(shop.definition());
    }
    shop.items().forEach(cluster::create);
    for (KubernetesItem order : shop.orders()) {
      await("the custom resource to be served", () -> isCreated(order));
    }
    say("Namespace '" + shop.namespace() + "' with");
    Map<String, Integer> counts = new TreeMap<>();
    shop.identifiers().stream()
        .filter(id -> !id.isClusterScoped())
        .forEach(id -> counts.merge(id.groupResource(), 1, Integer::sum));
    sayCounts(counts);
    if (shop.hasCustomResources()) {
      say("and, outside of it, the definition of the custom resource " + Shop.ORDERS);
    }
  }

  private int backUp(String location) {
    heading("Backup '" + backupName + "' into " + location);
    BackupSpec spec =
        BackupSpec.builder(backupName)
            .includeNamespaces(shop.namespace())
            .ttl(Duration.ofHours(24))
            .build();
    BackupResult result = Runs.await(environment, oadp.startBackup(spec, watched("Backup")));
    return report(result);
  }

  private void destroy() {
    heading("A disaster");
    cluster.delete(shop.namespaceId());
    await("the namespace to go", () -> cluster.get(shop.namespaceId()).isEmpty());
    say("Namespace '" + shop.namespace() + "' is deleted, with everything in it.");
    if (shop.hasCustomResources()) {
      cluster.delete(shop.definitionId());
      await("the definition to go", () -> cluster.get(shop.definitionId()).isEmpty());
      say("The definition of " + Shop.ORDERS + " is deleted too.");
    }
  }

  private RestorePlan plan() {
    heading("What a restore would do");
    RestoreSpec spec = RestoreSpec.builder(backupName + "-restore").backupName(backupName).build();
    RestorePlan plan = RestoreCreate.plan(environment, oadp, spec, PlanOptions.defaults());
    say("Plan from " + RestoreCreate.counts(plan));
    for (Decision decision : Decision.values()) {
      Map<String, Integer> counts = new TreeMap<>();
      try (Stream<PlannedItem> items = plan.items()) {
        items
            .filter(item -> item.decision() == decision)
            .forEach(item -> counts.merge(item.target().groupResource(), 1, Integer::sum));
      }
      if (!counts.isEmpty()) {
        say(decision.name().toLowerCase(Locale.ROOT) + ":");
        sayCounts(counts);
      }
    }
    return plan;
  }

  private int restore(RestorePlan plan) {
    heading("Restore");
    RestoreResult result = Runs.await(environment, oadp.startRestore(plan, watched("Restore")));
    return report(result);
  }

  private int compare(Comparison comparison) {
    heading("Is it the same?");
    for (ResourceIdentifier id : comparison.expected()) {
      Optional<KubernetesItem> found = cluster.get(id);
      if (found.isPresent()) {
        comparison.found(id, found.get());
      } else {
        comparison.missing(id);
      }
    }
    List<String> differences = comparison.differences();
    if (differences.isEmpty()) {
      say(
          "EQUAL: all "
              + comparison.equalCount()
              + " objects are back as they were, apart from what the server gives");
      say("each new object (uid, times, versions, the Service's address).");
      return ExitCodes.OK;
    }
    say(
        "NOT EQUAL: "
            + Texts.count(differences.size(), "object differs", "objects differ")
            + ", "
            + comparison.equalCount()
            + " are equal");
    differences.forEach(this::say);
    return ExitCodes.FAILED;
  }

  private int report(RunResult result) {
    result.describe().lines().forEach(this::say);
    return ExitCodes.of(result.phase());
  }

  private RunOptions watched(String what) {
    return RunOptions.defaults()
        .withListener(new ProgressReporter(environment.console(), what, false));
  }

  /** A custom resource is refused until its definition is established. */
  private boolean isCreated(KubernetesItem item) {
    try {
      cluster.create(item);
      return true;
    } catch (ClusterException e) {
      if (e.status() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void heading(String text) {
    if (environment.interruption().hasFired()) {
      throw new OperationCanceledException();
    }
    step++;
    environment.console().print((step == 1 ? "" : "\n") + step + ". " + text);
  }

  private void say(String line) {
    environment.console().print(MARGIN + line);
  }

  private void sayCounts(Map<String, Integer> counts) {
    StringBuilder line = new StringBuilder();
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      String entry = count.getValue() + " " + count.getKey();
      if (line.length() + entry.length() > 70) {
        say("  " + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : ", ").append(entry);
    }
    say("  " + line);
  }

  private static CommandFailedException lost(ResourceIdentifier id) {
    return new CommandFailedException(id + " was created and is not there");
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new CommandFailedException("waited two minutes for " + what);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OperationCanceledException();
      }
    }
  }
}
