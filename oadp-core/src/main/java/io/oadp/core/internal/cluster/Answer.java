// SPDX-License-Identifier: Apache-2.0
package io.oadp.core.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.oadp.api.ClusterException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One answer of the API server, and what an answer that is no success means for the caller. */
final class Answer {
  private static final int LONGEST_TEXT = 300;

  private final int status;
  private final byte[] body;
  private final boolean plainText;
  private final String retryAfter;

  Answer(int status, byte[] body, boolean plainText, String retryAfter) {
    this.status = status;
    this.body = body;
    this.plainText = plainText;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean asksToRetry() {
    return !retryAfter.isEmpty();
  }

  /** What the server asks to wait; zero if it does not say, or gives a date. */
  Duration retryAfter() {
    try {
      return Duration.ofSeconds(Math.max(0, Integer.parseInt(retryAfter.trim())));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /** The Status object; an empty one if the answer is something else. */
  JsonObject statusObject() {
    try {
      JsonElement parsed = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      if (parsed instanceof JsonObject object && text(object, "kind").equals("Status")) {
        return object;
      }
      return new JsonObject();
    } catch (JsonParseException e) {
      // Proxies answer in HTML; the HTTP status says enough then.
      return new JsonObject();
    }
  }

  /** The token by which a list whose snapshot is gone can go on; empty if there is none. */
  String freshContinueToken() {
    return statusObject().get("metadata") instanceof JsonObject metadata
        ? text(metadata, "continue")
        : "";
  }

  String serverMessage() {
    return text(statusObject(), "message");
  }

  ClusterException toException(Ask ask, String note) {
    JsonObject object = statusObject();
    String reason = text(object, "reason");
    String details = "";
    if (object.get("details") instanceof JsonObject given) {
      details = (ask.secret() ? withoutValues(given) : given).toString();
    }
    return new ClusterException(
        status, reason, ask + ": " + describe(ask, object, reason) + note, details, null);
  }

  /** What the server said, without anything that may be secret. */
  String describe(Ask ask) {
    JsonObject object = statusObject();
    return describe(ask, object, text(object, "reason"));
  }

  private String describe(Ask ask, JsonObject object, String reason) {
    String http = "HTTP " + status + (reason.isEmpty() ? "" : " " + reason);
    if (ask.secret()) {
      String fields = fields(object);
      return http + (fields.isEmpty() ? "" : " in " + fields);
    }
    String message = text(object, "message");
    if (message.isEmpty() && plainText) {
      message = new String(body, StandardCharsets.UTF_8).strip();
      message =
          message.length() > LONGEST_TEXT ? message.substring(0, LONGEST_TEXT) + "..." : message;
    }
    return message.isEmpty() ? http : message + " (" + http + ")";
  }

  private static String fields(JsonObject object) {
    StringBuilder fields = new StringBuilder();
    if (object.get("details") instanceof JsonObject details
        && details.get("causes") instanceof JsonArray causes) {
      for (JsonElement cause : causes) {
        if (cause instanceof JsonObject one && !text(one, "field").isEmpty()) {
          fields.append(fields.isEmpty() ? "" : ", ").append(text(one, "field"));
        }
      }
    }
    return fields.toString();
  }

  private static JsonObject withoutValues(JsonObject details) {
    JsonObject copy = details.deepCopy();
    if (copy.get("causes") instanceof JsonArray causes) {
      for (JsonElement cause : causes) {
        if (cause instanceof JsonObject one) {
          one.remove("message");
        }
      }
    }
    return copy;
  }

  static String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : "";
  }
}
