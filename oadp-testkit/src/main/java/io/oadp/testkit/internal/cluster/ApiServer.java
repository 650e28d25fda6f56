// SPDX-License-Identifier: Apache-2.0
package io.oadp.testkit.internal.cluster;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Answers requests: takes the path apart, finds the resource, reads the body by its media type, and
 * leaves the rest to {@link Items}, {@link Lists} and {@link Discovery}. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
  /** A parsed path below a group version. */
  private record Target(ResourceType type, String namespace, String name, String subresource) {}

  private static final int LONGEST_MANAGER = 128;

  private final Storage storage = new Storage();
  private final ResourceTypes types = new ResourceTypes();
  private final Discovery discovery = new Discovery(types);
  private final Lists lists = new Lists(storage);
  private final Watches watches = new Watches(storage);
  private final Access access = new Access(storage);
  private final Reviews reviews = new Reviews(access);
  private final Controllers controllers;
  private final Items items;

  /**
   * Creates a cluster with the namespaces that every cluster has.
   *
   * @param clock tells the times of objects
   * @param establishing how long a CRD takes to become established
   * @param finalizing how long a namespace stays terminating at least
   */
  public ApiServer(Clock clock, Duration establishing, Duration finalizing) {
    controllers = new Controllers(storage, types, clock, establishing, finalizing);
    items = controllers.items();
    controllers.bootstrap();
  }

  /**
   * Knows a user from now on.
   *
   * @param token the bearer token
   * @param name the name, or an empty text for the administrator
   */
  public void addUser(String token, String name) {
    access.add(token, name.isEmpty() ? User.ADMIN : User.named(name));
  }

  /**
   * Lets a user do something.
   *
   * @param user the name
   * @param namespace where, or an empty text for everywhere
   * @param verbs such as {@code get}, or {@code *}
   * @param groupResource such as {@code deployments.apps} or {@code pods/log}, or {@code *}
   */
  public void grant(String user, String namespace, List<String> verbs, String groupResource) {
    int slash = groupResource.indexOf('/');
    String whole = slash < 0 ? groupResource : groupResource.substring(0, slash);
    String part = slash < 0 ? "" : groupResource.substring(slash);
    int dot = whole.indexOf('.');
    String plural = dot < 0 ? whole : whole.substring(0, dot);
    String group = whole.equals("*") ? "*" : dot < 0 ? "" : whole.substring(dot + 1);
    access.grant(
        user,
        namespace,
        new Rule(verbs, List.of(group), List.of(plural + part), List.of(), List.of()));
  }

  /**
   * Helps a test author who names a resource that cannot exist. Resources of groups that are not
   * built in pass, since their CRD may come later.
   *
   * @param groupResource such as {@code deployments.apps} or {@code pods/log}
   * @throws IllegalArgumentException saying what to write instead
   */
  public void requireResource(String groupResource) {
    Mistakes.requireResource(types, groupResource);
  }

  /**
   * Shows items of one kind that are made when they are read.
   *
   * @param count how many
   * @param json makes the item of an index, with {@code apiVersion} and {@code kind}
   */
  public void generate(int count, IntFunction<String> json) {
    ResourceType type = Mistakes.typeOf(types, (JsonObject) Json.parse(json.apply(0)));
    long revision = storage.revision();
    storage.show(
        type.storage(),
        new Population(
            count, i -> items.generated(type, (JsonObject) Json.parse(json.apply(i)), revision)));
  }

  /** Follows owner references until nothing is left to do. */
  public void collectGarbage() {
    new GarbageCollector(storage, types, items).collect();
  }

  /** Forgets what continue tokens and watches need of the past. */
  public void compact() {
    storage.compact();
  }

  /**
   * Reads an object without a request.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param namespace empty for cluster-scoped resources
   * @param name the name
   * @return the object in JSON, if it is there
   */
  public Optional<String> read(String groupResource, String namespace, String name) {
    return byGroupResource(groupResource)
        .flatMap(
            type ->
                storage
                    .get(type.storage(), StoredItem.key(namespace, name))
                    .map(item -> text(type, item)));
  }

  /**
   * Reads all objects of a resource without a request.
   *
   * @param groupResource such as {@code deployments.apps}
   * @param namespace empty for those of all namespaces
   * @return the objects in JSON, in the order of lists
   */
  public List<String> readAll(String groupResource, String namespace) {
    return byGroupResource(groupResource)
        .map(
            type ->
                storage.live(type.storage(), namespace).stream()
                    .map(item -> text(type, item))
                    .toList())
        .orElseGet(List::of);
  }

  private Optional<ResourceType> byGroupResource(String groupResource) {
    return types.stored().stream().filter(t -> t.is(groupResource)).findFirst();
  }

  static String text(ResourceType type, StoredItem item) {
    return new String(type.opening(), StandardCharsets.UTF_8)
        + new String(item.bytes(), 1, item.bytes().length - 1, StandardCharsets.UTF_8);
  }

  /**
   * Creates an object without a request, or replaces it; its status is kept too, which a POST would
   * drop.
   *
   * @param json the object, with {@code apiVersion} and {@code kind}
   * @throws ApiFailure if the server would refuse it
   */
  public void put(String json) {
    JsonObject given = (JsonObject) Json.parse(json);
    ResourceType type = Mistakes.typeOf(types, given);
    JsonObject metadata = Json.ensure(given, "metadata");
    metadata.remove("resourceVersion");
    metadata.remove("uid");
    String namespace = type.namespaced() ? Json.string(metadata, "namespace") : "";
    String name = Json.string(metadata, "name");
    JsonElement status = given.get("status");
    Items.Options options = new Items.Options("fake-cluster", false);
    synchronized (storage) {
      String key = StoredItem.key(namespace, name);
      if (storage.get(type.storage(), key).isEmpty()) {
        StoredItem created = items.create(type, namespace, given.deepCopy(), options);
        name = created.name();
      } else {
        items.update(type, namespace, name, "", false, live -> given.deepCopy(), options);
      }
      if (status != null && type.hasStatus() && !type.is(Admission.CRDS)) {
        items.update(
            type,
            namespace,
            name,
            "status",
            false,
            live -> {
              live.add("status", status.deepCopy());
              return live;
            },
            options);
      }
    }
  }

  Answer handle(Request request) {
    try {
      access.check(access.identify(request), Attributes.of(request));
      return route(request);
    } catch (ApiFailure failure) {
      return Answer.json(failure.code(), failure.status());
    }
  }

  private Answer route(Request request) {
    String[] p = request.path().substring(1).split("/", -1);
    if (p.length > 1 && p[p.length - 1].isEmpty()) {
      p = Arrays.copyOf(p, p.length - 1);
    }
    switch (p[0]) {
      case "api" -> {
        if (p.length == 1) {
          return Discovery.wantsAggregated(request)
              ? aggregated(true)
              : Answer.json(200, discovery.versions(request.header("host")));
        }
        return p[1].equals("v1") ? below("v1", p, 2, request) : notFound();
      }
      case "apis" -> {
        if (p.length == 1) {
          return Discovery.wantsAggregated(request)
              ? aggregated(false)
              : Answer.json(200, discovery.groupList());
        }
        if (p.length == 2) {
          return discovery
              .groupDocument(p[1])
              .map(d -> Answer.json(200, d))
              .orElseGet(ApiServer::notFound);
        }
        return below(p[1] + "/" + p[2], p, 3, request);
      }
      case "version" -> {
        return Answer.json(200, Discovery.version());
      }
      case "readyz", "livez", "healthz" -> {
        return Answer.text(200, "ok");
      }
      default -> {
        return notFound();
      }
    }
  }

  private Answer aggregated(boolean core) {
    return new Answer(200, Discovery.AGGREGATED)
        .add(Json.bytes(discovery.aggregated(core)))
        .add("\n");
  }

  private static Answer notFound() {
    return Answer.text(404, "404 page not found\n");
  }

  private Answer below(String groupVersion, String[] path, int from, Request request) {
    boolean builtIn = types.isBuiltInGroup(ResourceTypes.groupOf(groupVersion));
    if (path.length == from) {
      Optional<JsonObject> document = discovery.resourceList(groupVersion);
      if (document.isEmpty() && builtIn) {
        throw ApiFailure.noSuchResource();
      }
      return document.map(d -> Answer.json(200, d)).orElseGet(ApiServer::notFound);
    }
    Optional<Target> target = target(groupVersion, Arrays.copyOfRange(path, from, path.length));
    if (target.isEmpty()) {
      if (builtIn) {
        throw ApiFailure.noSuchResource();
      }
      return notFound();
    }
    return target.get().name().isEmpty()
        ? collection(target.get(), request)
        : single(target.get(), request);
  }

  private Optional<Target> target(String groupVersion, String[] rest) {
    if (rest.length >= 3
        && rest[0].equals("namespaces")
        && !(groupVersion.equals("v1") && rest.length == 3 && isNamespacePart(rest[2]))) {
      return types
          .find(groupVersion, rest[2])
          .filter(ResourceType::namespaced)
          .flatMap(t -> target(t, rest[1], Arrays.copyOfRange(rest, 3, rest.length)));
    }
    return types
        .find(groupVersion, rest[0])
        .filter(t -> !t.namespaced() || (rest.length == 1 && t.verbs().contains("list")))
        .flatMap(t -> target(t, "", Arrays.copyOfRange(rest, 1, rest.length)));
  }

  private static boolean isNamespacePart(String part) {
    return part.equals("status") || part.equals("finalize");
  }

  private static Optional<Target> target(ResourceType type, String namespace, String[] rest) {
    if (rest.length > 2 || (rest.length == 2 && !type.custom() && !type.subresource(rest[1]))) {
      return Optional.empty();
    }
    return Optional.of(
        new Target(
            type, namespace, rest.length > 0 ? rest[0] : "", rest.length > 1 ? rest[1] : ""));
  }

  private Answer collection(Target target, Request request) {
    ResourceType type = target.type();
    boolean everyNamespace = type.namespaced() && target.namespace().isEmpty();
    switch (request.method()) {
      case "GET" -> {
        requireVerb(type, "list");
        checkAccepted(request);
        return lists.list(type, target.namespace(), request.query());
      }
      case "POST" -> {
        requireVerb(type, "create");
        requirePath(!everyNamespace);
        JsonObject given = Bodies.object(type, request);
        if (!type.verbs().contains("get")) {
          return Answer.json(201, reviews.answer(type, given, access.identify(request)));
        }
        StoredItem item =
            items.create(type, target.namespace(), given, options(request, "CreateOptions"));
        return Answer.object(201, type, item);
      }
      case "DELETE" -> {
        requireVerb(type, "deletecollection");
        requirePath(!everyNamespace);
        Predicate<StoredItem> which = Lists.selection(type, request.query());
        List<StoredItem> deleted =
            items.deleteAll(
                type,
                target.namespace(),
                which,
                DeleteOptions.of(request).propagation(),
                options(request, "DeleteOptions"));
        return Lists.of(type, deleted, storage.revision());
      }
      default -> throw ApiFailure.methodNotAllowed();
    }
  }

  private Answer single(Target target, Request request) {
    ResourceType type = target.type();
    String subresource = target.subresource();
    if (!subresource.isEmpty() && !type.subresource(subresource)) {
      throw ApiFailure.notFound(type, target.name());
    }
    if (subresource.equals("scale")) {
      return scale(target, request);
    }
    if (!subresource.isEmpty() && !isNamespacePart(subresource)) {
      throw ApiFailure.methodNotAllowed();
    }
    switch (request.method()) {
      case "GET" -> {
        requireVerb(type, "get");
        checkAccepted(request);
        lists.checkVersion(request.parameter("resourceVersion"));
        return Answer.object(200, type, items.get(type, target.namespace(), target.name()));
      }
      case "PUT" -> {
        requireVerb(type, "update");
        JsonObject given = Bodies.object(type, request);
        return Answer.object(
            200, type, update(target, request, true, live -> named(given, target)));
      }
      case "PATCH" -> {
        requireVerb(type, "patch");
        Applying.checkOptions(request);
        if (request.contentType().equals(Applying.LANGUAGE)) {
          return apply(target, request);
        }
        return Answer.object(
            200,
            type,
            update(target, request, false, Bodies.patch(type, () -> items.shape(type), request)));
      }
      case "DELETE" -> {
        requireVerb(type, "delete");
        requirePath(subresource.isEmpty());
        return delete(target, request);
      }
      default -> throw ApiFailure.methodNotAllowed();
    }
  }

  private Answer scale(Target target, Request request) {
    ResourceType type = target.type();
    StoredItem live = items.get(type, target.namespace(), target.name());
    JsonObject wanted;
    switch (request.method()) {
      case "GET" -> {
        return Answer.json(200, Scales.of(type, live));
      }
      case "PUT" -> wanted = Bodies.scale(request);
      case "PATCH" ->
          wanted =
              Bodies.patch(type, () -> items.shape(type), request).apply(Scales.of(type, live));
      default -> throw ApiFailure.methodNotAllowed();
    }
    StoredItem changed = update(target, request, false, tree -> Scales.change(type, tree, wanted));
    return Answer.json(200, Scales.of(type, changed));
  }

  private static JsonObject named(JsonObject given, Target target) {
    JsonObject metadata = Json.ensure(given, "metadata");
    if (Json.string(metadata, "name").isEmpty()) {
      metadata.addProperty("name", target.name());
    }
    return given;
  }

  private StoredItem update(
      Target target, Request request, boolean replace, UnaryOperator<JsonObject> change) {
    return items.update(
        target.type(),
        target.namespace(),
        target.name(),
        target.subresource(),
        replace,
        change,
        options(request, replace ? "UpdateOptions" : "PatchOptions"));
  }

  private Answer apply(Target target, Request request) {
    ResourceType type = target.type();
    JsonObject config =
        Applying.config(type, type.kind(), items.shape(type), target.name(), request.body());
    Items.Options options =
        new Items.Options(request.manager(), options(request, "PatchOptions").dryRun(), true);
    Items.Applied applied =
        items.apply(
            type,
            target.namespace(),
            target.subresource(),
            config,
            Applying.forced(request),
            options);
    return Answer.object(applied.created() ? 201 : 200, type, applied.item());
  }

  private Answer delete(Target target, Request request) {
    ResourceType type = target.type();
    StoredItem last =
        items.delete(
            type,
            target.namespace(),
            target.name(),
            DeleteOptions.of(request),
            options(request, "DeleteOptions"));
    boolean pending =
        last.deleting()
            && storage
                .get(type.storage(), last.key())
                .filter(i -> i.uid().equals(last.uid()))
                .isPresent();
    if (type.returnedOnDelete() || pending) {
      return Answer.object(200, type, last);
    }
    JsonObject details = ApiFailure.details(type, last.name());
    details.addProperty("uid", last.uid());
    JsonObject status = ApiFailure.statusOf(200, "", "", details, true);
    status.addProperty("status", "Success");
    status.remove("message");
    status.remove("code");
    return Answer.json(200, status);
  }

  private static Items.Options options(Request request, String kind) {
    String dryRun = request.parameter("dryRun");
    if (!dryRun.isEmpty() && !dryRun.equals("All")) {
      throw ApiFailure.invalidDryRun(dryRun, kind);
    }
    if (request.parameter("fieldManager").length() > LONGEST_MANAGER) {
      throw ApiFailure.invalidOptions(
          kind,
          "fieldManager",
          "FieldValueTooLong",
          "Too long: may not be more than " + LONGEST_MANAGER + " bytes");
    }
    boolean inBody = kind.equals("DeleteOptions") && DeleteOptions.isDryRun(request);
    return new Items.Options(request.manager(), inBody || !dryRun.isEmpty());
  }

  private static void requireVerb(ResourceType type, String verb) {
    requirePath(type.verbs().contains(verb));
  }

  private static void requirePath(boolean served) {
    if (!served) {
      throw ApiFailure.methodNotAllowed();
    }
  }

  private static void checkAccepted(Request request) {
    String accept = request.header("accept");
    if (!accept.isEmpty()
        && !accept.contains("json")
        && !accept.contains("*/*")
        && !accept.contains("application/*")) {
      throw ApiFailure.of(
          406,
          "NotAcceptable",
          "406: Not Acceptable\n\nAvailable representations: application/json");
    }
  }

  /**
   * Starts a watch if the request asks for one.
   *
   * @return the watch, or nothing where the request is no watch
   */
  Optional<Watches.Running> watch(Request request, Consumer<byte[]> events) {
    if (!request.method().equals("GET") || !request.wantsWatch()) {
      return Optional.empty();
    }
    access.check(access.identify(request), Attributes.of(request));
    String[] p = request.path().substring(1).split("/", -1);
    int from = p[0].equals("api") ? 2 : 3;
    if (p.length <= from) {
      return Optional.empty();
    }
    String groupVersion = from == 2 ? p[1] : p[1] + "/" + p[2];
    return target(groupVersion, Arrays.copyOfRange(p, from, p.length))
        .filter(t -> t.name().isEmpty() && t.type().verbs().contains("watch"))
        .map(t -> watches.start(t.type(), t.namespace(), request.query(), events));
  }

  /** Ends the controllers. */
  @Override
  public void close() {
    controllers.close();
  }
}
