// SPDX-License-Identifier: Apache-2.0
package io.oadp.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Velero's rule for an init container of a restore hook: it has a name, an image and a command. */
final class InitContainerRule {
  private InitContainerRule() {}

  static Optional<String> violation(String json) {
    JsonElement tree;
    try {
      tree = JsonParser.parseString(json);
    } catch (JsonParseException e) {
      return Optional.of("it is not JSON");
    }
    if (tree instanceof JsonObject container
        && hasText(container.get("name"))
        && hasText(container.get("image"))
        && container.get("command") instanceof JsonArray command
        && !command.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "invalid InitContainer in restore hook, it doesn't have Command, Name or Image field");
  }

  private static boolean hasText(@Nullable JsonElement element) {
    return element != null && element.isJsonPrimitive() && !element.getAsString().isEmpty();
  }
}
