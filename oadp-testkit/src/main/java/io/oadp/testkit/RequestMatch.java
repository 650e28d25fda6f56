// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit;

import java.util.List;

/**
 * Says which requests to a {@link FakeCluster} a {@link RequestFault} is meant for, in the terms of
 * the API rather than of paths. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * cluster.inject(
 *     RequestMatch.on("create", "configmaps").in("shop").nth(3),
 *     RequestFault.status(429).retryAfter(Duration.ofSeconds(1)));
 * }</pre>
 */
public final class RequestMatch {
  private static final List<String> VERBS =
      List.of(
          "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "*");

  private final String verb;
  private final String resource;
  private final String namespace;
  private final String name;
  private final int nth;

  private RequestMatch(String verb, String resource, String namespace, String name, int nth) {
    this.verb = verb;
    this.resource = resource;
    this.namespace = namespace;
    this.name = name;
    this.nth = nth;
  }

  /**
   * Begins with what is done to what.
   *
   * @param verb a verb of the API, such as {@code create}, or {@code *} for any
   * @param resource the plural name with its group, such as {@code deployments.apps} or {@code
   *     pods/status}, or {@code *} for any
   * @return the match, for all namespaces and names
   * @throws IllegalArgumentException if the verb is none of the API, such as POST
   */
  public static RequestMatch on(String verb, String resource) {
    if (!VERBS.contains(verb)) {
      throw new IllegalArgumentException(
          "unknown verb \"" + verb + "\": use one of " + String.join(", ", VERBS));
    }
    return new RequestMatch(verb, resource, "", "", 1);
  }

  /**
   * Narrows it to one namespace.
   *
   * @param value the namespace
   * @return the changed match
   */
  public RequestMatch in(String value) {
    return new RequestMatch(verb, resource, value, name, nth);
  }

  /**
   * Narrows it to one name. The name of a create stands in the body and is not looked at.
   *
   * @param value the name
   * @return the changed match
   */
  public RequestMatch named(String value) {
    if (verb.equals("create") || verb.equals("list") || verb.equals("deletecollection")) {
      throw new IllegalArgumentException(
          "a " + verb + " has no name in its path: leave named(\"" + value + "\") out, use nth");
    }
    return new RequestMatch(verb, resource, namespace, value, nth);
  }

  /**
   * Lets the first matching requests pass.
   *
   * @param number which matching request is the first to go wrong, from 1 on
   * @return the changed match
   */
  public RequestMatch nth(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("requests are counted from 1, was " + number);
    }
    return new RequestMatch(verb, resource, namespace, name, number);
  }

  String resource() {
    return resource;
  }

  int first() {
    return nth;
  }

  boolean matches(String askedVerb, String askedResource, String askedNamespace, String askedName) {
    return (verb.equals("*") || verb.equals(askedVerb))
        && (resource.equals("*") || resource.equals(askedResource))
        && (namespace.isEmpty() || namespace.equals(askedNamespace))
        && (name.isEmpty() || name.equals(askedName));
  }

  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (name.isEmpty() ? "" : " \"" + name + "\"")
        + (namespace.isEmpty() ? "" : " in " + namespace)
        + (nth == 1 ? "" : ", from request " + nth + " on");
  }
}
