// SPDX-License-Identifier: Apache-2.0
package io.oadp.api.item;

/**
 * The API group, version and kind of an object.
 *
 * @param group the API group; empty for the core group
 * @param version such as {@code v1}
 * @param kind such as {@code Deployment}
 */
public record GroupVersionKind(String group, String version, String kind) {
  /**
   * Splits an {@code apiVersion}.
   *
   * @param apiVersion such as {@code v1} or {@code apps/v1}
   * @param kind such as {@code Deployment}
   * @return both, taken apart
   */
  public static GroupVersionKind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new GroupVersionKind("", apiVersion, kind)
        : new GroupVersionKind(
            apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /**
   * The {@code apiVersion} as objects carry it.
   *
   * @return such as {@code v1} or {@code apps/v1}
   */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  @Override
  public String toString() {
    return apiVersion() + "/" + kind;
  }
}
