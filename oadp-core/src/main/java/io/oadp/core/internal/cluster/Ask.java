// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

/**
 * What a request is for, in the words of messages.
 *
 * @param action such as {@code creating}
 * @param object such as {@code configmaps/shop/a}
 * @param secret whether the server's own words may quote what must stay secret
 */
record Ask(String action, String object, boolean secret) {
  static Ask of(String action, ApiResource resource, String namespace, String name) {
    return new Ask(action, resource.describe(namespace, name), resource.isSecret());
  }

  @Override
  public String toString() {
    return action + " " + object;
  }
}
