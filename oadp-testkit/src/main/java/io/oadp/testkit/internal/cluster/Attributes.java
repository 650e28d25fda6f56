// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonObject;
import java.util.Arrays;

/**
 * What a request asks leave for, read off its method and path alone, whether or not the resource
 * exists. {@code path} is set for what is no resource.
 */
record Attributes(
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  static Attributes of(Request request) {
    String[] parts =
        Arrays.stream(request.path().split("/", -1))
            .filter(p -> !p.isEmpty())
            .toArray(String[]::new);
    int from = parts.length > 0 && parts[0].equals("api") ? 2 : 3;
    boolean api = parts.length > from && (parts[0].equals("api") || parts[0].equals("apis"));
    if (!api) {
      String verb = request.method().equals("GET") ? "get" : request.method();
      return new Attributes(verb, "", "", "", "", "", request.path());
    }
    String group = from == 2 ? "" : parts[1];
    String[] rest = Arrays.copyOfRange(parts, from, parts.length);
    String namespace = "";
    if (rest[0].equals("namespaces") && rest.length > 1) {
      namespace = rest[1];
      boolean inside = rest.length > 2 && !(rest[2].equals("status") || rest[2].equals("finalize"));
      rest = inside ? Arrays.copyOfRange(rest, 2, rest.length) : rest;
    }
    String name = rest.length > 1 ? rest[1] : "";
    String subresource = rest.length > 2 ? rest[2] : "";
    return new Attributes(verb(request, name), group, rest[0], subresource, namespace, name, "");
  }

  /** The attributes that a review asks about. */
  static Attributes of(JsonObject resource, JsonObject path) {
    if (path.size() > 0) {
      return new Attributes(
          Json.string(path, "verb"), "", "", "", "", "", Json.string(path, "path"));
    }
    return new Attributes(
        Json.string(resource, "verb"),
        Json.string(resource, "group"),
        Json.string(resource, "resource"),
        Json.string(resource, "subresource"),
        Json.string(resource, "namespace"),
        Json.string(resource, "name"),
        "");
  }

  private static String verb(Request request, String name) {
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      default -> !name.isEmpty() ? "get" : request.wantsWatch() ? "watch" : "list";
    };
  }

  /** The resource as rules name it, such as {@code pods/log}. */
  String resourcePath() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  boolean isResource() {
    return path.isEmpty();
  }

  /** The refusal, in the server's words. */
  ApiFailure refusal(User user) {
    if (!isResource()) {
      return ApiFailure.forbidden(
          "",
          "",
          "",
          "forbidden: User \"" + user.name() + "\" cannot " + verb + " path \"" + path + "\"");
    }
    String where =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    String subject = group.isEmpty() ? resource : resource + "." + group;
    return ApiFailure.forbidden(
        name,
        group,
        resource,
        subject
            + (name.isEmpty() ? "" : " \"" + name + "\"")
            + " is forbidden: User \""
            + user.name()
            + "\" cannot "
            + verb
            + " resource \""
            + resourcePath()
            + "\" in API group \""
            + group
            + "\" "
            + where);
  }
}
