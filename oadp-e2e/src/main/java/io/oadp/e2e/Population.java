// SPDX-License-Identifier: Apache-2.0
package io.oadp.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Objects of some fifty kinds, made to be hard on whoever copies them: explicit nulls, numbers that
 * no double holds, unicode, markup, names with colons, objects that own others. They live in
 * namespaces of their own and, for cluster-scoped kinds, under names that begin with the
 * population's id, so that populations do not meet.
 *
 * <p>What they are stands in {@code population-namespace.json} and {@code population-cluster.json}.
 * The control plane needs no node: its pods stay Pending.
 */
public final class Population {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String LABEL = "oadp.example.com/population";

  private final KubeApi kube;
  private final String id;
  private final List<String> namespaces;
  private final List<JsonObject> created = new ArrayList<>();

  private Population(KubeApi kube, String id, List<String> namespaces) {
    this.kube = kube;
    this.id = id;
    this.namespaces = namespaces;
  }

  /**
   * Describes a population; nothing is created yet.
   *
   * @param id lower-case letters and digits, unlike any other in this cluster
   * @param namespaces to create, each with all namespaced objects
   */
  public static Population of(KubeApi kube, String id, String... namespaces) {
    return new Population(kube, id, List.of(namespaces));
  }

  /**
   * Creates the population, after removing what an earlier run may have left of it, and waits until
   * the control plane has done its part: claims are bound, token Secrets are filled, the objects
   * that controllers make exist.
   */
  public Population create() {
    delete();
    created.clear();
    load("population-cluster.json", "").forEach(this::add);
    for (String namespace : namespaces) {
      addNamespace(namespace);
      load("population-namespace.json", namespace).forEach(this::add);
      settle(namespace);
    }
    return this;
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns the namespaces. */
  public List<String> namespaces() {
    return namespaces;
  }

  /** Returns the label selector of the cluster-scoped objects and the namespaces. */
  public String selector() {
    return LABEL + "=" + id;
  }

  /**
   * Compares one of the namespaces with a restored copy of it, which controllers may still be
   * working on. The one expected difference: a claim is bound by hand here, and its copy asks for
   * the volume and stays pending.
   *
   * @return the differences; empty if all is well
   */
  public List<String> differencesOfCopy(String namespace, String copy) {
    String claim =
        "persistentvolumeclaims "
            + namespace
            + "/data: /metadata/annotations:"
            + " {\"pv.kubernetes.io/bind-completed\":\"yes\"} -> (absent)";
    return LiveState.readerOfCopies(kube)
        .namespaces(namespace)
        .differencesBeyond(
            List.of(claim),
            Duration.ofSeconds(30),
            () -> LiveState.readerOfCopies(kube).mapping(copy, namespace).namespaces(copy));
  }

  /** Returns what was created, as stored, in the order of creation. */
  public List<JsonObject> created() {
    return Collections.unmodifiableList(created);
  }

  /** Returns the cluster-scoped objects, without the namespaces, as they are asked for. */
  public List<JsonObject> clusterScoped() {
    List<JsonObject> objects = new ArrayList<>(load("population-cluster.json", ""));
    namespaces.stream()
        .flatMap(namespace -> load("population-namespace.json", namespace).stream())
        .filter(object -> !object.getAsJsonObject("metadata").has("namespace"))
        .forEach(objects::add);
    return objects;
  }

  /** Removes the namespaces and what is in them, and waits until they are gone. */
  public void deleteNamespaces() {
    namespaces.forEach(namespace -> kube.delete("/api/v1/namespaces/" + namespace));
    namespaces.forEach(namespace -> kube.deleteAndWait("/api/v1/namespaces/" + namespace));
  }

  /** Removes everything, whether it still exists or not, and waits until it is gone. */
  public void delete() {
    deleteNamespaces();
    List<JsonObject> reversed = clusterScoped();
    Collections.reverse(reversed);
    List<String> paths = reversed.stream().map(this::path).flatMap(Optional::stream).toList();
    paths.forEach(kube::delete);
    paths.forEach(kube::deleteAndWait);
  }

  /** Empty for a kind that is gone already, with its definition. */
  private Optional<String> path(JsonObject object) {
    try {
      return Optional.of(kube.pathOf(object));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void addNamespace(String namespace) {
    add(
        JsonParser.parseString(
                """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s",
                 "labels": {"%s": "%s", "pod-security.kubernetes.io/warn": "baseline"},
                 "annotations": {"example.com/contact": "Zoë & Söhne <ops@example.com>"}}}
                """
                    .formatted(namespace, LABEL, id))
            .getAsJsonObject());
    // Admission refuses pods until the account exists, and a quota until it is counted.
    await(
        "account default of " + namespace,
        "/api/v1/namespaces/" + namespace + "/serviceaccounts/default");
  }

  private void add(JsonObject object) {
    JsonObject stored = kube.create(object);
    created.add(stored);
    switch (object.get("kind").getAsString()) {
      case "CustomResourceDefinition" -> awaitServed(stored);
      case "ResourceQuota" ->
          Await.until(
              "the quota to be counted",
              LIMIT,
              () -> kube.get(kube.pathOf(stored)).getAsJsonObject("status").has("used"));
      default -> {}
    }
  }

  private void awaitServed(JsonObject definition) {
    JsonObject spec = definition.getAsJsonObject("spec");
    String resource = spec.getAsJsonObject("names").get("plural").getAsString();
    String group = spec.get("group").getAsString();
    for (JsonElement version : spec.getAsJsonArray("versions")) {
      String name = version.getAsJsonObject().get("name").getAsString();
      String path = "/apis/" + group + "/" + name + "/" + resource;
      await(path + " to be served", path);
      Await.until(
          path + " in discovery",
          LIMIT,
          () ->
              kube.kinds().stream()
                  .anyMatch(
                      kind ->
                          kind.groupResource().equals(resource + "." + group)
                              && kind.version().equals(name)));
    }
  }

  private void settle(String namespace) {
    String core = "/api/v1/namespaces/" + namespace;
    JsonObject gadget =
        kube.get("/apis/" + id + ".example.com/v1/namespaces/" + namespace + "/gadgets/full");
    gadget.add(
        "status",
        JsonParser.parseString(
            "{\"phase\": \"Ready\", \"seen\": 3, \"conditions\": [{\"type\": \"A\", \"reason\": null}]}"));
    kube.put(kube.pathOf(gadget) + "/status", gadget);
    Await.until(
        "claim data of " + namespace + " to be bound",
        LIMIT,
        () -> phase(kube.get(core + "/persistentvolumeclaims/data")).equals("Bound"));
    Await.until(
        "the token of " + namespace,
        LIMIT,
        () -> kube.get(core + "/secrets/shop-token").has("data"));
    await("account of the trust bundle of " + namespace, core + "/configmaps/kube-root-ca.crt");
    ApiKind pods = kube.kind("v1", "Pod");
    Await.until(
        "the pods of the controllers of " + namespace,
        LIMIT,
        () ->
            List.of("Job", "ReplicaSet", "StatefulSet").stream()
                .allMatch(
                    owner ->
                        kube.list(pods, namespace).stream()
                            .anyMatch(pod -> isOwnedBy(pod, owner))));
    await("slice of service shop of " + namespace, core + "/endpoints/shop");
  }

  private static boolean isOwnedBy(JsonObject object, String kind) {
    JsonElement owners = object.getAsJsonObject("metadata").get("ownerReferences");
    return owners != null
        && owners.getAsJsonArray().get(0).getAsJsonObject().get("kind").getAsString().equals(kind);
  }

  private static String phase(JsonObject object) {
    JsonElement phase = object.getAsJsonObject("status").get("phase");
    return phase == null ? "" : phase.getAsString();
  }

  private void await(String what, String path) {
    Await.until(what, LIMIT, () -> kube.find(path).isPresent());
  }

  private List<JsonObject> load(String resource, String namespace) {
    try (InputStream in = Objects.requireNonNull(Population.class.getResourceAsStream(resource))) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${id}", id)
              .replace("${ns}", namespace)
              .replace("${longName}", "x".repeat(200));
      List<JsonObject> objects = new ArrayList<>();
      JsonParser.parseString(text)
          .getAsJsonArray()
          .forEach(element -> objects.add(element.getAsJsonObject()));
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
