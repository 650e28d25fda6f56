// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does in the background what the controllers of a cluster do and a backup tool waits for: CRDs
 * become established, namespaces are emptied and go, what protects volumes lets go. Runs on one
 * thread; new namespaces get their ServiceAccount and root certificate at once.
 */
final class Controllers implements Items.Listener, AutoCloseable {
  private static final Items.Options OPTIONS = new Items.Options("kube-controller-manager", false);
  private static final Duration RETRY = Duration.ofMillis(50);

  private final Storage storage;
  private final ResourceTypes types;
  private final Duration establishing;
  private final Duration finalizing;
  private final Items items;
  private final ScheduledThreadPoolExecutor executor;

  Controllers(
      Storage storage,
      ResourceTypes types,
      Clock clock,
      Duration establishing,
      Duration finalizing) {
    this.storage = storage;
    this.types = types;
    this.establishing = establishing;
    this.finalizing = finalizing;
    this.items = new Items(storage, clock, this);
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fake-cluster-controllers");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
  }

  Items items() {
    return items;
  }

  @Override
  public void created(ResourceType type, StoredItem item) {
    if (type.is(Admission.NAMESPACES)) {
      populate(item.name());
    } else if (type.is(Admission.CRDS)) {
      later(establishing, () -> establish(item.name()));
    }
  }

  @Override
  public void changed(ResourceType type, StoredItem item) {
    if (type.is(Admission.NAMESPACES) && item.deleting()) {
      later(finalizing, () -> finish(item.name()));
    } else if (type.is(Admission.CRDS)) {
      if (item.deleting()) {
        later(Duration.ZERO, () -> cleanUp(item.name()));
      }
      serve();
    } else if (item.deleting() && type.is("persistentvolumeclaims")) {
      later(Duration.ZERO, () -> release(type, item, Admission.PVC_FINALIZER));
    } else if (item.deleting() && type.is("persistentvolumes")) {
      later(Duration.ZERO, () -> release(type, item, Admission.PV_FINALIZER));
    }
  }

  @Override
  public void removed(ResourceType type, StoredItem item) {
    if (type.is(Admission.CRDS)) {
      serve();
    }
  }

