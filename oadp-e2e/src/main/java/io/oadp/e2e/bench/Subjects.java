// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e.bench;

import com.google.gson.JsonObject;
import io.oadp.api.BackupResult;
import io.oadp.api.BackupSpec;
import io.oadp.api.Limits;
import io.oadp.api.Oadp;
import io.oadp.api.RestoreResult;
import io.oadp.api.RestoreSpec;
import io.oadp.api.item.KubernetesItem;
import io.oadp.core.Clusters;
import io.oadp.core.FileSystemStore;
import io.oadp.core.OadpEngine;
import io.oadp.core.internal.cluster.ApiResource;
import io.oadp.core.internal.cluster.ClusterSession;
import io.oadp.core.internal.cluster.KubernetesCluster;
import io.oadp.core.internal.run.CancelSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the benchmarks time: the engine's work on a namespace full of ConfigMaps, and the least that
 * any program has to ask of the server for the same, through the same client. Each method returns
 * the seconds that the work took, without what it takes to prepare it and to look at its outcome.
 */
final class Subjects implements AutoCloseable {
  private static final int WORKERS = Limits.defaults().itemWorkers();
  private static final int PAGE = 500;

  private final Oadp oadp;
  private final ClusterSession session;
  private final ApiResource configMaps;
  private final int items;

  /**
   * Connects. Nothing is measured yet.
   *
   * @param kubeconfig of the cluster
   * @param backups where the engine keeps its backups
   * @param items how many ConfigMaps a namespace holds
   */
  Subjects(Path kubeconfig, Path backups, int items) {
    KubernetesCluster cluster =
        (KubernetesCluster) Clusters.fromKubeconfig(kubeconfig, ""); // what makes them says so
    this.oadp =
        OadpEngine.builder()
            .cluster(cluster)
            .location(FileSystemStore.location("bench", backups))
            .build();
    this.session = cluster.session(new CancelSource());
    this.configMaps = session.discovery().byGroupResource("configmaps").orElseThrow();
    this.items = items;
  }

  /** Makes a namespace with the ConfigMaps. */
  void populate(String namespace) {
    createNamespace(namespace);
    Random random = new Random(items);
    List<KubernetesItem> made = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      made.add(configMap(namespace, i, random));
    }
    post(made);
  }

  /** About 1.4 KB, as the server lists it. */
  private static KubernetesItem configMap(String namespace, int number, Random random) {
    StringBuilder data = new StringBuilder();
    for (int key = 0; key < 9; key++) {
      data.append(key == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  "\"shop.feature.%02d.setting\":\"%s-%s-enabled\"",
                  key,
                  Long.toHexString(random.nextLong()),
                  Long.toHexString(random.nextLong())));
    }
    return KubernetesItem.parseTrusted(
        String.format(
                Locale.ROOT,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":"
                    + "\"settings-%05d\",\"namespace\":\"%s\",\"labels\":{\"app\":\"shop\","
                    + "\"tier\":\"t%d\"}},\"data\":{%s}}",
                number,
                namespace,
                number % 5,
                data)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes a ConfigMap of the namespace has on average. */
  long averageBytes(String namespace) {
    List<KubernetesItem> all = stored(namespace);
    return all.stream().mapToLong(KubernetesItem::sizeBytes).sum() / all.size();
  }

  /** Pages through the ConfigMaps and counts them. */
  double list(String namespace) {
    AtomicInteger count = new AtomicInteger();
    long begin = begin();
    session.list(
        configMaps,
        namespace,
        "",
        PAGE,
        (resourceVersion, page) -> {
          count.addAndGet(page.size());
        });
    double seconds = since(begin);
    expectAtLeast(items, count.get(), "listed");
    return seconds;
  }

  /** Has the engine back the namespace up. */
  double backup(String namespace, String name) {
    BackupSpec spec = BackupSpec.builder(name).includeNamespaces(namespace).build();
    long begin = begin();
    BackupResult result = oadp.backup(spec);
    double seconds = since(begin);
    result.orThrow();
    expectAtLeast(items, result.itemCount(), "backed up");
    return seconds;
  }

  /** Has the engine restore a backup into a namespace that is not there yet. */
  double restore(String backup, String source, String target) {
    RestoreSpec spec =
        RestoreSpec.builder("to-" + target).backupName(backup).mapNamespace(source, target).build();
    long begin = begin();
    RestoreResult result = oadp.restore(spec);
    double seconds = since(begin);
    result.orThrow();
    expectAtLeast(items, result.itemCount(), "restored");
    return seconds;
  }

  /** Posts to a new namespace what a restore posts, by as many workers. */
  double post(String source, String target) {
    createNamespace(target);
    List<KubernetesItem> bodies = new ArrayList<>();
    session.list(
        configMaps,
        source,
        "",
        PAGE,
        (resourceVersion, page) -> ours(page).forEach(item -> bodies.add(body(item, target))));
    expectAtLeast(items, bodies.size(), "prepared");
    return post(bodies);
  }

  /** The request for an item; bytes alone, since the trees of all would fill the heap. */
  private static KubernetesItem body(KubernetesItem item, String target) {
    JsonObject tree = item.toTree();
    JsonObject metadata = tree.getAsJsonObject("metadata");
    List.of("uid", "resourceVersion", "creationTimestamp").forEach(metadata::remove);
    metadata.addProperty("namespace", target);
    JsonObject labels = metadata.getAsJsonObject("labels");
    labels.addProperty("velero.io/backup-name", "posted");
    labels.addProperty("velero.io/restore-name", "to-" + target);
    return KubernetesItem.parseTrusted(KubernetesItem.ofTree(tree).toBytes());
  }

  private double post(List<KubernetesItem> bodies) {
    long begin = begin();
    inParallel(bodies, body -> session.create(configMaps, body, ""));
    return since(begin);
  }

  private List<KubernetesItem> stored(String namespace) {
    List<KubernetesItem> all = new ArrayList<>();
    session.list(
        configMaps, namespace, "", PAGE, (resourceVersion, page) -> all.addAll(ours(page)));
    return all;
  }

  /** Without the ConfigMap that a controller puts into every namespace. */
  private static List<KubernetesItem> ours(List<KubernetesItem> page) {
    return page.stream().filter(item -> item.name().startsWith("settings-")).toList();
  }

  private void createNamespace(String name) {
    session.create(KubernetesItem.of("v1", "Namespace", "", name));
  }

  /** Asks for the end of all namespaces whose names begin with this one's. */
  void remove(String stem) {
    ApiResource namespaces = session.discovery().byGroupResource("namespaces").orElseThrow();
    session.list(
        namespaces,
        "",
        "",
        (resourceVersion, page) ->
            page.stream()
                .filter(namespace -> namespace.name().startsWith(stem))
                .forEach(namespace -> session.delete(namespaces, "", namespace.name())));
  }

  private static void inParallel(List<KubernetesItem> all, Consumer<KubernetesItem> work) {
    AtomicInteger next = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int worker = 0; worker < WORKERS; worker++) {
        workers.add(
            executor.submit(
                () -> {
                  for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
                    work.accept(all.get(i));
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** What others left on the heap must not be swept up on this one's account. */
  private static long begin() {
    System.gc();
    return System.nanoTime();
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void expectAtLeast(long expected, long found, String what) {
    if (found < expected) {
      throw new IllegalStateException(found + " items were " + what + " of " + expected);
    }
  }

  @Override
  public void close() {
    oadp.close();
  }
}
