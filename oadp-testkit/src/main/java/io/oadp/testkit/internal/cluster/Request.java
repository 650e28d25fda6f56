// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP request, read whole. Header names are in lower case. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and nobody writes to it
record Request(
    String method, String path, String rawQuery, Map<String, String> headers, byte[] body) {

  Map<String, String> query() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int at = pair.indexOf('=');
      if (!pair.isEmpty()) {
        result.put(
            decode(at < 0 ? pair : pair.substring(0, at)),
            at < 0 ? "" : decode(pair.substring(at + 1)));
      }
    }
    return result;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String parameter(String name) {
    return query().getOrDefault(name, "");
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean wantsWatch() {
    return Watches.isTrue(parameter("watch"));
  }

  /** The media type of the body, without its parameters. */
  String contentType() {
    String type = header("content-type");
    int at = type.indexOf(';');
    return (at < 0 ? type : type.substring(0, at)).trim().toLowerCase(Locale.ROOT);
  }

  /** The field manager of a write, as the server takes it. */
  String manager() {
    String given = parameter("fieldManager");
    if (!given.isEmpty()) {
      return given;
    }
    String agent = header("user-agent");
    String first = agent.contains("/") ? agent.substring(0, agent.indexOf('/')) : agent;
    return first.isEmpty() ? "unknown" : first;
  }
}
