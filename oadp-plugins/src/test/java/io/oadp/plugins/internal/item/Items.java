// SPDX-License-Identifier: Apache-2.0
package io.oadp.plugins.internal.item;

import io.oadp.api.item.KubernetesItem;
import java.nio.charset.StandardCharsets;

/** Writes items for tests: JSON with single quotes, which read better in Java. */
final class Items {
  private Items() {}

  static KubernetesItem item(String json) {
    return KubernetesItem.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static KubernetesItem core(String kind, String name, String rest) {
    return item(
        "{'apiVersion':'v1','kind':'"
            + kind
            + "','metadata':{'name':'"
            + name
            + "','namespace':'shop'}"
            + (rest.isEmpty() ? "" : "," + rest)
            + "}");
  }

  static KubernetesItem pod(String spec) {
    return core("Pod", "web", "'spec':{" + spec + "}");
  }

  static String json(KubernetesItem item) {
    return new String(item.toBytes(), StandardCharsets.UTF_8);
  }
}