  private void later(Duration delay, Runnable task) {
    var unused =
        executor.schedule(
            () -> {
              try {
                synchronized (storage) {
                  task.run();
                }
              } catch (RuntimeException e) {
                // A scheduled task would keep it for a future that nobody reads.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private ResourceType type(String groupVersion, String plural) {
    return types.find(groupVersion, plural).orElseThrow();
  }

  private void populate(String namespace) {
    items.create(type("v1", "serviceaccounts"), namespace, named("default"), OPTIONS);
    JsonObject certificate = named("kube-root-ca.crt");
    JsonObject annotations = new JsonObject();
    annotations.addProperty(
        "kubernetes.io/description",
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
            + " endpoints such as the internal service IP or kubernetes.default.svc. No other usage"
            + " is guaranteed across distributions of Kubernetes clusters.");
    Json.object(certificate, "metadata").add("annotations", annotations);
    JsonObject data = new JsonObject();
    data.addProperty(
        "ca.crt", "-----BEGIN CERTIFICATE-----\nZmFrZQ==\n-----END CERTIFICATE-----\n");
    certificate.add("data", data);
    items.create(type("v1", "configmaps"), namespace, certificate, OPTIONS);
  }

  static JsonObject named(String name) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", name);
    JsonObject object = new JsonObject();
    object.add("metadata", metadata);
    return object;
  }

  private void establish(String name) {
    ResourceType definitions = type("apiextensions.k8s.io/v1", "customresourcedefinitions");
    if (storage.get(Admission.CRDS, name).isEmpty()) {
      return;
    }
    items.update(
        definitions,
        "",
        name,
        "status",
        false,
        tree -> {
          JsonObject spec = Json.object(tree, "spec");
          JsonArray conditions = new JsonArray();
          conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found"));
          conditions.add(
              condition(
                  "Established", "InitialNamesAccepted", "the initial names have been accepted"));
          JsonObject status = new JsonObject();
          status.add("conditions", conditions);
          status.add("acceptedNames", Json.object(spec, "names").deepCopy());
          status.add("storedVersions", ResourceTypes.storedVersions(spec));
          tree.add("status", status);
          return tree;
        },
        new Items.Options("kube-apiserver", false));
  }

  private JsonObject condition(String type, String reason, String message) {
    JsonObject condition = new JsonObject();
    condition.addProperty("type", type);
    condition.addProperty("status", "True");
    condition.addProperty("lastTransitionTime", items.now());
    condition.addProperty("reason", reason);
    condition.addProperty("message", message);
    return condition;
  }

  private void serve() {
    types.serve(
        storage.live(Admission.CRDS, "").stream()
            .map(StoredItem::tree)
            .filter(Controllers::isEstablished)
            .toList());
  }

  private static boolean isEstablished(JsonObject definition) {
    for (var condition : Json.array(Json.object(definition, "status"), "conditions")) {
      if (condition instanceof JsonObject c
          && Json.string(c, "type").equals("Established")
          && Json.string(c, "status").equals("True")) {
        return true;
      }
    }
    return false;
  }

  /** Removes the resources of a CRD that is being deleted, then the CRD. */
  private void cleanUp(String name) {
    ResourceType definitions = type("apiextensions.k8s.io/v1", "customresourcedefinitions");
    boolean empty = true;
    for (ResourceType stored : types.stored()) {
      if (stored.custom() && stored.groupResource().equals(name)) {
        items.deleteAll(stored, "", i -> true, OPTIONS);
        empty = storage.live(stored.storage(), "").isEmpty();
      }
    }
    if (storage.get(Admission.CRDS, name).isEmpty()) {
      return;
    }
    if (!empty) {
      later(RETRY, () -> cleanUp(name));
      return;
    }
    items.update(
        definitions,
        "",
        name,
        "",
        false,
        tree -> withoutFinalizer(tree, Admission.CRD_FINALIZER),
        OPTIONS);
  }

  private static JsonObject withoutFinalizer(JsonObject tree, String finalizer) {
    JsonObject metadata = Json.object(tree, "metadata");
    List<String> left =
        Json.strings(Json.array(metadata, "finalizers")).stream()
            .filter(f -> !f.equals(finalizer))
            .toList();
    metadata.add("finalizers", Json.array(left));
    return tree;
  }

  private void release(ResourceType type, StoredItem item, String finalizer) {
    if (storage.get(type.storage(), item.key()).isPresent()) {
      items.update(
          type,
          item.namespace(),
          item.name(),
          "",
          false,
          tree -> withoutFinalizer(tree, finalizer),
          OPTIONS);
    }
  }

  /** Empties a namespace that is being deleted and removes it once nothing holds on. */
  private void finish(String name) {
    if (storage.get(Admission.NAMESPACES, name).isEmpty()) {
      return;
    }
    boolean empty = true;
    for (ResourceType type : types.stored()) {
      if (type.namespaced() && type.verbs().contains("delete")) {
        items.deleteAll(type, name, i -> !i.deleting(), OPTIONS);
        empty &= storage.live(type.storage(), name).isEmpty();
      }
    }
    if (!empty) {
      later(RETRY, () -> finish(name));
      return;
    }
    items.update(
        type("v1", "namespaces"),
        "",
        name,
        "finalize",
        false,
        tree -> {
          JsonObject spec = Json.object(tree, "spec");
          List<String> left =
              Json.strings(Json.array(spec, "finalizers")).stream()
                  .filter(f -> !f.equals("kubernetes"))
                  .toList();
          spec.add("finalizers", Json.array(left));
          return tree;
        },
        OPTIONS);
  }

  /** The namespaces that every cluster has, and the Service of the API. */
  void bootstrap() {
    Items.Options options = new Items.Options("kube-apiserver", false);
    for (String name : Set.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      items.create(type("v1", "namespaces"), "", named(name), options);
    }
    JsonObject port = new JsonObject();
    port.addProperty("name", "https");
    port.addProperty("port", 443);
    JsonArray ports = new JsonArray();
    ports.add(port);
    JsonObject service = named("kubernetes");
    JsonObject spec = Json.ensure(service, "spec");
    spec.addProperty("clusterIP", "10.96.0.1");
    spec.add("ports", ports);
    items.create(type("v1", "services"), "default", service, options);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
