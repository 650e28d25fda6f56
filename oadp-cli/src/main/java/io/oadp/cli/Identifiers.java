// SPDX-License-Identifier: Apache-2.0
package io.oadp.cli;

import com.google.gson.JsonObject;
import io.oadp.api.item.ResourceIdentifier;

/** Identifiers of items in answers that programs read. */
final class Identifiers {
  private Identifiers() {}

  static JsonObject document(ResourceIdentifier id) {
    JsonObject object = new JsonObject();
    object.addProperty("resource", id.groupResource());
    if (!id.isClusterScoped()) {
      object.addProperty("namespace", id.namespace());
    }
    object.addProperty("name", id.name());
    return object;
  }
}
