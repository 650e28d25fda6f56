// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Knows the users by their tokens and decides what they may do: by what the test granted them, and
 * by the roles and bindings that are stored in the cluster. Thread-safe.
 */
final class Access {
  /** A rule with where it came from; an empty namespace stands for everywhere. */
  private record Granted(Rule rule, String namespace, String reason) {}

  private record Grant(String user, String namespace, Rule rule) {}

  private static final String RBAC = ".rbac.authorization.k8s.io";
  private static final List<Rule> EVERYBODY =
      List.of(
          new Rule(
              List.of("create"),
              List.of("authorization.k8s.io"),
              List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews"),
              List.of(),
              List.of()),
          new Rule(
              List.of("create"),
              List.of("authentication.k8s.io"),
              List.of("selfsubjectreviews"),
              List.of(),
              List.of()),
          new Rule(
              List.of("get"),
              List.of(),
              List.of(),
              List.of(),
              List.of("/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*")));
  private static final Rule ANYBODY =
      new Rule(
          List.of("get"),
          List.of(),
          List.of(),
          List.of(),
          List.of("/healthz", "/livez", "/readyz", "/version", "/version/"));

  private final Storage storage;
  private final Map<String, User> users = new ConcurrentHashMap<>();
  private final List<Grant> grants = new CopyOnWriteArrayList<>();

  Access(Storage storage) {
    this.storage = storage;
  }

  void add(String token, User user) {
    users.put(token, user);
  }

  void grant(String user, String namespace, Rule rule) {
    grants.add(new Grant(user, namespace, rule));
  }

  /**
   * Tells who asks.
   *
   * @throws ApiFailure 401 for a token that is not known, 403 where one may not act for another
   */
  User identify(Request request) {
    String header = request.header("authorization");
    User user = User.ANONYMOUS;
    if (!header.isEmpty()) {
      String token = header.startsWith("Bearer ") ? header.substring(7) : "";
      user =
          Optional.ofNullable(users.get(token))
              .orElseThrow(() -> ApiFailure.of(401, "Unauthorized", "Unauthorized"));
    }
    String other = request.header("impersonate-user");
    if (other.isEmpty()) {
      return user;
    }
    Attributes asked = new Attributes("impersonate", "", "users", "", "", other, "");
    check(user, asked);
    return User.named(other);
  }

  /** Refuses what the user may not do. */
  void check(User user, Attributes asked) {
    if (reason(user, asked).isEmpty()) {
      throw asked.refusal(user);
    }
  }

  /** Why the user may do it, which may be an empty text; nothing if the user may not. */
  Optional<String> reason(User user, Attributes asked) {
    if (user.admin()) {
      return Optional.of("");
    }
    return granted(user, asked.namespace()).stream()
        .filter(g -> g.rule().allows(asked))
        .findFirst()
        .map(Granted::reason);
  }

  /** The rules that hold for a user in a namespace. */
  List<Rule> rules(User user, String namespace) {
    if (user.admin()) {
      List<String> all = List.of("*");
      return List.of(
          new Rule(all, all, all, List.of(), List.of()),
          new Rule(all, List.of(), List.of(), List.of(), all));
    }
    return granted(user, namespace).stream().map(Granted::rule).toList();
  }

  private List<Granted> granted(User user, String namespace) {
    List<Granted> result = new ArrayList<>();
    result.add(new Granted(ANYBODY, "", ""));
    if (user.groups().contains("system:authenticated")) {
      EVERYBODY.forEach(r -> result.add(new Granted(r, "", "")));
    }
    for (Grant grant : grants) {
      boolean here = grant.namespace().isEmpty() || grant.namespace().equals(namespace);
      if (grant.user().equals(user.name()) && here) {
        result.add(new Granted(grant.rule(), grant.namespace(), ""));
      }
    }
    bound(user, "", "clusterrolebindings", result);
    if (!namespace.isEmpty()) {
      bound(user, namespace, "rolebindings", result);
    }
    return result;
  }

  private void bound(User user, String namespace, String bindings, List<Granted> result) {
    for (StoredItem binding : storage.live(bindings + RBAC, namespace)) {
      JsonObject tree = binding.tree();
      Optional<String> subject = subject(user, namespace, Json.array(tree, "subjects"));
      if (subject.isEmpty()) {
        continue;
      }
      JsonObject role = Json.object(tree, "roleRef");
      String kind = Json.string(role, "kind");
      String name = Json.string(role, "name");
      String reason =
          "RBAC: allowed by %s \"%s%s\" of %s \"%s\" to %s"
              .formatted(
                  namespace.isEmpty() ? "ClusterRoleBinding" : "RoleBinding",
                  binding.name(),
                  namespace.isEmpty() ? "" : "/" + namespace,
                  kind,
                  name,
                  subject.get());
      String home = kind.equals("Role") ? namespace : "";
      storage
          .get((kind.equals("Role") ? "roles" : "clusterroles") + RBAC, StoredItem.key(home, name))
          .ifPresent(
              item ->
                  Rule.of(item.tree()).forEach(r -> result.add(new Granted(r, namespace, reason))));
    }
  }

  private static Optional<String> subject(User user, String namespace, JsonArray subjects) {
    for (JsonElement element : subjects) {
      if (!(element instanceof JsonObject subject)) {
        continue;
      }
      String name = Json.string(subject, "name");
      String home = Json.string(subject, "namespace");
      boolean matches =
          switch (Json.string(subject, "kind")) {
            case "User" -> name.equals(user.name());
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" ->
                User.ofServiceAccount(home.isEmpty() ? namespace : home, name).equals(user.name());
            default -> false;
          };
      if (matches) {
        String shown = home.isEmpty() ? name : name + "/" + home;
        return Optional.of(Json.string(subject, "kind") + " \"" + shown + "\"");
      }
    }
    return Optional.empty();
  }
}
