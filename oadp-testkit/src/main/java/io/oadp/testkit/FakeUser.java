// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import io.oadp.testkit.internal.cluster.ApiServer;
import java.util.List;
import java.util.Set;

/**
 * A user of a {@link FakeCluster} who may do only what the test allows, besides what roles and
 * bindings in the cluster allow. Everything else is answered with 403 in the words of the real
 * server. Rights count from the moment they are given, and cannot be taken back. Thread-safe.
 */
public final class FakeUser {
  private static final Set<String> VERBS =
      Set.of(
          "get",
          "list",
          "watch",
          "create",
          "update",
          "patch",
          "delete",
          "deletecollection",
          "impersonate",
          "*");

  private final FakeCluster cluster;
  private final ApiServer api;
  private final String name;
  private final String token;

  FakeUser(FakeCluster cluster, ApiServer api, String name, String token) {
    this.cluster = cluster;
    this.api = api;
    this.name = name;
    this.token = token;
  }

  /**
   * Allows something in one namespace.
   *
   * @param verbs such as {@code get,list}, or {@code *} for all
   * @param resources plural names with their groups, such as {@code configmaps,deployments.apps} or
   *     {@code pods/log}, or {@code *} for all
   * @param namespace the namespace, which need not exist yet
   * @return this
   * @throws IllegalArgumentException if a verb or a resource is not known; the message names the
   *     ones that are
   */
  public FakeUser may(String verbs, String resources, String namespace) {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException(
          "no namespace: name one, or use mayEverywhere(\"" + verbs + "\", \"" + resources + "\")");
    }
    return grant(verbs, resources, namespace);
  }

  /**
   * Allows something in all namespaces and for the cluster as a whole.
   *
   * @param verbs as in {@link #may}
   * @param resources as in {@link #may}
   * @return this
   * @throws IllegalArgumentException if a verb or a resource is not known; the message names the
   *     ones that are
   */
  public FakeUser mayEverywhere(String verbs, String resources) {
    return grant(verbs, resources, "");
  }

  private FakeUser grant(String verbs, String resources, String namespace) {
    List<String> given = parts(verbs);
    for (String verb : given) {
      if (!VERBS.contains(verb)) {
        throw new IllegalArgumentException(
            "unknown verb \""
                + verb
                + "\": use get, list, watch, create, update, patch, delete, deletecollection or *");
      }
    }
    List<String> named = parts(resources);
    named.stream().filter(r -> !r.equals("*")).forEach(api::requireResource);
    named.forEach(r -> api.grant(name, namespace, given, r));
    return this;
  }

  private static List<String> parts(String text) {
    return List.of(text.trim().split("\\s*,\\s*", -1));
  }

  /**
   * Returns the name, which refusals show.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the bearer token of this user.
   *
   * @return the token
   */
  public String token() {
    return token;
  }

  /**
   * Returns a kubeconfig as {@link FakeCluster#kubeconfig()} does, for this user.
   *
   * @return the text of the file, which holds the token
   */
  public String kubeconfig() {
    return cluster.kubeconfig(token);
  }

  @Override
  public String toString() {
    return "user " + name;
  }
}
