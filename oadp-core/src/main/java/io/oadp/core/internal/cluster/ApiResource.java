// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import io.oadp.api.item.GroupVersionKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * One resource in one served version, as discovery tells it, and the paths its objects have.
 *
 * @param group the API group; empty for the core group
 * @param version such as {@code v1}
 * @param resource the plural, such as {@code deployments}
 * @param singular such as {@code deployment}; empty if the server tells none
 * @param kind such as {@code Deployment}
 * @param namespaced whether its objects live in namespaces
 * @param verbs what can be asked of it, such as {@code list}
 * @param shortNames such as {@code deploy}
 * @param hasStatus whether {@code status} is a sub-resource, which writes to the object ignore
 */
public record ApiResource(
    String group,
    String version,
    String resource,
    String singular,
    String kind,
    boolean namespaced,
    Set<String> verbs,
    List<String> shortNames,
    boolean hasStatus) {

  /** Copies what could change. */
  public ApiResource {
    verbs = Set.copyOf(verbs);
    shortNames = List.copyOf(shortNames);
  }

  /** The resource with its group, such as {@code secrets} or {@code deployments.apps}. */
  public String groupResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  /** Group, version and kind of its objects. */
  public GroupVersionKind gvk() {
    return new GroupVersionKind(group, version, kind);
  }

  /** Such as {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The path of the collection; with an empty namespace, over all namespaces. */
  public String path(String namespace) {
    StringBuilder path = new StringBuilder(64);
    path.append(group.isEmpty() ? "/api/" : "/apis/").append(apiVersion());
    if (namespaced && !namespace.isEmpty()) {
      path.append("/namespaces/").append(encoded(namespace));
    }
    return path.append('/').append(resource).toString();
  }

  /** The path of one object. */
  public String path(String namespace, String name) {
    return path(namespace) + "/" + encoded(name);
  }

  /** How messages name one object: {@code configmaps/shop/a}. */
  String describe(String namespace, String name) {
    return groupResource()
        + (namespace.isEmpty() ? "" : "/" + namespace)
        + (name.isEmpty() ? "" : "/" + name);
  }

  /** Whether what the server says of an object may quote what must stay secret. */
  boolean isSecret() {
    return group.isEmpty() && resource.equals("secrets");
  }

  // Names such as system:node are legal for roles; URLEncoder is for forms, which differ in "+".
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
